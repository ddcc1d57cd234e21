using Microsoft.Extensions.Logging;
using Postvakt.Feeds;
using Postvakt.Jobs;
using Postvakt.Quarantine;
using Postvakt.Server.Gateway;
using Postvakt.Server.Working;
using Postvakt.Signals;

namespace Postvakt.Server.Feeds;

/// <summary>Looks for what feeds newly gave in mail of before, and empties feeds that were dropped: jobs, each done once over all nodes.</summary>
/// <param name="lookBack">Mail before it is left alone; zero: none is looked through.</param>
internal sealed class FeedWorkers(IErrands errands, SearchTerms terms, TimeSpan lookBack, TimeProvider clock, ILogger log) : IAsyncDisposable
{
    /// <summary>Longer than the largest job takes: 400 steps with a pause after each.</summary>
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(15);

    /// <summary>After each step, so that mail goes first.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

    private readonly JobLoop _matching = new(errands, RetroMatch.Kind, 1, Lease, (job, c) => MatchAsync(errands, terms, lookBack, job, clock, c), clock, log);
    private readonly JobLoop _removing = new(errands, FeedRemoval.Kind, 1, Lease, (job, c) => RemoveAsync(errands, job, clock, c), clock, log);

    private readonly JobLoop _saying = new(errands, FeedWord.Kind, 10, Lease, (job, _) => errands.DoAsync(l => FeedWord.Of(job.Job) is var word && l.StandInFeed(word.Feed, word.Indicator, word.Standing) | l.Finish(job)), clock, log);

    public async ValueTask DisposeAsync()
    {
        await _saying.DisposeAsync().ConfigureAwait(false);
        await _matching.DisposeAsync().ConfigureAwait(false);
        await _removing.DisposeAsync().ConfigureAwait(false);
    }

    private static async Task MatchAsync(IErrands errands, SearchTerms terms, TimeSpan lookBack, QueuedJob job, TimeProvider clock, CancellationToken cancellation)
    {
        var (match, found, looked) = (RetroMatch.Of(job.Job), new List<FeedMatch>(), 0);
        FeedPlace? next = null;
        var isWhole = lookBack == TimeSpan.Zero;
        while (!isWhole && looked < RetroMatch.MaxLooked)
        {
            var from = next;
            var step = await errands.DoAsync(l => match.Step(l, terms, from, lookBack, clock.GetUtcNow())).ConfigureAwait(false);
            found.AddRange(step.Found);
            looked += RetroMatch.AtOnce;
            (next, isWhole) = (step.Next, step.Next is null);
            await Task.Delay(Pause, clock, cancellation).ConfigureAwait(false);
        }
        await errands.DoAsync(l => match.End(l, job, found, looked, isWhole, clock.GetUtcNow())).ConfigureAwait(false);
    }

    private static async Task RemoveAsync(IErrands errands, QueuedJob job, TimeProvider clock, CancellationToken cancellation)
    {
        var removal = FeedRemoval.Of(job.Job);
        while (await errands.DoAsync(l => removal.Step(l, clock.GetUtcNow())).ConfigureAwait(false)) await Task.Delay(Pause, clock, cancellation).ConfigureAwait(false);
        await errands.DoAsync(l => l.Finish(job)).ConfigureAwait(false);
    }
}
