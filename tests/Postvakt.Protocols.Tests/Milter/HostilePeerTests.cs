using System.Text;
using Postvakt.Protocols.Milter;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.Protocols.Tests.Milter;

public sealed class HostilePeerTests
{
    public static TheoryData<string, string> BrokenStreams => new()
    {
        { "length 0", "\0\0\0\0" },
        { "length of 4 GiB", "\u00ff\u00ff\u00ff\u00ffO" },
        { "length past the limit", "\0\u0002\0\u0001O" },
        { "a web browser", "GET / HTTP/1.1\r\nHost: here.example\r\n\r\n" },
        { "short negotiation", T(Frames.Text('O', "\0\0\0\u0006")) },
        { "negotiation of version 1", T(Frames.Offer(1)) },
        { "macros before negotiation", T(Frames.Macros('C', "j\0x\0")) },
        { "connect before negotiation", T(Frames.Connect()) },
        { "abort before negotiation", T(Frames.Packet('A')) },
        { "unknown command", T(Frames.Offer(), Frames.Packet('Z')) },
        { "command byte 0", T(Frames.Offer(), Frames.Packet('\0')) },
        { "macros without a stage", T(Frames.Offer(), Frames.Packet('D')) },
        { "mail before connect", T(Frames.Offer(), Frames.MailFrom()) },
        { "two connects", T(Frames.Offer(), Frames.Connect(), Frames.Connect()) },
        { "negotiation late", T(Frames.Offer(), Frames.Connect(), Frames.Offer()) },
        { "empty connect", T(Frames.Offer(), Frames.Packet('C')) },
        { "connect without a family", T(Frames.Offer(), Frames.Text('C', "x\0")) },
        { "connect cut in its port", T(Frames.Offer(), Frames.Text('C', "x\04\0")) },
        { "connect with an endless address", T(Frames.Offer(), Frames.Text('C', "x\04\0\0192.0.2.1")) },
        { "recipient before mail", T(Frames.Offer(), Frames.Connect(), Frames.Recipient()) },
        { "header before mail", T(Frames.Offer(), Frames.Connect(), Frames.Header("A", "b")) },
        { "end before mail", T(Frames.Offer(), Frames.Connect(), Frames.Packet('E')) },
        { "mail without an address", T(Frames.Offer(), Frames.Connect(), Frames.Packet('M')) },
        { "recipient without an end", T(Frames.Offer(), Frames.Connect(), Frames.MailFrom(), Frames.Text('R', "<b@here.example>")) },
        { "header without a value", T(Frames.Offer(), Frames.Connect(), Frames.MailFrom(), Frames.Text('L', "Name\0")) },
        { "header without an end", T(Frames.Offer(), Frames.Connect(), Frames.MailFrom(), Frames.Text('L', "Name\0value")) },
        { "header in the body", T(Frames.Offer(), Frames.Connect(), Frames.MailFrom(), Frames.Body("x"), Frames.Header("A", "b")) },
        { "recipient in the body", T(Frames.Offer(), Frames.Connect(), Frames.MailFrom(), Frames.Body("x"), Frames.Recipient()) },
    };

    [Theory]
    [MemberData(nameof(BrokenStreams))]
    public async Task Stream_ThatIsBroken_EndsTheConnectionAndIsTold(string what, string bytes)
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler);
        using var peer = await MilterPeer.ConnectAsync(milter.Endpoint);
        await peer.SendAsync(Encoding.Latin1.GetBytes(bytes));
        await peer.ReadToEndAsync();
        Assert.NotEmpty(what);
        await milter.IncidentAsync(MilterIncidentKind.BrokenProtocol);
        Assert.Equal((0, 0), (handler.Count, milter.Server.OpenMessages));
    }

    [Fact]
    public async Task Peer_ThatLeavesAtAnyByte_LeavesNothingBehind()
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler);
        byte[] all = [.. Frames.Offer(), .. Frames.Connect(), .. Frames.Helo(), .. Frames.Message()];
        for (var cut = 0; cut < all.Length; cut += 3)
        {
            using var peer = await MilterPeer.ConnectAsync(milter.Endpoint);
            await peer.SendAsync(all[..cut]);
            peer.EndSending();
            await peer.ReadToEndAsync();
        }
        Assert.Equal((0, 0), (handler.Count, milter.Server.OpenMessages));
        Assert.DoesNotContain(milter.Incidents(), i => i.Kind is MilterIncidentKind.HandlerFailed or MilterIncidentKind.SpoolFailed);
    }

    public static TheoryData<string, int> Stalls => new()
    {
        { "after nothing", 0 }, { "in a length word", 2 }, { "after negotiation", 1_000 }, { "after the client", 1_001 }, { "after MAIL", 1_002 },
        { "after DATA", 1_003 }, { "after a header", 1_004 }, { "in the body", 1_005 }, { "within a packet of the body", 1_006 },
    };

    [Theory]
    [MemberData(nameof(Stalls))]
    public async Task Peer_ThatStalls_IsClosedInEveryState(string where, int step)
    {
        var clock = new ManualClock();
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler, clock: clock);
        using var peer = await MilterPeer.ConnectAsync(milter.Endpoint);
        byte[][] packets = [Frames.Offer(), Frames.Connect(), Frames.MailFrom(), Frames.Packet('T'), Frames.Header("A", "b"), Frames.Body("x"), Frames.Body("cut")[..6]];
        if (step >= 1_000) await peer.SendAsync(packets[..(step - 999)]);
        else await peer.SendAsync(packets[0][..step]);
        var end = peer.ReadToEndAsync();
        await MilterHandlerTests.MoveUntilAsync(clock, TimeSpan.FromMinutes(31), end);
        Assert.NotEmpty(where);
        await milter.IncidentAsync(MilterIncidentKind.Stalled);
        await milter.Server.StopAsync(TimeSpan.Zero);
        Assert.Equal((0, 0), (milter.Server.OpenMessages, milter.Server.OpenConnections));
    }

    [Fact]
    public async Task Peer_ThatTrickles_IsClosedLikeASilentOne()
    {
        var clock = new ManualClock();
        await using var milter = RunningMilter.Start(new ScriptedHandler(), clock: clock);
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync(Frames.MailFrom(), Frames.Header("A", "b"), Frames.Body(new string('x', 2_000))[..6]);
        var end = peer.ReadToEndAsync();
        for (var sent = 0; sent < 1_000 && !end.IsCompleted; sent++)
        {
            try
            {
                await peer.SendAsync("x"u8.ToArray());
            }
            catch (System.Net.Sockets.SocketException)
            {
                // Closed, which the reading side is about to notice.
            }
            clock.Advance(TimeSpan.FromSeconds(50));
            await Task.WhenAny(end, Task.Delay(2, TestContext.Current.CancellationToken));
        }
        Assert.True(end.IsCompleted);
        await milter.IncidentAsync(MilterIncidentKind.Stalled);
    }

    [Fact]
    public async Task Peer_ThatNeverReads_IsClosed()
    {
        var clock = new ManualClock();
        await using var milter = RunningMilter.Start(new ScriptedHandler(), new() { FewerReplies = false }, clock);
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint, steps: 0);
        // Each is answered; nobody reads, so both sides' buffers fill.
        var flood = Enumerable.Repeat(Frames.Text('U', "X\0"), 20_000).SelectMany(p => p).ToArray();
        var sending = Task.Run(async () =>
        {
            try
            {
                while (true) await peer.SendAsync(flood);
            }
            catch (System.Net.Sockets.SocketException)
            {
                // Closed at last.
            }
        }, TestContext.Current.CancellationToken);
        await MilterHandlerTests.MoveUntilAsync(clock, TimeSpan.FromSeconds(20), sending);
        await milter.IncidentAsync(MilterIncidentKind.Stalled);
    }

    [Fact]
    public async Task Message_OverTheByteLimit_IsReadToItsEndAndMarked()
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler, new() { MaxMessageBytes = 100_000 });
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync(Frames.MailFrom(), Frames.Recipient(), Frames.Header("A", " b"), Frames.Packet('N'));
        var chunk = Frames.Body(new string('x', 65_535));
        for (var i = 0; i < 200; i++) await peer.SendAsync(chunk);
        await peer.SendAsync(Frames.Packet('E'), Frames.Message());
        Assert.Equal(["a"], await peer.ReadAnswersAsync());
        Assert.Equal(["a"], await peer.ReadAnswersAsync());
        var seen = await handler.NextAsync();
        Assert.True(seen.Message.TooLarge);
        Assert.Equal((100_000, 8 + 200L * 65_535), (seen.Mail.Length, seen.Message.Size));
        Assert.False((await handler.NextAsync()).Message.TooLarge);
    }

    [Fact]
    public async Task Body_OverTheByteLimit_IsSkippedWhereTheServerCan()
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler, new() { MaxMessageBytes = 10, FewerReplies = false });
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint, steps: 0x400);
        await peer.SendAsync(Frames.MailFrom(), Frames.Header("A", "b"), Frames.Packet('N'), Frames.Body("12"), Frames.Body("3456"), Frames.Body("after the skip"), Frames.Packet('E'));
        var codes = new StringBuilder();
        for (var i = 0; i < 7; i++) codes.Append((await peer.ReadAsync())?.Code);
        Assert.Equal("cccc" + "ssa", codes.ToString());
        Assert.Equal("A: b\r\n\r\n12", (await handler.NextAsync()).Mail);
    }

    [Fact]
    public async Task Headers_OverTheirLimits_StayInTheMailButNotInTheList()
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler, new() { MaxHeaders = 3, MaxHeaderBytes = 40 });
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync([Frames.MailFrom(), .. Enumerable.Repeat(Frames.Header("A", " b"), 5), Frames.Packet('E')]);
        await peer.SendAsync(Frames.MailFrom(), Frames.Header("A", " " + new string('b', 50)), Frames.Header("C", " d"), Frames.Packet('E'));
        for (var i = 0; i < 2; i++) Assert.Equal(["a"], await peer.ReadAnswersAsync());
        var many = await handler.NextAsync();
        Assert.Equal((3, true, "A: b\r\nA: b\r\nA: b\r\nA: b\r\nA: b\r\n\r\n"), (many.Headers.Count, many.Message.TooManyHeaders, many.Mail));
        var large = await handler.NextAsync();
        Assert.Equal([("C", " d")], large.Headers);
        Assert.True(large.Message.TooManyHeaders);
        Assert.StartsWith("A: bbb", large.Mail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(2, 1 << 20)]
    [InlineData(100, 80)]
    public async Task Recipients_OverTheirLimits_AreMarked(int count, int bytes)
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler, new() { MaxRecipients = count, MaxEnvelopeBytes = bytes });
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync([Frames.MailFrom(), .. Enumerable.Repeat(Frames.Recipient(), 10), Frames.Packet('E')]);
        Assert.Equal(["a"], await peer.ReadAnswersAsync());
        var seen = await handler.NextAsync();
        Assert.True(seen.Message.TooManyRecipients);
        Assert.InRange(seen.Envelope.Recipients.Count, 1, 3);
        await milter.IncidentAsync(MilterIncidentKind.LimitReached);
    }

    [Fact]
    public async Task Macros_OverTheirLimits_AreLeftOut()
    {
        var handler = new ScriptedHandler();
        await using var milter = RunningMilter.Start(handler, new() { MaxMacros = 3, MaxMacroBytes = 30 });
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync(Frames.Macros('M', "a\01\0b\02\0c\03\0d\04\0"), Frames.MailFrom(), Frames.Macros('R', $"x\0y\0long\0{new string('z', 40)}\0"), Frames.Recipient(),
            Frames.Macros('E', "whole\0yes\0cut\0no"), Frames.Macros('~', "later\0protocol\0"), Frames.Packet('E'));
        await peer.ReadAnswersAsync();
        var macros = (await handler.NextAsync()).Envelope.Macros;
        Assert.Equal(["1", "3", null, "y", null, "yes", null], new[] { "a", "c", "d", "x", "long", "whole", "cut" }.Select(m => macros[m]));
        Assert.Equal("macros of the stage MailFrom were left out: too many, too long or cut", (await milter.IncidentAsync(MilterIncidentKind.LimitReached)).Text);
    }

    [Fact]
    public async Task Connections_OverTheLimit_AreClosedAtOnceAndTold()
    {
        await using var milter = RunningMilter.Start(new ScriptedHandler(), new() { MaxConnections = 2 });
        using var first = await MilterPeer.GreetAsync(milter.Endpoint);
        using var second = await MilterPeer.GreetAsync(milter.Endpoint);
        using var third = await MilterPeer.ConnectAsync(milter.Endpoint);
        Assert.Null(await third.ReadAsync());
        await milter.IncidentAsync(MilterIncidentKind.TooManyConnections);
        Assert.Equal(2, milter.Server.OpenConnections);
        await first.SendAsync(Frames.Message());
        Assert.Equal(["a"], await first.ReadAnswersAsync());
    }

    private static string T(params byte[][] packets) => Encoding.Latin1.GetString(packets.SelectMany(p => p).ToArray());
}
