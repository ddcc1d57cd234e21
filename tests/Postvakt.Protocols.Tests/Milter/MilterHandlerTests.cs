using Postvakt.Protocols.Milter;
using Postvakt.Protocols.Tests.Support;

namespace Postvakt.Protocols.Tests.Milter;

public sealed class MilterHandlerTests
{
    [Fact]
    public async Task Handler_ThatThinks_ShowsProgressByItself()
    {
        var clock = new ManualClock();
        var done = new TaskCompletionSource<MilterReply>();
        var handler = new ScriptedHandler { Decide = (_, _, _) => new(done.Task) };
        await using var milter = RunningMilter.Start(handler, clock: clock);
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync(Frames.Message());
        await handler.NextAsync();
        for (var i = 0; i < 2; i++)
        {
            var next = peer.ReadAsync();
            await MoveUntilAsync(clock, TimeSpan.FromSeconds(11), next);
            Assert.Equal('p', (await next)?.Code);
        }
        done.SetResult(MilterReply.Accept);
        var answer = 'p';
        while (answer == 'p') answer = (await peer.ReadAsync())!.Value.Code;
        Assert.Equal('a', answer);
    }

    [Fact]
    public async Task Handler_ReportingProgress_SendsItAtOnceAndNeverAfterTheAnswer()
    {
        IMilterProgress? kept = null;
        var done = new TaskCompletionSource<MilterReply>();
        var handler = new ScriptedHandler
        {
            Decide = (_, progress, _) =>
            {
                kept = progress;
                progress.Report();
                return new(done.Task);
            },
        };
        await using var milter = RunningMilter.Start(handler);
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync(Frames.Message());
        Assert.Equal('p', (await peer.ReadAsync())?.Code);
        done.SetResult(MilterReply.Accept);
        Assert.Equal(["a"], await peer.ReadAnswersAsync());
        kept!.Report();
        await peer.SendAsync(Frames.Packet('Q'));
        Assert.Null(await peer.ReadAsync());
    }

    [Fact]
    public async Task Handler_OutOfTime_IsATemporaryFailureEvenIfItDoesNotListen()
    {
        var clock = new ManualClock();
        var done = new TaskCompletionSource<MilterReply>();
        var spool = new TrackedSpool();
        var handler = new ScriptedHandler { Decide = (_, _, _) => new(done.Task) };
        await using var milter = RunningMilter.Start(handler, new() { CreateSpool = () => spool, ProgressEvery = TimeSpan.FromHours(1) }, clock);
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync(Frames.Message());
        await handler.NextAsync();
        var answers = peer.ReadAnswersAsync();
        await MoveUntilAsync(clock, TimeSpan.FromSeconds(20), answers);
        Assert.StartsWith("y451 4.3.0", (await answers)[0], StringComparison.Ordinal);
        await milter.IncidentAsync(MilterIncidentKind.HandlerFailed);
        // The handler still reads the mail: its spool and place stay until it is done.
        Assert.False(spool.Disposed.IsCompleted);
        Assert.Equal(1, milter.Server.OpenMessages);
        done.SetResult(MilterReply.Accept);
        await spool.Disposed;
    }

    [Fact]
    public async Task Handler_ThatThrows_IsATemporaryFailureAndTheConnectionGoesOn()
    {
        var throws = true;
        var handler = new ScriptedHandler { Decide = (_, _, _) => throws ? throw new InvalidOperationException("ours") : new(MilterReply.Accept) };
        await using var milter = RunningMilter.Start(handler);
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync(Frames.Message());
        Assert.StartsWith("y451 4.3.0", (await peer.ReadAnswersAsync())[0], StringComparison.Ordinal);
        Assert.IsType<InvalidOperationException>((await milter.IncidentAsync(MilterIncidentKind.HandlerFailed)).Fault);
        throws = false;
        await peer.SendAsync(Frames.Message());
        Assert.Equal(["a"], await peer.ReadAnswersAsync());
        Assert.Equal(0, milter.Server.OpenMessages);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Spool_ThatFails_DefersTheMessage(bool atCreation)
    {
        var handler = new ScriptedHandler();
        Func<Stream> create = () => atCreation ? throw new IOException("no space") : new MemoryStream(new byte[8]);
        await using var milter = RunningMilter.Start(handler, new() { CreateSpool = create });
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync(Frames.Message());
        Assert.Equal(["y451 4.3.0 The message could not be stored, try again later|"], await peer.ReadAnswersAsync());
        Assert.Equal("a message could not be spooled and was deferred", (await milter.IncidentAsync(MilterIncidentKind.SpoolFailed)).Text);
        Assert.Equal((0, 0), (handler.Count, milter.Server.OpenMessages));
    }

    [Fact]
    public async Task Messages_MoreThanPlaces_AreDeferredBeforeTheyAreHeld()
    {
        var done = new TaskCompletionSource<MilterReply>();
        var handler = new ScriptedHandler { Decide = (_, _, _) => new(done.Task) };
        await using var milter = RunningMilter.Start(handler, new() { MaxConcurrentMessages = 1 });
        using var first = await MilterPeer.GreetAsync(milter.Endpoint);
        using var second = await MilterPeer.GreetAsync(milter.Endpoint);
        await first.SendAsync(Frames.Message());
        await handler.NextAsync();
        await second.SendAsync(Frames.Message(new string('x', 60_000)));
        Assert.Equal(["y451 4.3.2 Too many messages at once, try again later|"], await second.ReadAnswersAsync());
        Assert.Equal("a message was deferred: too many at once", (await milter.IncidentAsync(MilterIncidentKind.Overloaded)).Text);
        done.SetResult(MilterReply.Accept);
        Assert.Equal(["a"], await first.ReadAnswersAsync());
        await second.SendAsync(Frames.Message());
        Assert.Equal(["a"], await second.ReadAnswersAsync());
    }

    [Fact]
    public async Task Stop_WithAMessageInWork_LetsItFinishAndClosesIdleOnes()
    {
        var done = new TaskCompletionSource<MilterReply>();
        var handler = new ScriptedHandler { Decide = (_, _, _) => new(done.Task) };
        await using var milter = RunningMilter.Start(handler);
        using var idle = await MilterPeer.GreetAsync(milter.Endpoint);
        using var busy = await MilterPeer.GreetAsync(milter.Endpoint);
        await busy.SendAsync(Frames.Message());
        await handler.NextAsync();
        var stopping = milter.Server.StopAsync(TimeSpan.FromHours(1));
        Assert.Null(await idle.ReadAsync());
        Assert.False(stopping.IsCompleted);
        done.SetResult(MilterReply.Accept);
        Assert.Equal(["a"], await busy.ReadAnswersAsync());
        Assert.Null(await busy.ReadAsync());
        await stopping;
        Assert.Equal(0, milter.Server.OpenConnections);
    }

    [Fact]
    public async Task Stop_WithoutGrace_DefersTheMessageInWork()
    {
        var handler = new ScriptedHandler
        {
            Decide = async (_, _, cancel) =>
            {
                await Task.Delay(Timeout.Infinite, cancel);
                return MilterReply.Accept;
            },
        };
        await using var milter = RunningMilter.Start(handler);
        using var peer = await MilterPeer.GreetAsync(milter.Endpoint);
        await peer.SendAsync(Frames.Message());
        await handler.NextAsync();
        await milter.Server.StopAsync(TimeSpan.Zero);
        Assert.StartsWith("y451 4.3.0", (await peer.ReadAnswersAsync())[0], StringComparison.Ordinal);
        Assert.Null(await peer.ReadAsync());
    }

    /// <summary>Moves the clock until something comes of it: what the step depends on may be set a moment after we look.</summary>
    internal static async Task MoveUntilAsync(ManualClock clock, TimeSpan step, Task done)
    {
        while (!done.IsCompleted)
        {
            clock.Advance(step);
            await Task.WhenAny(done, Task.Delay(20, TestContext.Current.CancellationToken));
        }
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
