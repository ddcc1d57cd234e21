using System.Net;
using System.Text;
using Postvakt.Protocols.Smtp;
using Postvakt.Protocols.Smtp.Sending;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.Protocols.Tests.Smtp;

public sealed class SmtpSenderTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Mail_FromServerToServer_ArrivesAsItWas()
    {
        using var certificate = TestCertificates.Make("localhost");
        var last = new ScriptedSmtp();
        await using var next = RunningSmtp.Start(last, new() { Certificate = TestCertificates.Context(certificate), ForwardingClients = RunningSmtp.Loopback });
        await using var sender = Sender(next.Endpoint.Port, new() { Target = new("localhost", 1), HostName = "filter.example" });
        SmtpOutcome? outcome = null;
        var hop = new ScriptedSmtp
        {
            Decide = async (message, cancel) =>
            {
                outcome = await sender.SendAsync(SmtpDelivery.Of(message) with { Prefix = "X-Mark: 1\r\n"u8.ToArray() }, cancel);
                return outcome.Reply!;
            },
        };
        await using var filter = RunningSmtp.Start(hop, new() { ForwardingClients = RunningSmtp.Loopback });
        using var peer = await SmtpPeer.GreetAsync(filter.Endpoint);
        await peer.SendAsync("XFORWARD NAME=out.client.example ADDR=192.0.2.7 IDENT=Q+2B1\r\nMAIL FROM:<a@client.example> BODY=8BITMIME RET=HDRS ENVID=e1 SMTPUTF8\r\n"
            + "RCPT TO:<b@here.example> NOTIFY=NEVER ORCPT=rfc822;B@here.example\r\nDATA\r\nSubject: x\r\n\r\n..dot\r\n...\r\n\u00e5\r\n.\r\n");
        Assert.Equal("250 250 250 354", await peer.CodesAsync(4));
        Assert.Equal("250 2.0.0 Taken", await peer.ReplyAsync());
        var seen = await last.NextAsync();
        Assert.Equal("X-Mark: 1\r\nSubject: x\r\n\r\n.dot\r\n..\r\n\u00e5\r\n", seen.Content);
        Assert.Equal(new ForwardedClient { Name = "out.client.example", Address = "192.0.2.7", Ident = "Q+1" }, seen.Envelope.Forwarded);
        Assert.Equal(["SIZE=38", "BODY=8BITMIME", "SMTPUTF8", "RET=HDRS", "ENVID=e1"], seen.Envelope.Sender.Parameters);
        Assert.Equal(["NOTIFY=NEVER", "ORCPT=rfc822;B@here.example"], seen.Envelope.Recipients.Single().Parameters);
        Assert.Equal(("filter.example", "UTF8SMTPS"), (seen.Envelope.Helo, seen.Envelope.Protocol));
        Assert.Equal((SmtpOutcomeKind.Accepted, "2.0.0", false, 1), (outcome!.Kind, outcome.Reply!.Status, outcome.LostReportRequests, outcome.Recipients.Count));
        Assert.Empty(next.Incidents());
    }

    public static TheoryData<string, string, string, int?> Answers => new()
    {
        { "end", "250 2.0.0 ok", "Accepted", 250 }, { "end", "550 5.7.1 no", "Refused", 550 }, { "end", "452 4.2.2 full", "Deferred", 452 }, { "end", "421 4.3.2 bye", "Deferred", 421 },
        { "end", "", "InDoubt", null }, { "end", "what?", "InDoubt", null }, { "end", "354 more", "InDoubt", null }, { "end", "250-ok\r\n550 no", "InDoubt", null },
        { "connect", "554 no", "Deferred", 554 }, { "connect", "421 later", "Deferred", 421 }, { "connect", "", "Deferred", null }, { "connect", "SSH-2.0-x", "Deferred", null },
        { "EHLO", "421 bye", "Deferred", 421 }, { "EHLO", "", "Deferred", null },
        { "MAIL", "550 5.1.8 no", "Refused", 550 }, { "MAIL", "451 later", "Deferred", 451 }, { "MAIL", "", "Deferred", null },
        { "RCPT", "550 5.1.1 nobody", "Refused", 550 }, { "RCPT", "450 4.2.0 greylisted", "Deferred", 450 }, { "RCPT", "421 bye", "Deferred", null },
        { "DATA", "554 5.7.1 no", "Refused", 554 }, { "DATA", "451 later", "Deferred", 451 }, { "DATA", "250 odd", "Deferred", 250 }, { "DATA", "", "Deferred", null },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task Peer_WithAnyAnswer_DecidesTheOutcome(string at, string answer, string kind, int? code)
    {
        foreach (var offers in (string[])["PIPELINING", "SIZE"])
        {
            await using var server = FakeServer.Taking(offers, (at, answer));
            await using var sender = Sender(server.Port);
            var outcome = await sender.SendAsync(Delivery("x\r\n"), Cancel);
            Assert.Equal((Enum.Parse<SmtpOutcomeKind>(kind), code), (outcome.Kind, outcome.Reply?.Code));
            Assert.NotEmpty(outcome.Text);
        }
    }

    [Fact]
    public async Task Peer_ThatIsNotThere_Defers()
    {
        await using var sender = Sender(1);
        var outcome = await sender.SendAsync(Delivery("x\r\n"), Cancel);
        Assert.Equal((SmtpOutcomeKind.Deferred, "the connection failed: ConnectionRefused"), (outcome.Kind, outcome.Text));
    }

    [Theory]
    [InlineData("connect", "Deferred")]
    [InlineData("EHLO", "Deferred")]
    [InlineData("MAIL", "Deferred")]
    [InlineData("DATA", "Deferred")]
    [InlineData("end", "InDoubt")]
    public async Task Peer_ThatIsSilent_IsGivenUp(string at, string kind)
    {
        var clock = new ManualClock();
        await using var server = FakeServer.Taking("PIPELINING", (at, null));
        await using var sender = Sender(server.Port, clock: clock);
        var sending = sender.SendAsync(Delivery("x\r\n"), Cancel);
        await Milter.MilterHandlerTests.MoveUntilAsync(clock, TimeSpan.FromSeconds(25), sending);
        Assert.Equal(Enum.Parse<SmtpOutcomeKind>(kind), (await sending).Kind);
    }

    [Theory]
    [InlineData("250-" + "x")]
    [InlineData("long")]
    public async Task Peer_WithAReplyWithoutEnd_IsGivenUp(string kind)
    {
        var endless = kind == "long" ? "250 " + new string('x', 5_000) : string.Concat(Enumerable.Repeat("250-x\r\n", 200)) + "250 x";
        await using var server = FakeServer.Taking("PIPELINING", ("MAIL", endless));
        await using var sender = Sender(server.Port);
        Assert.Equal(SmtpOutcomeKind.Deferred, (await sender.SendAsync(Delivery("x\r\n"), Cancel)).Kind);
    }

    [Fact]
    public async Task Recipients_PartlyRefused_StopTheMailUnlessItMayBeSplit()
    {
        await using var server = FakeServer.Taking("PIPELINING", ("RCPT TO:<no", "550 5.1.1 nobody"), ("RCPT TO:<later", "450 4.2.0 later"));
        await using var sender = Sender(server.Port);
        var delivery = Delivery("x\r\n") with { Recipients = [new("b@here.example"), new("no@here.example")] };
        var all = await sender.SendAsync(delivery, Cancel);
        Assert.Equal((SmtpOutcomeKind.Refused, 550), (all.Kind, all.Reply!.Code));
        Assert.Equal([250, 550], all.Recipients.Select(r => r.Code));
        Assert.DoesNotContain("DATA", server.Lines);
        var some = await sender.SendAsync(delivery with { NeedsAllRecipients = false }, Cancel);
        Assert.Equal(SmtpOutcomeKind.Accepted, some.Kind);
        Assert.Equal([250, 550], some.Recipients.Select(r => r.Code));
        var none = await sender.SendAsync(delivery with { NeedsAllRecipients = false, Recipients = [new("no@here.example"), new("later@here.example")] }, Cancel);
        Assert.Equal((SmtpOutcomeKind.Deferred, 450), (none.Kind, none.Reply!.Code));
    }

    [Theory]
    [InlineData("SIZE_3", "552 5.3.4")]
    [InlineData("8BITMIME", "550 5.6.7")]
    [InlineData("SMTPUTF8", "554 5.6.3")]
    public async Task Mail_ThatNeedsWhatIsNotOffered_IsRefused(string offers, string status)
    {
        await using var server = FakeServer.Taking(offers);
        await using var sender = Sender(server.Port);
        var delivery = offers == "SIZE_3" ? Delivery("x\r\ny\r\n") : Delivery("x\r\n") with { IsInternational = true, Body = SmtpBody.EightBit };
        var outcome = await sender.SendAsync(delivery, Cancel);
        Assert.Equal(SmtpOutcomeKind.Refused, outcome.Kind);
        Assert.StartsWith(status, outcome.Reply!.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain(server.Lines, l => l.StartsWith("MAIL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Peer_WithoutEhlo_GetsPlainSmtp()
    {
        await using var server = FakeServer.Taking("PIPELINING", ("EHLO", "502 what"));
        await using var sender = Sender(server.Port);
        var delivery = Delivery("x\r\n") with { Body = SmtpBody.SevenBit, Forwarded = new() { Name = "x" }, Recipients = [new("b@here.example", ["NOTIFY=SUCCESS"])] };
        var outcome = await sender.SendAsync(delivery, Cancel);
        Assert.Equal((SmtpOutcomeKind.Accepted, true), (outcome.Kind, outcome.LostReportRequests));
        Assert.Equal(["EHLO localhost", "HELO localhost", "MAIL FROM:<a@client.example>", "RCPT TO:<b@here.example>", "DATA"], server.Lines.Take(5));
    }

    [Theory]
    [InlineData("", ".\r\n")]
    [InlineData("x", "x\r\n.\r\n")]
    [InlineData("x\n", "x\r\n.\r\n")]
    [InlineData("x\r", "x\r\n.\r\n")]
    [InlineData(".\r\n..x\r\n", "..\r\n...x\r\n.\r\n")]
    [InlineData("a\nb\rc\r\n", "a\nb\rc\r\n.\r\n")]
    [InlineData("a\n.\r\nb\r.\r\n", "a\r\n..\r\nb\r\n..\r\n.\r\n")]
    [InlineData("a\n.\nMAIL FROM:<x>\r\n", "a\r\n..\nMAIL FROM:<x>\r\n.\r\n")]
    [InlineData("a\r\n\0.\r\nb\n\0", "a\r\n\0..\r\nb\n\0\r\n.\r\n")]
    public async Task Content_ByData_CannotForgeItsEnd(string content, string wire)
    {
        await using var server = FakeServer.Taking("CHUNKING");
        await using var sender = Sender(server.Port);
        Assert.Equal(SmtpOutcomeKind.Accepted, (await sender.SendAsync(Delivery(content), Cancel)).Kind);
        Assert.Equal(wire, server.Content);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a\n.\r\nb\r.\n")]
    public async Task Content_WithBareLineEnds_GoesByChunkAsItIs(string content)
    {
        await using var server = FakeServer.Taking("CHUNKING");
        await using var sender = Sender(server.Port);
        Assert.Equal(SmtpOutcomeKind.Accepted, (await sender.SendAsync(Delivery(content) with { HasBareLineEnds = true, Prefix = "P: 1\r\n"u8.ToArray() }, Cancel)).Kind);
        Assert.Equal("P: 1\r\n" + content, server.Content);
        Assert.Equal(SmtpOutcomeKind.Accepted, (await sender.SendAsync(Delivery(content) with { HasBareLineEnds = true }, Cancel)).Kind);
        Assert.Equal(content, server.Content);
    }

    [Fact]
    public async Task Mails_OneAfterTheOther_ShareAConnectionForAWhile()
    {
        var clock = new ManualClock();
        await using var server = FakeServer.Taking();
        await using var sender = Sender(server.Port, clock: clock);
        for (var i = 0; i < 3; i++) Assert.Equal(SmtpOutcomeKind.Accepted, (await sender.SendAsync(Delivery("x\r\n"), Cancel)).Kind);
        Assert.Equal(1, server.Connections);
        clock.Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(SmtpOutcomeKind.Accepted, (await sender.SendAsync(Delivery("x\r\n"), Cancel)).Kind);
        Assert.Equal(2, server.Connections);
    }

    [Theory]
    [InlineData("")]
    [InlineData("421 idle")]
    public async Task Connection_ThatDiedWhileIdle_IsReplacedByAFreshOne(string dying)
    {
        var mails = 0;
        await using var server = new FakeServer(line => line.Split(' ')[0] switch
        {
            "connect" => "220 x",
            "MAIL" when ++mails == 2 => dying,
            "DATA" => "354 go",
            "QUIT" => "",
            _ => "250 ok",
        });
        await using var sender = Sender(server.Port);
        for (var i = 0; i < 2; i++) Assert.Equal(SmtpOutcomeKind.Accepted, (await sender.SendAsync(Delivery("x\r\n"), Cancel)).Kind);
        Assert.Equal((2, 3), (server.Connections, mails));
    }

    [Theory]
    [InlineData(SmtpTlsMode.None, "Accepted", null)]
    [InlineData(SmtpTlsMode.Opportunistic, "Accepted", "ESMTPS")]
    [InlineData(SmtpTlsMode.Required, "Accepted", "ESMTPS")]
    [InlineData(SmtpTlsMode.Verified, "Deferred", null)]
    public async Task Tls_OfEachMode_DoesWhatItSays(SmtpTlsMode mode, string kind, string? protocol)
    {
        using var certificate = TestCertificates.Make("localhost");
        var handler = new ScriptedSmtp();
        await using var smtp = RunningSmtp.Start(handler, new() { Certificate = TestCertificates.Context(certificate) });
        await using var sender = Sender(smtp.Endpoint.Port, new() { Target = new("localhost", 1), Tls = mode });
        Assert.Equal(Enum.Parse<SmtpOutcomeKind>(kind), (await sender.SendAsync(Delivery("x\r\n"), Cancel)).Kind);
        if (kind == "Accepted") Assert.Equal(protocol ?? "ESMTP", (await handler.NextAsync()).Envelope.Protocol);
        else Assert.Equal(0, handler.Count);
    }

    [Theory]
    [InlineData("localhost", "Accepted")]
    [InlineData("other.example", "Deferred")]
    public async Task Tls_Verified_AsksForThePeersName(string name, string kind)
    {
        using var certificate = TestCertificates.Make(name);
        await using var smtp = RunningSmtp.Start(new ScriptedSmtp(), new() { Certificate = TestCertificates.Context(certificate) });
        await using var sender = Sender(smtp.Endpoint.Port, new() { Target = new("localhost", 1), Tls = SmtpTlsMode.Verified, TrustedRoots = [certificate] });
        Assert.Equal(Enum.Parse<SmtpOutcomeKind>(kind), (await sender.SendAsync(Delivery("x\r\n"), Cancel)).Kind);
    }

    [Theory]
    [InlineData(SmtpTlsMode.Opportunistic, "Accepted")]
    [InlineData(SmtpTlsMode.Required, "Deferred")]
    public async Task Tls_ThatFails_FallsBackOnlyIfItMay(SmtpTlsMode mode, string kind)
    {
        // Offers it and then speaks no TLS: nonsense, or replies sent along in clear.
        foreach (var answer in (string[])["220 go\r\n250 injected", "220 go", "454 not now"])
        {
            await using var server = FakeServer.Taking("STARTTLS", ("STARTTLS", answer), ("\u0016", "what?"), ("QUIT", ""));
            await using var sender = Sender(server.Port, new() { Target = new("localhost", 1), Tls = mode, TlsTime = TimeSpan.FromSeconds(1) });
            Assert.Equal(Enum.Parse<SmtpOutcomeKind>(kind), (await sender.SendAsync(Delivery("x\r\n"), Cancel)).Kind);
        }
    }

    [Theory]
    [InlineData("a@client.example>\r\nRCPT TO:<x@here.example", "b@here.example", "")]
    [InlineData("a@client.example", "b@here.example> NOTIFY=NEVER", "")]
    [InlineData("a@client.example", "", "")]
    [InlineData("a@client.example", "b@here.example", "RET=HDRS\r\nQUIT")]
    public async Task Envelope_ThatWouldBreakTheProtocol_IsNeverSent(string from, string to, string parameter)
    {
        await using var sender = Sender(1);
        var delivery = Delivery("x") with { Sender = new(from, parameter.Length > 0 ? [parameter] : []), Recipients = [new(to)] };
        await Assert.ThrowsAsync<ArgumentException>(() => sender.SendAsync(delivery, Cancel));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Content_ThatCannotBeRead_LeavesNoMailBehind(bool chunk)
    {
        var handler = new ScriptedSmtp();
        await using var smtp = RunningSmtp.Start(handler);
        await using var sender = Sender(smtp.Endpoint.Port);
        await using var content = new BrokenStream();
        await Assert.ThrowsAsync<InvalidDataException>(() => sender.SendAsync(Delivery("") with { Content = content, HasBareLineEnds = chunk }, Cancel));
        await smtp.Server.StopAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(0, handler.Count);
    }

    [Fact]
    public async Task Cancel_BeforeTheEndWasSent_Throws_AndAfterwardsIsInDoubt()
    {
        using var stop = new CancellationTokenSource();
        await using var server = FakeServer.Taking("PIPELINING", ("end", null));
        await using var sender = Sender(server.Port);
        var sending = sender.SendAsync(Delivery("x\r\n"), stop.Token);
        while (server.Content.Length == 0) await Task.Delay(5, Cancel);
        await stop.CancelAsync();
        Assert.Equal(SmtpOutcomeKind.InDoubt, (await sending).Kind);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sender.SendAsync(Delivery("x\r\n"), stop.Token));
    }

    [Fact]
    public async Task Mail_WithManyRecipients_IsNotHeldUpByFullBuffers()
    {
        var handler = new ScriptedSmtp();
        await using var smtp = RunningSmtp.Start(handler, new() { MaxRecipients = 5_000 });
        await using var sender = Sender(smtp.Endpoint.Port);
        var recipients = Enumerable.Range(0, 5_000).Select(i => new SmtpMailbox($"{new string('r', 60)}{i}@here.example")).ToList();
        var outcome = await sender.SendAsync(Delivery(new string('y', 3_000_000)) with { Recipients = recipients }, Cancel);
        Assert.Equal((SmtpOutcomeKind.Accepted, 5_000), (outcome.Kind, outcome.Recipients.Count));
        var seen = await handler.NextAsync();
        Assert.Equal((5_000, 3_000_002), (seen.Envelope.Recipients.Count, seen.Content.Length));
    }

    private static SmtpDelivery Delivery(string content) => new()
    {
        Sender = new("a@client.example"), Recipients = [new("b@here.example")], Content = new MemoryStream(Encoding.Latin1.GetBytes(content)),
    };

    private static SmtpSender Sender(int port, SmtpSenderOptions? options = null, TimeProvider? clock = null)
    {
        options ??= new() { Target = new("127.0.0.1", port) };
        return new(options with { Target = new DnsEndPoint(options.Target.Host, port) }, clock ?? TimeProvider.System);
    }

    /// <summary>Gives some bytes and then fails.</summary>
    private sealed class BrokenStream : MemoryStream
    {
        public BrokenStream() : base(new byte[100_000]) { }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Position > 50_000 ? throw new IOException("gone") : base.ReadAsync(buffer, cancellationToken);
    }
}
