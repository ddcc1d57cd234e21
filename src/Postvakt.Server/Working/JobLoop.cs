using Microsoft.Extensions.Logging;
using Postvakt.Jobs;
using Postvakt.Server.Gateway;

namespace Postvakt.Server.Working;

/// <summary>Takes jobs of one kind that are due and has them done, a few at a time, until it is stopped. A job that is not ended comes back when its lease is over.</summary>
internal sealed partial class JobLoop : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>How long what is under way may go on while we stop.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    /// <summary>Attempts at a job that fails by a mistake of ours. 50: with leases of minutes, hours.</summary>
    private const int MaxAttempts = 50;

    private readonly IErrands _errands;
    private readonly string _kind;
    private readonly int _atOnce;
    private readonly TimeSpan _lease;
    private readonly Func<QueuedJob, CancellationToken, Task> _do;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopping = new(), _ending = new();
    private readonly Task _work;

    /// <param name="lease">How long a job is this loop's: longer than doing it lasts.</param>
    /// <param name="work">Does a job and ends it. Cancelled some time after the loop was stopped.</param>
    public JobLoop(IErrands errands, string kind, int atOnce, TimeSpan lease, Func<QueuedJob, CancellationToken, Task> work, TimeProvider clock, ILogger log)
    {
        (_errands, _kind, _atOnce, _lease, _do, _clock, _log) = (errands, kind, atOnce, lease, work, clock, log);
        _work = RunAsync(_stopping.Token);
    }

    /// <summary>Ends after what is under way; what takes long is broken off.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        _ending.CancelAfter(Grace);
        await _work.ConfigureAwait(false);
        _stopping.Dispose();
        _ending.Dispose();
    }

    private async Task RunAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var jobs = await TakeAsync().ConfigureAwait(false);
            // One at a time from the list, and none once we stop: a lock-down or a stop finds the rest undone.
            await Parallel.ForEachAsync(jobs, new ParallelOptions { MaxDegreeOfParallelism = _atOnce }, async (job, _) =>
            {
                if (!stopping.IsCancellationRequested) await DoAsync(job).ConfigureAwait(false);
            }).ConfigureAwait(false);
            if (jobs.Count == 0) await Task.Delay(Pause, _clock, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task<IReadOnlyList<QueuedJob>> TakeAsync()
    {
        try
        {
            return await _errands.DoAsync(l => l.Take(_kind, _clock.GetUtcNow(), _lease, _atOnce)).ConfigureAwait(false);
        }
        catch (Exception store)
        {
            // Whatever it is: the loop must go on.
            NotTaken(_log, _kind, store is IOException ? store.Message : store.GetType().Name);
            return [];
        }
    }

    private async Task DoAsync(QueuedJob job)
    {
        try
        {
            await _do(job, _ending.Token).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            // The store, or a mistake of ours: when its lease is over, the job comes back.
            NotDone(_log, _kind, job.Job.Subject, fault is IOException ? fault.Message : fault.GetType().Name);
            // Nor is it one that we stopped, or that its time was over: a job that was put off for long must not be lost by our being stopped in the middle of it.
            if (fault is not (IOException or OperationCanceledException) && job.Attempts >= MaxAttempts) await GiveUpAsync(job).ConfigureAwait(false);
        }
    }

    /// <summary>A mistake of ours that comes each time: it stays in the store for an operator to see.</summary>
    private async Task GiveUpAsync(QueuedJob job)
    {
        try
        {
            await _errands.DoAsync(l => l.GiveUp(job)).ConfigureAwait(false);
        }
        catch (Exception store)
        {
            NotTaken(_log, _kind, store is IOException ? store.Message : store.GetType().Name);
        }
    }

    [LoggerMessage(31, LogLevel.Error, "the {Kind} of {Subject} could not be done and is tried again: {Text}")]
    private static partial void NotDone(ILogger log, string kind, string subject, string text);

    [LoggerMessage(32, LogLevel.Error, "the store does not say what {Kind} is to be done: {Text}")]
    private static partial void NotTaken(ILogger log, string kind, string text);
}
