using Postvakt.Directories;
using Postvakt.Feeds;
using Postvakt.Intake.Ledger;
using Postvakt.Server.Gateway;
using Postvakt.Sharing;

namespace Postvakt.Server.Feeds;

/// <summary>Takes what was read into the store, a chunk at a time, and has mail of before looked through for what is new.</summary>
/// <param name="own">Domains of the organisation.</param>
internal sealed class FeedTaker(IErrands errands, FeedKeeper keeper, IReadOnlyList<string> own, Func<DirectorySnapshot> directory, TimeProvider clock)
{
    /// <summary>Throws an <see cref="IOException"/> of the store; taking all of it in again does no harm.</summary>
    /// <param name="isWhole">What is not in it is no longer of the feed.</param>
    public async Task<FeedCounts> TakeAsync(FeedOptions feed, SharedReading reading, bool isWhole, CancellationToken cancellation)
    {
        var began = clock.GetUtcNow();
        var (retro, isLeft) = await errands.DoAsync(l => Begin(l, feed.Name, began)).ConfigureAwait(false);
        var intake = new FeedIntake(feed, reading.Reports, reading.SkippedCount, began);
        while (await errands.DoAsync(l => intake.Step(l, m => new FeedScreen(own, [.. directory().Partners.SelectMany(p => p.Domains)], m, began), clock.GetUtcNow())).ConfigureAwait(false)) cancellation.ThrowIfCancellationRequested();
        while (isWhole && await errands.DoAsync(l => intake.Drop(l, began, clock.GetUtcNow())).ConfigureAwait(false)) cancellation.ThrowIfCancellationRequested();
        await errands.DoAsync(l => End(l, retro, isLeft || intake.Counts.Added > 0, clock.GetUtcNow())).ConfigureAwait(false);
        // Here at once; other nodes see it within a second.
        await keeper.LookAsync().ConfigureAwait(false);
        return intake.Counts;
    }

    /// <summary>Notes from where mail of before is to be looked through. What a reading that broke off left is taken over.</summary>
    private static (RetroMatch Retro, bool IsLeft) Begin(ILedger ledger, string feed, DateTimeOffset began)
    {
        var entry = ledger.FindRegistered(FeedState.Kind, feed);
        var state = entry is null ? null : FeedState.Of(entry);
        if (state?.Retro is { } left) return (left, true);
        var retro = new RetroMatch(feed, ledger.Feeds().FirstOrDefault(t => t.Feed == feed)?.Version ?? 0, began);
        if (state is not null) ledger.Note((state with { Retro = retro }).Change(entry!.Version));
        return (retro, false);
    }

    /// <summary>The jobs first: between the two they are made again, which does no harm.</summary>
    private static bool End(ILedger ledger, RetroMatch retro, bool isNeeded, DateTimeOffset now)
    {
        if (isNeeded)
        {
            foreach (var part in retro.Parts(ledger.Feeds().FirstOrDefault(t => t.Feed == retro.Feed)?.Version ?? 0)) ledger.Add(part.Job(now));
        }
        return ledger.FindRegistered(FeedState.Kind, retro.Feed) is { } entry && FeedState.Of(entry) is var state && state.Retro == retro && ledger.Note((state with { Retro = null }).Change(entry.Version));
    }
}
