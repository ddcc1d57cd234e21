namespace Postvakt.Server.Configuration;

/// <summary>How syslog messages travel.</summary>
public enum SyslogTransport
{
    /// <summary>RFC 5425.</summary>
    Tls,

    /// <summary>RFC 6587 with octet counting.</summary>
    Tcp,

    /// <summary>RFC 5426.</summary>
    Udp,
}
