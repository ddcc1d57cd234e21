using System.Net;

namespace Postvakt.Protocols.Milter;

/// <summary>How a milter server listens and what a mail server may cost it.</summary>
public sealed record MilterOptions
{
    /// <summary>Addresses to listen on; port 0 takes a free one. The protocol has no authentication: keep it on loopback or a private network.</summary>
    public IReadOnlyList<IPEndPoint> Endpoints { get; init; } = [];

    /// <summary>Path of a Unix socket to listen on; null for none. A socket left over from a process that died is replaced.</summary>
    public string? UnixSocket { get; init; }

    /// <summary>Who may use the Unix socket. Owner and group: mail servers run under another account.</summary>
    public UnixFileMode UnixSocketMode { get; init; } =
        UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.GroupWrite;

    /// <summary>
    /// Open connections; one more is accepted and closed at once, which makes the mail server take its default action (set it to tempfail).
    /// 12,000: more than a busy server's processes; without a bound sockets and memory run out.
    /// </summary>
    public int MaxConnections { get; init; } = 12_000;

    /// <summary>Messages whose content is held at the same time; one more is read, thrown away and answered 451 4.3.2. 256 bounds memory at the worst to this many spools.</summary>
    public int MaxConcurrentMessages { get; init; } = 256;

    /// <summary>Bytes of one packet; a longer one ends the connection before it is read. 128 KiB: body chunks have 65,535, a header of Postfix up to its header_size_limit (102,400); raise both together.</summary>
    public int MaxPacketBytes { get; init; } = 128 << 10;

    /// <summary>Bytes of a mail that are kept; the rest is read and dropped and the message marked. 64 MiB: larger than any provider accepts.</summary>
    public long MaxMessageBytes { get; init; } = 64L << 20;

    /// <summary>Header fields that are listed. 1,000: header bombs.</summary>
    public int MaxHeaders { get; init; } = 1_000;

    /// <summary>Bytes of header fields that are listed, all together. 1 MiB: the list stays in memory even if the mail is spooled to disk.</summary>
    public int MaxHeaderBytes { get; init; } = 1 << 20;

    /// <summary>Recipients of a message that are listed. 10,000: ten times what servers allow by default.</summary>
    public int MaxRecipients { get; init; } = 10_000;

    /// <summary>Bytes of all envelope commands of a message that are listed. 4 MiB: long ESMTP arguments on many recipients.</summary>
    public int MaxEnvelopeBytes { get; init; } = 4 << 20;

    /// <summary>Macros of one stage. 100: servers send about ten.</summary>
    public int MaxMacros { get; init; } = 100;

    /// <summary>Bytes of the macros of one stage. 16 KiB: certificate names are the longest, and macros are held while a connection idles.</summary>
    public int MaxMacroBytes { get; init; } = 16 << 10;

    /// <summary>From accepting a connection to the end of its negotiation. 10 s: a mail server speaks at once; a port scanner never does.</summary>
    public TimeSpan NegotiationTime { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Silence between commands before the content of a message, which follows the pace of the SMTP client. 30 minutes: servers drop silent clients sooner.</summary>
    public TimeSpan EnvelopeTime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>Silence between packets of a message's content. 2 minutes: Postfix and Sendmail send it from their own disk.</summary>
    public TimeSpan ContentTime { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How long our answers may wait to be taken. 1 minute: a server that does not read is stuck or hostile.</summary>
    public TimeSpan WriteTime { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a handler may think before a temporary failure is answered. 4 minutes: below the 5 that Postfix waits.</summary>
    public TimeSpan HandlerTime { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>How often a sign of life is sent while a handler thinks. 10 s: Sendmail gives up after 10 s by default where nothing is configured.</summary>
    public TimeSpan ProgressEvery { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Whether to ask the server not to wait for replies that are always "continue". True: a mail then costs this side about a third of the processor time, and Postfix waits less for it.</summary>
    public bool FewerReplies { get; init; } = true;

    /// <summary>Whether to ask for header values with the white space after their colon, so that the mail is byte for byte what came (DKIM's simple canonicalization, RFC 6376 3.4.1). The space in front of values we add is then ours to send.</summary>
    public bool LeadingSpace { get; init; } = true;

    /// <summary>The actions to ask for. Only these may be used in answers: asking for less than a server offers keeps the rest out of reach.</summary>
    public MilterActions Actions { get; init; } = MilterActions.AddHeaders | MilterActions.ChangeHeaders | MilterActions.Quarantine;

    /// <summary>The macros to ask for at each stage, parted by spaces; a stage not named keeps the server's own choice.</summary>
    public IReadOnlyDictionary<MilterStage, string> WantedMacros { get; init; } = new Dictionary<MilterStage, string>
    {
        [MilterStage.Connect] = "j {daemon_name}",
        [MilterStage.Helo] = "{tls_version} {cipher} {cert_subject}",
        [MilterStage.MailFrom] = "i {auth_type} {auth_authen} {mail_addr}",
        [MilterStage.Recipient] = "{rcpt_addr}",
        [MilterStage.Data] = "i",
        [MilterStage.EndOfMessage] = "i",
    };

    /// <summary>The answer to a message whose changes the server does not allow. Temporary failure: a mail must not pass without the mark or the hold it was meant to get.</summary>
    public MilterReply MissingActionReply { get; init; } = MilterReply.TempFail;

    /// <summary>Where a mail is kept while it is read and judged: seekable, disposed by the server. Memory by default.</summary>
    public Func<Stream> CreateSpool { get; init; } = static () => new MemoryStream();

    /// <summary>What is wrong with these options, one sentence each; empty if nothing.</summary>
    public IReadOnlyList<string> Check()
    {
        var wrong = new List<string>();
        if (Endpoints.Count == 0 && UnixSocket is null) wrong.Add("a milter server needs an address or a Unix socket to listen on");
        (string Name, long Value, long Least)[] numbers =
        [
            ("connections", MaxConnections, 1), ("concurrent messages", MaxConcurrentMessages, 1), ("packet bytes", MaxPacketBytes, 65_536), ("message bytes", MaxMessageBytes, 1),
            ("headers", MaxHeaders, 1), ("header bytes", MaxHeaderBytes, 1), ("recipients", MaxRecipients, 1), ("envelope bytes", MaxEnvelopeBytes, 1),
            ("macros", MaxMacros, 0), ("macro bytes", MaxMacroBytes, 0),
        ];
        foreach (var (name, value, least) in numbers)
            if (value < least) wrong.Add($"the limit on {name} is {value}, at least {least} is needed");
        (string Name, TimeSpan Value)[] times =
        [
            ("negotiation", NegotiationTime), ("envelope", EnvelopeTime), ("content", ContentTime), ("write", WriteTime), ("handler", HandlerTime), ("progress", ProgressEvery),
        ];
        foreach (var (name, value) in times)
            if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1)) wrong.Add($"the {name} time is {value}, it must lie between 0 and a day");
        if (MissingActionReply.Modifications.Count > 0) wrong.Add("the reply to a missing action cannot itself change the message");
        return wrong;
    }
}
