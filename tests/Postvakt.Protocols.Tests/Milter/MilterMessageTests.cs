using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Postvakt.Protocols.Milter;

namespace Postvakt.Protocols.Tests.Milter;

public sealed class MilterMessageTests
{
    [Fact]
    public async Task Message_WithEverything_ReachesTheHandlerAsItCame()
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler);
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync(
            Frames.Macros('M', "i\0Q1\0{auth_authen}\0ann\0{mail_addr}\0a@client.example\0"), Frames.MailFrom("<a@client.example>\0SIZE=100\0BODY=8BITMIME\0"),
            Frames.Macros('R', "{rcpt_addr}\0b@here.example\0"), Frames.Recipient(), Frames.Macros('R', "{rcpt_addr}\0c@here.example\0"), Frames.Recipient("<c@here.example>\0NOTIFY=NEVER\0"),
            Frames.Packet('T'), Frames.Header("From", " a@client.example"), Frames.Header("X-None", ""), Frames.Header("X-Tight", "v"), Frames.Header("Subject", " one\n\ttwo\r\n three"),
            Frames.Packet('N'), Frames.Body("line\r\n"), Frames.Body("next\r\n"), Frames.Macros('E', "i\0Q2\0"), Frames.Text('E', "last"));
        Assert.Equal(["a"], await peer.ReadAnswersAsync());

        var seen = await handler.NextAsync();
        Assert.Equal("From: a@client.example\r\nX-None:\r\nX-Tight:v\r\nSubject: one\r\n\ttwo\r\n three\r\n\r\nline\r\nnext\r\nlast", seen.Mail);
        Assert.Equal([("From", " a@client.example"), ("X-None", ""), ("X-Tight", "v"), ("Subject", " one\r\n\ttwo\r\n three")], seen.Headers);
        Assert.Equal(seen.Mail.Length, seen.Message.Size);
        Assert.Equal(("client.example", MilterFamily.IPv4, "192.0.2.1", 40000), (seen.Envelope.Client.HostName, seen.Envelope.Client.Family, seen.Envelope.Client.Address, seen.Envelope.Client.Port));
        Assert.Equal(IPAddress.Parse("192.0.2.1"), seen.Envelope.Client.IPAddress);
        Assert.Equal("mail.client.example", seen.Envelope.Helo);
        Assert.Equal("a@client.example", seen.Envelope.Sender!.Address);
        Assert.Equal(["SIZE=100", "BODY=8BITMIME"], seen.Envelope.Sender.Arguments);
        Assert.Equal(["b@here.example", "c@here.example"], seen.Envelope.Recipients.Select(r => r.Address));
        Assert.Equal(["NOTIFY=NEVER"], seen.Envelope.Recipients[1].Arguments);
        Assert.Equal(["b@here.example", "c@here.example"], seen.Envelope.Recipients.Select(r => r.Macro("rcpt_addr")));
        Assert.Equal("Q2", seen.Envelope.QueueId);
        Assert.Equal("Q1", seen.Envelope.Macros.Find(MilterStage.MailFrom, "{i}"));
        Assert.Equal("ann", seen.Envelope.Macros["{auth_authen}"]);
        Assert.Equal(["i", "auth_authen", "mail_addr"], seen.Envelope.Macros.Of(MilterStage.MailFrom).Select(m => m.Key));
        Assert.False(seen.Message.TooLarge || seen.Message.TooManyHeaders || seen.Message.TooManyRecipients);
    }

    [Fact]
    public async Task Header_WithoutLeadingSpaceNegotiated_GetsTheUsualSpace()
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler);
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint, Frames.AllSteps & ~0x10_0000u);
        await peer.SendAsync(Frames.MailFrom(), Frames.Recipient(), Frames.Header("Subject", "one"), Frames.Packet('N'), Frames.Packet('E'));
        await peer.ReadAnswersAsync();
        var seen = await handler.NextAsync();
        Assert.Equal("Subject: one\r\n\r\n", seen.Mail);
        Assert.Equal([("Subject", "one")], seen.Headers);
    }

    [Theory]
    [InlineData("gone.example\0U", MilterFamily.Unknown, "", 0)]
    [InlineData("localhost\0L\0\0/run/mail.sock\0", MilterFamily.Unix, "/run/mail.sock", 0)]
    [InlineData("six.example\06\x01\x02IPv6:2001:db8::1\0", MilterFamily.IPv6, "2001:db8::1", 258)]
    [InlineData("new.example\0Z\0\0what\0", MilterFamily.Unknown, "", 0)]
    public async Task Client_OfEachFamily_IsRead(string connect, MilterFamily family, string address, int port)
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler);
        using var peer = await MilterPeer.ConnectAsync(milter.Endpoint);
        await peer.SendAsync(Frames.Offer(), Frames.Text('C', connect), Frames.Message());
        Assert.Equal('O', (await peer.ReadAsync())?.Code);
        await peer.ReadAnswersAsync();
        var client = (await handler.NextAsync()).Envelope.Client;
        Assert.Equal((family, address, port), (client.Family, client.Address, client.Port));
        Assert.EndsWith(connect[..connect.IndexOf('\0', StringComparison.Ordinal)], client.HostName, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Messages_SeveralOnAConnection_DoNotMix()
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler);
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync(Frames.Macros('M', "i\0Q1\0"), Frames.Message("first\r\n"), Frames.Message("second\r\n"));
        await peer.SendAsync(Frames.MailFrom("<lost@client.example>\0"), Frames.Recipient(), Frames.Header("Lost", "1"), Frames.Packet('A'), Frames.Message("third\r\n"));
        for (var i = 0; i < 3; i++) Assert.Equal(["a"], await peer.ReadAnswersAsync());
        var first = await handler.NextAsync();
        var second = await handler.NextAsync();
        Assert.Equal(("Q1", null), (first.Envelope.QueueId, second.Envelope.QueueId));
        Assert.Equal([Frames.Mail("first\r\n"), Frames.Mail("second\r\n"), Frames.Mail("third\r\n")], [first.Mail, second.Mail, (await handler.NextAsync()).Mail]);
        Assert.Equal(["abort lost@client.example"], handler.Steps);
        Assert.Equal("mail.client.example", second.Envelope.Helo);
    }

    [Fact]
    public async Task QuitNewConnection_NextClient_IsNotTheOldOne()
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler);
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync(Frames.Message(), Frames.Packet('K'), Frames.Connect("other.example", '4', "192.0.2.9"), Frames.Message(), Frames.Packet('Q'));
        await peer.ReadAnswersAsync();
        await peer.ReadAnswersAsync();
        Assert.Null(await peer.ReadAsync());
        await handler.NextAsync();
        var second = await handler.NextAsync();
        Assert.Equal(("192.0.2.9", ""), (second.Envelope.Client.Address, second.Envelope.Helo));
    }

    [Fact]
    public async Task Negotiation_WithAFullOffer_AsksForSilenceAndMacros()
    {
        await using var milter = RunningMilter.Start(new ScriptedHandler(), new MilterOptions { FewerReplies = true });
        using var peer = await MilterPeer.ConnectAsync(milter.Endpoint);
        await peer.SendAsync(Frames.Offer());
        var (code, data) = (await peer.ReadAsync())!.Value;
        Assert.Equal('O', code);
        Assert.Equal([6u, 0x131u, 0x1f_f480u], Numbers(data));
        Assert.Equal("\0\0\0\0j {daemon_name}\0\0\0\0\u0001", Encoding.ASCII.GetString(data, 12, 24));
    }

    [Fact]
    public async Task Negotiation_WithHooks_KeepsTheirRepliesAndSteps()
    {
        var handler = new ScriptedHandler { Hooks = MilterHooks.Connect | MilterHooks.Helo | MilterHooks.MailFrom | MilterHooks.Recipient | MilterHooks.Data | MilterHooks.Unknown };
        await using var milter = RunningMilter.Start(handler, new MilterOptions { FewerReplies = true });
        using var peer = await MilterPeer.ConnectAsync(milter.Endpoint);
        await peer.SendAsync(Frames.Offer());
        Assert.Equal(0x1c_0480u, Numbers((await peer.ReadAsync())!.Value.Data)[2]);
    }

    [Fact]
    public async Task Negotiation_WithAnOldServer_NeverExceedsItsOffer()
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler);
        using var peer = await MilterPeer.ConnectAsync(milter.Endpoint);
        await peer.SendAsync(Frames.Offer(2, 0x1, 0x7f));
        var (_, data) = (await peer.ReadAsync())!.Value;
        Assert.Equal([2u, 1u, 0u], Numbers(data));
        Assert.Equal(12, data.Length);
        await milter.IncidentAsync(MilterIncidentKind.ActionNotOffered);
        // Every step but the macros and the abort is answered.
        foreach (var packet in (byte[][])[Frames.Connect(), Frames.Helo(), Frames.MailFrom(), Frames.Recipient(), Frames.Packet('T'), Frames.Header("A", "b"), Frames.Packet('N'), Frames.Body("x")])
        {
            await peer.SendAsync(Frames.Macros((char)packet[4], "i\0Q\0"), packet);
            Assert.Equal('c', (await peer.ReadAsync())?.Code);
        }
        await peer.SendAsync(Frames.Packet('E'));
        Assert.Equal('a', (await peer.ReadAsync())?.Code);
        Assert.Equal("A: b\r\n\r\nx", (await handler.NextAsync()).Mail);
    }

    [Fact]
    public async Task Server_OnAUnixSocket_ReplacesAStaleOneAndCleansUp()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var path = Path.Combine(folder.FullName, "milter.sock");
            using (var stale = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified)) stale.Bind(new UnixDomainSocketEndPoint(path));
            if (!File.Exists(path)) await File.WriteAllTextAsync(path, "", TestContext.Current.CancellationToken);
            var handler = new ScriptedHandler();
            await using var milter = RunningMilter.Start(handler, new MilterOptions { UnixSocket = path });
            Assert.Equal(UnixFileMode.GroupWrite, new FileInfo(path).UnixFileMode & (UnixFileMode.GroupWrite | UnixFileMode.OtherWrite));
            Assert.Throws<SocketException>(() => new MilterServer(new() { UnixSocket = path }, handler, TimeProvider.System).Start());
            using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
            await peer.SendAsync(Frames.Message());
            Assert.Equal(["a"], await peer.ReadAnswersAsync());
            await milter.Server.StopAsync(TimeSpan.Zero);
            Assert.False(File.Exists(path));
        }
        finally
        {
            folder.Delete(true);
        }
    }

    private static uint[] Numbers(byte[] data) => [BinaryPrimitives.ReadUInt32BigEndian(data), BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(4)), BinaryPrimitives.ReadUInt32BigEndian(data.AsSpan(8))];
}
