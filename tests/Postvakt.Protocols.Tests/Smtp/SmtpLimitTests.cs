using System.Net;
using System.Net.Sockets;
using Postvakt.Protocols.Smtp;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.Protocols.Tests.Smtp;

public sealed class SmtpLimitTests
{
    public static TheoryData<string, string, int> Stalls => new()
    {
        { "after nothing", "", 1 }, { "in a command", "EHL", 1 }, { "after EHLO", "EHLO x\r\n", 2 }, { "after MAIL", "EHLO x\r\nMAIL FROM:<a@client.example>\r\n", 3 },
        { "after RCPT", "EHLO x\r\n" + SmtpPeer.Envelope, 4 }, { "after DATA", "EHLO x\r\n" + SmtpPeer.Envelope + "DATA\r\n", 5 },
        { "between chunks", "EHLO x\r\n" + SmtpPeer.Envelope + "BDAT 1\r\nx", 5 }, { "in a chunk", "EHLO x\r\n" + SmtpPeer.Envelope + "BDAT 1\r\nxBDAT 5\r\nx", 5 },
        { "in content", "EHLO x\r\n" + SmtpPeer.Envelope + "DATA\r\nSubject: x\r\n\r\n.", 5 },
    };

    [Theory]
    [MemberData(nameof(Stalls))]
    public async Task Client_ThatStalls_IsToldAndClosedInEveryState(string where, string bytes, int replies)
    {
        var clock = new ManualClock();
        var handler = new ScriptedSmtp();
        await using var smtp = RunningSmtp.Start(handler, clock: clock);
        using var peer = await SmtpPeer.ConnectAsync(smtp.Endpoint);
        await peer.SendAsync(bytes);
        // What is unread when a socket is closed resets the connection, and the last reply may be lost with it.
        await peer.CodesAsync(replies);
        var end = peer.ReadToEndAsync();
        // Steps below the time to write: the server may be a moment behind us.
        await Milter.MilterHandlerTests.MoveUntilAsync(clock, TimeSpan.FromSeconds(30), end);
        Assert.NotEmpty(where);
        Assert.Equal("421 4.4.2 Out of time", Assert.Single(await end));
        await smtp.IncidentAsync(SmtpIncidentKind.Stalled);
        await smtp.Server.StopAsync(TimeSpan.Zero);
        Assert.Equal((0, 0, 0), (handler.Count, smtp.Server.OpenMessages, smtp.Server.OpenConnections));
    }

    [Theory]
    [InlineData("", 20)]
    [InlineData("EHLO x\r\n", 50)]
    [InlineData("EHLO x\r\n" + SmtpPeer.Envelope + "DATA\r\n", 170)]
    [InlineData("EHLO x\r\n" + SmtpPeer.Envelope + "BDAT 1000000\r\n", 170)]
    public async Task Client_ThatTrickles_IsClosedLikeASilentOne(string first, int seconds)
    {
        var clock = new ManualClock();
        await using var smtp = RunningSmtp.Start(new ScriptedSmtp(), clock: clock);
        using var peer = await SmtpPeer.ConnectAsync(smtp.Endpoint);
        await peer.SendAsync(first);
        var end = peer.ReadToEndAsync();
        for (var sent = 0; sent < 2_000 && !end.IsCompleted; sent++)
        {
            try
            {
                await peer.SendAsync("x");
            }
            catch (IOException)
            {
                // Closed, which the reading side is about to notice.
            }
            clock.Advance(TimeSpan.FromSeconds(seconds));
            await Task.WhenAny(end, Task.Delay(2, TestContext.Current.CancellationToken));
        }
        Assert.True(end.IsCompleted);
        await smtp.IncidentAsync(SmtpIncidentKind.Stalled);
    }

    [Fact]
    public async Task Client_ThatNeverReads_IsClosed()
    {
        var clock = new ManualClock();
        await using var smtp = RunningSmtp.Start(new ScriptedSmtp(), new() { MaxEmptyCommands = int.MaxValue }, clock);
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        var flood = string.Concat(Enumerable.Repeat("EHLO x\r\n", 2_000));
        var sending = Task.Run(async () =>
        {
            try
            {
                while (true) await peer.SendAsync(flood);
            }
            catch (IOException)
            {
                // Closed at last.
            }
        }, TestContext.Current.CancellationToken);
        await Milter.MilterHandlerTests.MoveUntilAsync(clock, TimeSpan.FromSeconds(20), sending);
        await smtp.IncidentAsync(SmtpIncidentKind.Stalled);
    }

    [Theory]
    [InlineData(4_090, "250")]
    [InlineData(4_091, "250")]
    [InlineData(4_092, "500")]
    [InlineData(4_093, "500")]
    [InlineData(100_000, "500")]
    public async Task Line_OfAnyLength_IsTakenOrRefusedAsAWhole(int letters, string code)
    {
        await using var smtp = RunningSmtp.Start(new ScriptedSmtp());
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        await peer.SendAsync("NOOP " + new string('x', letters) + "\r\nVRFY b\r\n");
        Assert.Equal(code + " 252", await peer.CodesAsync(2));
    }

    [Fact]
    public async Task Errors_OverTheirLimit_EndTheConnection()
    {
        await using var smtp = RunningSmtp.Start(new ScriptedSmtp(), new() { MaxErrors = 3 });
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        await peer.SendAsync("A\r\nB\r\nC\r\n");
        Assert.Equal("500 500 500 421 closed", await peer.CodesAsync(5));
        await smtp.IncidentAsync(SmtpIncidentKind.BrokenProtocol);
    }

    [Fact]
    public async Task EmptyCommands_OverTheirLimit_EndTheConnection()
    {
        await using var smtp = RunningSmtp.Start(new ScriptedSmtp(), new() { MaxEmptyCommands = 3 });
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        await peer.SendAsync(SmtpPeer.Envelope + "DATA\r\n.\r\nNOOP\r\nRSET\r\nVRFY b\r\nHELP\r\n");
        Assert.Equal("250 250 354 250 250 250 252 421 closed", await peer.CodesAsync(9));
    }

    [Fact]
    public async Task Recipients_OverTheirLimit_AreLeftForAnotherMail()
    {
        var handler = new ScriptedSmtp();
        await using var smtp = RunningSmtp.Start(handler, new() { MaxRecipients = 2, MaxErrors = 1 });
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        await peer.SendAsync(SmtpPeer.Envelope + "RCPT TO:<c@here.example>\r\nRCPT TO:<d@here.example>\r\nRCPT TO:<e@here.example>\r\nDATA\r\n.\r\n");
        Assert.Equal("250 250 250 452 452 354 250", await peer.CodesAsync(7));
        Assert.Equal(2, (await handler.NextAsync()).Envelope.Recipients.Count);
    }

    [Fact]
    public async Task Connections_OverTheLimit_AreTurnedAwayAndTold()
    {
        await using var smtp = RunningSmtp.Start(new ScriptedSmtp(), new() { MaxConnections = 2 });
        using var first = await SmtpPeer.GreetAsync(smtp.Endpoint);
        using var second = await SmtpPeer.GreetAsync(smtp.Endpoint);
        using var third = await SmtpPeer.ConnectAsync(smtp.Endpoint);
        Assert.Equal("421 4.3.2 Too many connections, try again later", Assert.Single(await third.ReadToEndAsync()));
        await smtp.IncidentAsync(SmtpIncidentKind.TooManyConnections);
        Assert.Equal(2, smtp.Server.OpenConnections);
        Assert.StartsWith("250", await first.SayAsync("NOOP"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Connections_OfOneAddress_AreCountedUntilTheyEnd()
    {
        await using var smtp = RunningSmtp.Start(new ScriptedSmtp(), new() { MaxConnectionsPerAddress = 1 });
        for (var round = 0; round < 3; round++)
        {
            using var first = await SmtpPeer.GreetAsync(smtp.Endpoint);
            using var second = await SmtpPeer.ConnectAsync(smtp.Endpoint);
            Assert.Equal("421 closed", await second.CodesAsync(2));
            Assert.StartsWith("221", await first.SayAsync("QUIT"), StringComparison.Ordinal);
            Assert.Equal("closed", await first.ReplyAsync());
            while (smtp.Server.OpenConnections > 0) await Task.Yield();
        }
    }

    [Fact]
    public async Task Client_OfANetworkThatIsNotAllowed_IsTurnedAway()
    {
        await using var smtp = RunningSmtp.Start(new ScriptedSmtp(), new() { AllowedClients = [IPNetwork.Parse("192.0.2.0/24")] });
        using var peer = await SmtpPeer.ConnectAsync(smtp.Endpoint);
        Assert.StartsWith("554 5.7.1", Assert.Single(await peer.ReadToEndAsync()), StringComparison.Ordinal);
        await smtp.IncidentAsync(SmtpIncidentKind.NotAllowed);
    }

    [Theory]
    [InlineData("DATA\r\n", "451 4.3.2")]
    [InlineData("BDAT 60000 LAST\r\n", "451 4.3.2")]
    public async Task Messages_MoreThanPlaces_AreDeferredBeforeTheyAreHeld(string command, string answer)
    {
        var done = new TaskCompletionSource<SmtpReply>();
        var handler = new ScriptedSmtp { Decide = (_, _) => new(done.Task) };
        var spools = 0;
        await using var smtp = RunningSmtp.Start(handler, new() { MaxConcurrentMessages = 1, CreateSpool = () => new MemoryStream(spools++) });
        using var first = await SmtpPeer.GreetAsync(smtp.Endpoint);
        using var second = await SmtpPeer.GreetAsync(smtp.Endpoint);
        await first.SendAsync(SmtpPeer.Envelope + "DATA\r\nx\r\n.\r\n");
        await handler.NextAsync();
        await second.SendAsync(SmtpPeer.Envelope + command);
        if (command[0] == 'B') await second.SendAsync(new string('x', 60_000));
        await second.CodesAsync(2);
        Assert.StartsWith(answer, await second.ReplyAsync(), StringComparison.Ordinal);
        Assert.Equal(1, spools);
        await smtp.IncidentAsync(SmtpIncidentKind.Overloaded);
        done.SetResult(SmtpReply.Accepted("Taken"));
        Assert.Equal("250 250 354 250", await first.CodesAsync(4));
        await second.SendAsync(SmtpPeer.Envelope + "DATA\r\nx\r\n.\r\n");
        Assert.Equal("250 250 354 250", await second.CodesAsync(4));
    }

    [Fact]
    public async Task Connections_ThatIdle_LeaveRoomForOthers()
    {
        // Both ends are ours: 10,000 take 20,000 file handles. Where there are fewer, as many as there are.
        var count = Environment.GetEnvironmentVariable("POSTVAKT_TEST_LONG") is { Length: > 0 } ? 10_000 : 400;
        var handler = new ScriptedSmtp();
        await using var smtp = RunningSmtp.Start(handler, new() { MaxConnectionsPerAddress = 12_000 });
        var idle = new List<Socket>();
        try
        {
            try
            {
                while (idle.Count < count)
                {
                    var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
                    idle.Add(socket);
                    await socket.ConnectAsync(smtp.Endpoint, TestContext.Current.CancellationToken);
                }
            }
            catch (SocketException none) when (none.SocketErrorCode == SocketError.TooManyOpenSockets && idle.Count > 1_000)
            {
                foreach (var last in idle[^500..]) last.Dispose();
                idle.RemoveRange(idle.Count - 500, 500);
            }
            using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
            await peer.SendAsync(SmtpPeer.Envelope + "DATA\r\nx\r\n.\r\n");
            Assert.Equal("250 250 354 250", await peer.CodesAsync(4));
            Assert.True(smtp.Server.OpenConnections > idle.Count && idle.Count >= 400);
        }
        finally
        {
            idle.ForEach(s => s.Dispose());
        }
    }

    [Fact]
    public void Options_ThatAreWrong_AreAllNamedAtOnce()
    {
        var wrong = new SmtpOptions { HostName = "a b", RequireTls = true, MaxErrors = 0, DataTime = TimeSpan.Zero }.Check();
        Assert.Equal(5, wrong.Count);
    }
}
