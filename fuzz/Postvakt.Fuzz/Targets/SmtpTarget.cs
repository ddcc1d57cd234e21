using System.Net;
using System.Text;
using Postvakt.Protocols.Smtp;

namespace Postvakt.Fuzz.Targets;

/// <summary>What a client may send, through a whole SMTP session.</summary>
internal sealed class SmtpTarget : ITarget
{
    private const string Envelope = "MAIL FROM:<a@client.example> SIZE=10 BODY=8BITMIME RET=HDRS ENVID=x\r\nRCPT TO:<b@here.example> NOTIFY=NEVER ORCPT=rfc822;b@here.example\r\n";

    private static readonly IPEndPoint Peer = new(IPAddress.Loopback, 25);

    public IReadOnlyList<byte[]> Seeds { get; } = [.. new[]
    {
        $"EHLO x\r\n{Envelope}DATA\r\nSubject: x\r\n\r\n..dot\r\n.\r\nQUIT\r\n",
        $"HELO x\r\nMAIL FROM:<>\r\nRCPT TO:<postmaster>\r\nDATA\r\n.\r\n{Envelope}DATA\r\nsecond\r\n.\r\nQUIT\r\n",
        $"EHLO x\r\n{Envelope}BDAT 5\r\nhello" + "BDAT 6\r\nQUIT\r\nBDAT 0 LAST\r\nNOOP\r\nRSET\r\nVRFY x\r\nHELP\r\nQUIT\r\n",
        $"EHLO x\r\nXFORWARD NAME=a ADDR=192.0.2.1 HELO=+41 IDENT=[UNAVAILABLE]\r\n{Envelope}DATA\r\nx\n.\n\r.\r\r\n.\r\n",
        $"XCLIENT NAME=a LOGIN=b DESTADDR=192.0.2.1\r\nEHLO y\r\nMAIL FROM:<\u00e5@client.example> SMTPUTF8\r\nRCPT TO:<@a,@b:\"x >\\\"y\"@here.example>\r\nDATA\r\nx\r\n.\r\n",
    }.Select(Encoding.UTF8.GetBytes)];

    public IReadOnlyList<string> Dictionary { get; } =
    [
        "\r\n", "\r", "\n", ".", "\r\n.\r\n", "\n.\n", "\r\n.\n", "\n.\r\n", "\r.\r", "\0", " ", "<", ">", "\"", "\\", "@", ":", "=", "+", "+0D", "EHLO x\r\n", "HELO x\r\n", "MAIL FROM:<a@client.example>\r\n",
        "RCPT TO:<b@here.example>\r\n", "DATA\r\n", "BDAT 1\r\nx", "BDAT 0 LAST\r\n", "BDAT 9999\r\n", "BDAT 999999999999\r\n", " LAST\r\n", "RSET\r\n", "NOOP\r\n", "QUIT\r\n", "STARTTLS\r\n", "XFORWARD NAME=x\r\n",
        "XCLIENT ADDR=x\r\n", "VRFY x\r\n", "AUTH PLAIN\r\n", "GET / HTTP/1.1\r\n", " SIZE=", " BODY=7BIT", " SMTPUTF8", " NOTIFY=", " ORCPT=", " RET=FULL", " ENVID=", "[UNAVAILABLE]",
    ];

    public void Take(byte[] input, int variant)
    {
        var tight = variant % 4 == 0;
        var options = new SmtpOptions { ForwardingClients = variant % 2 == 0 ? [IPNetwork.Parse("127.0.0.0/8")] : [], MaxErrors = 1_000, MaxEmptyCommands = 1_000 };
        if (tight) options = options with { MaxMessageBytes = 40, MaxRecipients = 1, MaxLineBytes = 1_024, MaxErrors = 5, MaxEmptyCommands = 3 };
        var handler = new Handler(options);
        Exception? fault = null;
        var context = new SmtpContext(options, handler, TimeProvider.System, incident => fault ??= incident.Fault);
        context.TryEnter(Peer.Address);
        var wire = new WireStream(input, variant % 9);
        var session = new SmtpConnection(context, wire, Peer).RunAsync();
        Invariants.Hold(session.IsCompletedSuccessfully, "the session waits for something, or failed");
        if (fault is not null) throw new InvariantException($"a fault of ours: {fault.Message}", fault);
        Invariants.Hold(context.Places.Taken == 0, "a message is still held");
        Invariants.Hold(context.TryEnter(Peer.Address), "the connection is still counted");
        CheckReplies(wire.Answers);
    }

    /// <summary>A client could not follow otherwise.</summary>
    private static void CheckReplies(ReadOnlySpan<byte> answers)
    {
        Invariants.Hold(answers.StartsWith("220 "u8), "no greeting");
        while (!answers.IsEmpty)
        {
            var end = answers.IndexOf("\r\n"u8);
            Invariants.Hold(end is >= 4 and <= 510, "a reply line has no end, or no code");
            var line = answers[..end];
            Invariants.Hold(line[0] is >= (byte)'2' and <= (byte)'5' && line[3] is (byte)' ' or (byte)'-', "a reply line has no code");
            Invariants.Hold(!line.ContainsAnyExceptInRange((byte)' ', (byte)'~'), "a reply line has odd characters");
            answers = answers[(end + 2)..];
        }
    }

    private sealed class Handler(SmtpOptions options) : ISmtpHandler
    {
        public ValueTask<SmtpReply> OnMessageAsync(SmtpMessage message, CancellationToken cancel)
        {
            Invariants.Hold(message.Content.Position == 0 && message.Content.Length == message.Size, "the size is not that of the content");
            Invariants.Hold(message.Size <= options.MaxMessageBytes, "content over the limit");
            Invariants.Hold(message.Envelope.Recipients.Count >= 1 && message.Envelope.Recipients.Count <= options.MaxRecipients, "no recipient, or too many");
            foreach (var mailbox in message.Envelope.Recipients.Append(message.Envelope.Sender))
                Invariants.Hold(!mailbox.Address.Any(char.IsControl) && SmtpPath.IsSafe(mailbox.Address), "an address that could not be sent on");
            return new(SmtpReply.Accepted("Taken"));
        }
    }
}
