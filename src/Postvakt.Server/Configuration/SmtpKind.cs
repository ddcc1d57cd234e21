namespace Postvakt.Server.Configuration;

/// <summary>What an SMTP listener is for.</summary>
public enum SmtpKind
{
    /// <summary>After-queue filter: judged mail goes on to <see cref="SmtpListenerConfig.NextHop"/>.</summary>
    Filter,

    /// <summary>The same for a mail-flow connector, with a loop header.</summary>
    Connector,

    /// <summary>Journal reports: nothing goes on; the mail is already delivered.</summary>
    Journal,
}
