using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Postvakt.Protocols.Smtp.Sending;

/// <summary>Where mail is handed on to, and what the peer may cost us.</summary>
public sealed record SmtpSenderOptions
{
    /// <summary>The next hop: a name, which is looked up, or an address.</summary>
    public required DnsEndPoint Target { get; init; }

    /// <summary>Our name in EHLO.</summary>
    public string HostName { get; init; } = "localhost";

    public SmtpTlsMode Tls { get; init; } = SmtpTlsMode.Opportunistic;

    /// <summary>Roots for <see cref="SmtpTlsMode.Verified"/>; null: the system's.</summary>
    public X509Certificate2Collection? TrustedRoots { get; init; }

    /// <summary>Connections kept open for the next mail. 8: a hop makes one delivery for each mail, and a new connection costs three round trips.</summary>
    public int MaxIdleConnections { get; init; } = 8;

    /// <summary>How long one is kept. 10 s: below what any server waits (RFC 5321 4.5.3.2.7 says 5 minutes; busy ones wait 10 s).</summary>
    public TimeSpan IdleTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Mails over one connection. 100: servers close sooner or later, and a new one may find another machine behind the name.</summary>
    public int MaxMailsPerConnection { get; init; } = 100;

    /// <summary>To connect. 30 s: a host that is down must not hold mail for the system's two minutes.</summary>
    public TimeSpan ConnectTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Each reply but those to DATA and to a whole mail. 5 minutes: RFC 5321 4.5.3.2.1 to 4.5.3.2.3.</summary>
    public TimeSpan ReplyTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>The reply to DATA. 2 minutes: RFC 5321 4.5.3.2.4.</summary>
    public TimeSpan DataTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>Each block of content to be taken. 3 minutes: RFC 5321 4.5.3.2.5.</summary>
    public TimeSpan BlockTime { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>The reply to a whole mail. 10 minutes: RFC 5321 4.5.3.2.6; giving up early makes doubles.</summary>
    public TimeSpan FinalTime { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>A TLS handshake.</summary>
    public TimeSpan TlsTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>What is wrong with these options, one sentence each; empty if nothing.</summary>
    public IReadOnlyList<string> Check()
    {
        var wrong = new List<string>();
        if (HostName.Length is 0 or > 255 || HostName.AsSpan().ContainsAnyExceptInRange('!', '~')) wrong.Add("the host name is printable ASCII without spaces, at most 255 characters");
        if (MaxIdleConnections < 0) wrong.Add("the limit on idle connections is negative");
        if (MaxMailsPerConnection < 1) wrong.Add("the limit on mails of a connection must be at least 1");
        (string Name, TimeSpan Value)[] times =
        [
            ("idle", IdleTime), ("connect", ConnectTime), ("reply", ReplyTime), ("data", DataTime), ("block", BlockTime), ("final", FinalTime), ("TLS", TlsTime),
        ];
        foreach (var (name, value) in times)
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1)) wrong.Add($"the {name} time is {value}, it must lie between 0 and a day");
        return wrong;
    }
}
