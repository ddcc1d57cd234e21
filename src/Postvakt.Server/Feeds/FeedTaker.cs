using Postvakt.Directories;
using Postvakt.Feeds;
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
        var before = await errands.DoAsync(l => l.Feeds().FirstOrDefault(t => t.Feed == feed.Name)?.Version ?? 0).ConfigureAwait(false);
        var intake = new FeedIntake(feed, reading.Reports, reading.SkippedCount, began);
        while (await errands.DoAsync(l => intake.Step(l, m => new FeedScreen(own, [.. directory().Partners.SelectMany(p => p.Domains)], m, began), clock.GetUtcNow())).ConfigureAwait(false)) cancellation.ThrowIfCancellationRequested();
        while (isWhole && await errands.DoAsync(l => intake.Drop(l, began, clock.GetUtcNow())).ConfigureAwait(false)) cancellation.ThrowIfCancellationRequested();
        if (intake.Counts.Added > 0)
        {
            await errands.DoAsync(l =>
            {
                l.Add(new RetroMatch(feed.Name, before, began).Job(clock.GetUtcNow()));
                return true;
            }).ConfigureAwait(false);
        }
        // Here at once; other nodes see it within a second.
        await keeper.LookAsync().ConfigureAwait(false);
        return intake.Counts;
    }
}
