using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.EndToEnd.Tests.Support;
using Postvakt.Protocols.Smtp.Sending;
using Postvakt.Quarantine;
using Postvakt.Server.Tests.Support;
using Postvakt.Server.Working;

namespace Postvakt.Server.Tests.Working;

/// <summary>Released mail on its way to a mail server in trouble, while the test's clock runs.</summary>
public sealed class ReleaseWorkerTests : IAsyncLifetime
{
    /// <summary>Text that does not fit what a system keeps on its way, so that a server that hangs up is noticed before all was sent.</summary>
    private const int ManyLines = 200_000;

    private readonly GateRoom _room = new(GateRoom.Enforce);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _room.DisposeAsync();

    [Theory]
    [InlineData("connect")]
    [InlineData("EHLO")]
    [InlineData("MAIL")]
    [InlineData("RCPT")]
    [InlineData("DATA")]
    [InlineData("text")]
    public async Task CutBeforeItsEnd_IsSentAgain_AndArrivesOnce(string step)
    {
        await using var sink = CuttingOnceAt(step);
        await using var worker = Worker(sink.Port);
        var id = await LetOutAsync(step == "text" ? ManyLines : 10);
        await UntilAsync(async () => await StateAsync(id) == QuarantineState.Released);
        Assert.Equal(id, Assert.Single(sink.All).Id);
        Assert.Equal(["release", "delivery-deferred", "delivered"], await HistoryAsync(id));
    }

    [Fact]
    public async Task CutAfterItsEnd_IsInDoubt_AndSentOnceMore()
    {
        await using var sink = CuttingOnceAt("end");
        await using var worker = Worker(sink.Port);
        var id = await LetOutAsync();
        await UntilAsync(async () => await StateAsync(id) == QuarantineState.InDoubt);
        Assert.Single(sink.All);
        await UntilAsync(async () => await StateAsync(id) == QuarantineState.Released);
        Assert.Equal([id, id], sink.All.Select(t => t.Id));
        Assert.Equal(["release", "delivery-in-doubt", "delivered"], await HistoryAsync(id));
    }

    [Fact]
    public async Task ServerThatIsDownForAnHour_GetsTheMailOnceItIsBack()
    {
        int port;
        await using (var gone = new ReleaseSink()) port = gone.Port;
        await using var worker = Worker(port);
        var id = await LetOutAsync();
        var back = _room.Clock.GetUtcNow() + TimeSpan.FromHours(1);
        await UntilAsync(() => Task.FromResult(_room.Clock.GetUtcNow() >= back));
        Assert.Equal(QuarantineState.Delivering, await StateAsync(id));
        await using var sink = new ReleaseSink(port);
        await UntilAsync(async () => await StateAsync(id) == QuarantineState.Released);
        Assert.Equal(id, Assert.Single(sink.All).Id);
        var history = await HistoryAsync(id);
        // The pauses double from half a minute to half an hour.
        Assert.InRange(history.Count(h => h == "delivery-deferred"), 3, 9);
        Assert.InRange((_room.Clock.GetUtcNow() - back).TotalMinutes, 0, 32);
    }

    [Fact]
    public async Task Stopped_WhileTheServerIsSilent_LeavesTheMailInDoubtOrPutOff()
    {
        var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var silent = new SemaphoreSlim(0);
        await using var sink = new ReleaseSink();
        sink.HangsUp = about =>
        {
            if (about != "end" || reached.Task.IsCompleted) return false;
            reached.SetResult();
            silent.Wait(TimeSpan.FromMinutes(1));
            return true;
        };
        var worker = Worker(sink.Port);
        var id = await LetOutAsync();
        await UntilAsync(() => Task.FromResult(reached.Task.IsCompleted));
        var stopped = worker.DisposeAsync().AsTask();
        silent.Release();
        await stopped;
        Assert.Equal(QuarantineState.InDoubt, await StateAsync(id));
        await using var next = Worker(sink.Port);
        await UntilAsync(async () => await StateAsync(id) == QuarantineState.Released);
        Assert.Equal(2, sink.All.Count);
    }

    private static ReleaseSink CuttingOnceAt(string step)
    {
        var cut = 0;
        return new ReleaseSink { HangsUp = about => about == step && Interlocked.Exchange(ref cut, 1) == 0 };
    }

    /// <summary>Its jobs follow the test's clock; its connections the real one.</summary>
    private ReleaseWorker Worker(int port) => new(_room.Loop, _room.Files, new SmtpSender(new SmtpSenderOptions { Target = new DnsEndPoint("127.0.0.1", port) }, TimeProvider.System),
        _room.Tokens, () => DirectorySnapshot.Empty, _room.Clock, NullLogger.Instance);

    private async Task<string> LetOutAsync(int lines = 10)
    {
        var id = (await _room.Loop.DoAsync(l => HeldStock.Fill(l, _room.Files, 1, _room.Clock.GetUtcNow(), lines)))[0];
        Assert.True((await _room.Loop.DoAsync(l => new Releases(l, DirectorySnapshot.Empty, _room.Clock).LetOut(new Actor("account:ann", Role.Analyst), id, [], "asked"))).IsDone);
        return id;
    }

    private Task<QuarantineState> StateAsync(string id) => _room.Loop.DoAsync(l => l.FindHeld(id)!.State);

    private Task<string[]> HistoryAsync(string id) => _room.Loop.DoAsync(l => l.RecentAudit(id, 100).Select(e => e.Event.Action).Reverse().ToArray());

    /// <summary>Lets time pass until something holds, slowly enough for the worker to follow.</summary>
    private async Task UntilAsync(Func<Task<bool>> condition)
    {
        for (var seconds = 0; !await condition(); seconds += 2)
        {
            Assert.InRange(seconds, 0, 4 * 60 * 60);
            _room.Clock.Advance(TimeSpan.FromSeconds(2));
            await Task.Delay(2, TestContext.Current.CancellationToken);
        }
    }
}
