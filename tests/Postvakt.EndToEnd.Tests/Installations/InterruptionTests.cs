using Postvakt.EndToEnd.Tests.Support;

namespace Postvakt.EndToEnd.Tests.Installations;

/// <summary>Learning stopped half way: by the operator, and by a power cut.</summary>
public sealed class InterruptionTests : IDisposable
{
    private const int Many = 60_000;
    private readonly Workplace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public async Task CtrlC_KeepsWhatWasLearned()
    {
        var outcome = await StoppedBy("INT");
        Assert.Equal(2, outcome.Status);
        Assert.Contains("postvakt: stopped; what was learned before is kept", outcome.Error, StringComparison.Ordinal);
        await StoreIsWhole();
    }

    [Fact]
    public async Task Terminate_KeepsWhatWasLearned()
    {
        var outcome = await StoppedBy("TERM");
        Assert.Equal(2, outcome.Status);
        Assert.Contains("postvakt: stopped; what was learned before is kept", outcome.Error, StringComparison.Ordinal);
        await StoreIsWhole();
    }

    [Fact]
    public async Task Kill_LeavesTheStoreWhole()
    {
        Assert.Equal(137, (await StoppedBy("KILL")).Status);
        await StoreIsWhole();
    }

    private async Task<Outcome> StoppedBy(string signal)
    {
        using var run = Launcher.Begin(_place.Folder, "learn", _place.Write("many.mbox", Mails.Mbox(Many)), "--data", _place.Data);
        var log = new FileInfo(_place.MemoryPath + "-wal");
        await run.UntilAsync(() =>
        {
            log.Refresh();
            return log.Exists && log.Length > 500_000;
        });
        Launcher.Signal(signal, run.Id);
        return (await run.EndAsync()).WithoutCrash();
    }

    private async Task StoreIsWhole()
    {
        var doctor = await _place.RunAsync("doctor");
        Assert.Contains("is whole", doctor.Output, StringComparison.Ordinal);
        Assert.NotEqual(2, doctor.Status);
        Assert.InRange(await _place.RememberedAsync(), 500, Many - 1);
    }
}
