using System.Net;
using System.Net.Security;

namespace Postvakt.Protocols.Smtp;

/// <summary>How an SMTP server listens and what a client may cost it.</summary>
public sealed record SmtpOptions
{
    private static readonly IPNetwork[] Loopback = [IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("::1/128")];

    /// <summary>Addresses to listen on; port 0 takes a free one.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints { get; init; } = [];

    /// <summary>Our name in the greeting.</summary>
    public string HostName { get; init; } = "localhost";

    /// <summary>Networks that may send mail here; loopback by default. Others are answered 554 and closed: an open filter hop is an open relay.</summary>
    public IReadOnlyList<IPNetwork> AllowedClients { get; init; } = Loopback;

    /// <summary>Networks whose XFORWARD and XCLIENT are offered and believed; none by default. Anybody believed can claim any origin.</summary>
    public IReadOnlyList<IPNetwork> ForwardingClients { get; init; } = [];

    /// <summary>The certificate with its chain; null: no STARTTLS.</summary>
    public SslStreamCertificateContext? Certificate { get; init; }

    /// <summary>Whether mail is refused in clear.</summary>
    public bool RequireTls { get; init; }

    /// <summary>Open connections; one more is answered 421. 12,000: more than a busy server's processes; without a bound sockets and memory run out.</summary>
    public int MaxConnections { get; init; } = 12_000;

    /// <summary>Open connections of one address. 1,000: all mail of a filter hop comes from one server; one client must still leave room for others.</summary>
    public int MaxConnectionsPerAddress { get; init; } = 1_000;

    /// <summary>Bytes of a command line. 4 KiB: RFC 5321 4.5.3.1.4 says 512, extensions add about 1,500, international addresses more.</summary>
    public int MaxLineBytes { get; init; } = 4 << 10;

    /// <summary>Commands answered with an error before the connection is closed. 20: a guesser of addresses or a broken client learns nothing more.</summary>
    public int MaxErrors { get; init; } = 20;

    /// <summary>NOOP, RSET, HELO and the like between two mails. 100: a client that brings no mail need not be kept.</summary>
    public int MaxEmptyCommands { get; init; } = 100;

    /// <summary>Recipients of a message; one more is answered 452. 1,000: what servers send at once at the most, and ten times what RFC 5321 4.5.3.1.8 asks for.</summary>
    public int MaxRecipients { get; init; } = 1_000;

    /// <summary>Bytes of a mail, offered by SIZE; a larger one is read to its end and answered 552. 64 MiB: larger than any provider accepts.</summary>
    public long MaxMessageBytes { get; init; } = 64L << 20;

    /// <summary>Messages whose content is held at the same time; one more is answered 451 before its content is kept. 256 bounds memory at the worst to this many spools.</summary>
    public int MaxConcurrentMessages { get; init; } = 256;

    /// <summary>From accepting a connection to HELO. 1 minute: mail servers speak at once; port scanners never do.</summary>
    public TimeSpan GreetingTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Between two commands. 5 minutes: RFC 5321 4.5.3.2.7.</summary>
    public TimeSpan CommandTime { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Silence within the content of a message. 3 minutes: RFC 5321 4.5.3.2.5.</summary>
    public TimeSpan DataBlockTime { get; init; } = TimeSpan.FromMinutes(3);

    /// <summary>The whole content of a message. 30 minutes: a byte every minute would hold a place for ever.</summary>
    public TimeSpan DataTime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long our replies may wait to be taken. 1 minute: a client that does not read is stuck or hostile.</summary>
    public TimeSpan WriteTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a handler may think before a temporary failure is answered. 4 minutes: below the 10 that a client waits (RFC 5321 4.5.3.2.6), and the 5 of hasty ones.</summary>
    public TimeSpan HandlerTime { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>A TLS handshake. 30 s: two round trips and a signature; a half one costs memory.</summary>
    public TimeSpan TlsTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Where a mail is kept while it is read and judged: seekable, disposed by the server. Memory by default.</summary>
    public Func<Stream> CreateSpool { get; init; } = static () => new MemoryStream();

    /// <summary>What is wrong with these options, one sentence each; empty if nothing.</summary>
    public IReadOnlyList<string> Check()
    {
        var wrong = new List<string>();
        if (Endpoints.Count == 0) wrong.Add("an SMTP server needs an address to listen on");
        if (HostName.Length is 0 or > 255 || HostName.AsSpan().ContainsAnyExceptInRange('!', '~')) wrong.Add("the host name is printable ASCII without spaces, at most 255 characters");
        if (RequireTls && Certificate is null) wrong.Add("TLS cannot be required without a certificate");
        (string Name, long Value, long Least)[] numbers =
        [
            ("connections", MaxConnections, 1), ("connections of one address", MaxConnectionsPerAddress, 1), ("line bytes", MaxLineBytes, 1_024), ("errors", MaxErrors, 1),
            ("empty commands", MaxEmptyCommands, 1), ("recipients", MaxRecipients, 1), ("message bytes", MaxMessageBytes, 1), ("concurrent messages", MaxConcurrentMessages, 1),
        ];
        foreach (var (name, value, least) in numbers)
            if (value < least) wrong.Add($"the limit on {name} is {value}, at least {least} is needed");
        (string Name, TimeSpan Value)[] times =
        [
            ("greeting", GreetingTime), ("command", CommandTime), ("data block", DataBlockTime), ("data", DataTime), ("write", WriteTime), ("handler", HandlerTime), ("TLS", TlsTime),
        ];
        foreach (var (name, value) in times)
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1)) wrong.Add($"the {name} time is {value}, it must lie between 0 and a day");
        return wrong;
    }
}
