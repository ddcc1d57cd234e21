using Postvakt.Protocols.Smtp;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.Protocols.Tests.Smtp;

public sealed class SmtpHandlerTests
{
    private const string Mail = SmtpPeer.Envelope + "DATA\r\nx\r\n.\r\n";

    [Fact]
    public async Task Handler_ThatThrows_IsATemporaryFailureAndTheConnectionGoesOn()
    {
        var throws = true;
        var handler = new ScriptedSmtp { Decide = (_, _) => throws ? throw new InvalidOperationException("ours") : new(SmtpReply.Accepted("Taken")) };
        await using var smtp = RunningSmtp.Start(handler);
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        await peer.SendAsync(Mail);
        Assert.Equal("250 250 354", await peer.CodesAsync(3));
        Assert.StartsWith("451 4.3.0", await peer.ReplyAsync(), StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>((await smtp.IncidentAsync(SmtpIncidentKind.HandlerFailed)).Fault);
        throws = false;
        await peer.SendAsync(Mail);
        Assert.Equal("250 250 354 250", await peer.CodesAsync(4));
        Assert.Equal(0, smtp.Server.OpenMessages);
    }

    [Theory]
    [InlineData(354)]
    [InlineData(221)]
    [InlineData(0)]
    public async Task Handler_WithAnAnswerThatDoesNotFit_IsATemporaryFailure(int code)
    {
        var handler = new ScriptedSmtp { Decide = (_, _) => new(code == 0 ? null! : SmtpReply.Create(code, null, "x")) };
        await using var smtp = RunningSmtp.Start(handler);
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        await peer.SendAsync(Mail + "NOOP\r\n");
        Assert.Equal("250 250 354 451 250", await peer.CodesAsync(5));
    }

    [Fact]
    public async Task RecipientHook_ThatFails_IsATemporaryFailureForThatRecipient()
    {
        var handler = new ScriptedSmtp { Recipient = r => r.Address[0] == 'x' ? throw new InvalidOperationException("ours") : r.Address[0] == 'y' ? SmtpReply.Accepted("odd") : null };
        await using var smtp = RunningSmtp.Start(handler);
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        await peer.SendAsync(SmtpPeer.Envelope + "RCPT TO:<x@here.example>\r\nRCPT TO:<y@here.example>\r\nDATA\r\n.\r\n");
        Assert.Equal("250 250 451 451 354 250", await peer.CodesAsync(6));
        Assert.Equal("b@here.example", Assert.Single((await handler.NextAsync()).Envelope.Recipients).Address);
    }

    [Fact]
    public async Task Handler_OutOfTime_IsATemporaryFailureEvenIfItDoesNotListen()
    {
        var clock = new ManualClock();
        var done = new TaskCompletionSource<SmtpReply>();
        var spool = new TrackedSpool();
        var handler = new ScriptedSmtp { Decide = (_, _) => new(done.Task) };
        await using var smtp = RunningSmtp.Start(handler, new() { CreateSpool = () => spool }, clock);
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        await peer.SendAsync(Mail);
        await peer.CodesAsync(3);
        await handler.NextAsync();
        var answer = peer.ReplyAsync();
        await Milter.MilterHandlerTests.MoveUntilAsync(clock, TimeSpan.FromSeconds(30), answer);
        Assert.StartsWith("451 4.3.0", await answer, StringComparison.Ordinal);
        await smtp.IncidentAsync(SmtpIncidentKind.HandlerFailed);
        // The handler still reads the mail: its spool and place stay until it is done.
        Assert.False(spool.Disposed.IsCompleted);
        Assert.Equal(1, smtp.Server.OpenMessages);
        done.SetResult(SmtpReply.Accepted("late"));
        await spool.Disposed;
    }

    [Theory]
    [InlineData(true, "250 250 451")]
    [InlineData(false, "250 250 354 451")]
    public async Task Spool_ThatFails_DefersTheMessage(bool atCreation, string codes)
    {
        var handler = new ScriptedSmtp();
        Func<Stream> create = () => atCreation ? throw new IOException("no space") : new MemoryStream(new byte[2]);
        await using var smtp = RunningSmtp.Start(handler, new() { CreateSpool = create });
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        await peer.SendAsync(SmtpPeer.Envelope + (atCreation ? "DATA\r\n" : "DATA\r\nxyz\r\n.\r\n"));
        Assert.Equal(codes, await peer.CodesAsync(codes.Split(' ').Length));
        await smtp.IncidentAsync(SmtpIncidentKind.SpoolFailed);
        Assert.Equal((0, 0), (handler.Count, smtp.Server.OpenMessages));
    }

    [Fact]
    public async Task Client_ThatLeavesInTheMiddle_LeavesNothingBehind()
    {
        var handler = new ScriptedSmtp();
        await using var smtp = RunningSmtp.Start(handler);
        const string All = "EHLO x\r\n" + SmtpPeer.Envelope + "DATA\r\nSubject: x\r\n\r\n.\r\n";
        for (var cut = 0; cut < All.Length; cut += 3)
        {
            using var peer = await SmtpPeer.ConnectAsync(smtp.Endpoint);
            await peer.SendAsync(All[..cut]);
            peer.EndSending();
            await peer.ReadToEndAsync();
        }
        Assert.Equal((0, 0), (handler.Count, smtp.Server.OpenMessages));
        Assert.Empty(smtp.Incidents());
    }

    [Fact]
    public async Task Stop_WithAMessageInWork_LetsItFinishAndSaysGoodbyeToIdleOnes()
    {
        var done = new TaskCompletionSource<SmtpReply>();
        var handler = new ScriptedSmtp { Decide = (_, _) => new(done.Task) };
        await using var smtp = RunningSmtp.Start(handler);
        using var idle = await SmtpPeer.GreetAsync(smtp.Endpoint);
        using var sending = await SmtpPeer.GreetAsync(smtp.Endpoint);
        using var busy = await SmtpPeer.GreetAsync(smtp.Endpoint);
        await sending.SendAsync(SmtpPeer.Envelope + "DATA\r\n");
        Assert.Equal("250 250 354", await sending.CodesAsync(3));
        await busy.SendAsync(Mail);
        await busy.CodesAsync(3);
        await handler.NextAsync();
        var stopping = smtp.Server.StopAsync(TimeSpan.FromHours(1));
        Assert.Equal("421 4.3.2 Shutting down, try again later", await idle.ReplyAsync());
        Assert.Equal("closed", await idle.ReplyAsync());
        Assert.False(stopping.IsCompleted);
        await sending.SendAsync("x\r\n.\r\n");
        done.SetResult(SmtpReply.Accepted("Taken"));
        Assert.Equal("250 421 closed", await busy.CodesAsync(3));
        Assert.Equal("250 421 closed", await sending.CodesAsync(3));
        await stopping;
        Assert.Equal(0, smtp.Server.OpenConnections);
    }

    [Fact]
    public async Task Stop_WithoutGrace_DefersTheMessageInWork()
    {
        var handler = new ScriptedSmtp
        {
            Decide = async (_, cancel) =>
            {
                await Task.Delay(Timeout.Infinite, cancel);
                return SmtpReply.Accepted("Taken");
            },
        };
        await using var smtp = RunningSmtp.Start(handler);
        using var half = await SmtpPeer.GreetAsync(smtp.Endpoint);
        await half.SendAsync(SmtpPeer.Envelope + "DATA\r\nhalf");
        Assert.Equal("250 250 354", await half.CodesAsync(3));
        using var peer = await SmtpPeer.GreetAsync(smtp.Endpoint);
        await peer.SendAsync(Mail);
        await peer.CodesAsync(3);
        await handler.NextAsync();
        await smtp.Server.StopAsync(TimeSpan.Zero);
        Assert.Equal("451 421 closed", await peer.CodesAsync(3));
        Assert.Equal("421 closed", await half.CodesAsync(2));
    }

    private sealed class TrackedSpool : MemoryStream
    {
        private readonly TaskCompletionSource _disposed = new();

        public Task Disposed => _disposed.Task;

        protected override void Dispose(bool disposing)
        {
            base.Dispose(disposing);
            _disposed.TrySetResult();
        }
    }
}
