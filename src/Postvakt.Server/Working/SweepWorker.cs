using Microsoft.Extensions.Logging;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.Server.Gateway;
using Postvakt.Server.Mailboxes;
using Postvakt.Sweeps;

namespace Postvakt.Server.Working;

/// <summary>Looks through mailboxes, moves copies and puts them back, as the jobs of sweeps ask. May be stopped at any step: the next one finds what was done.</summary>
internal sealed partial class SweepWorker : IAsyncDisposable
{
    /// <summary>Mailboxes at once. 8: the mail server has others to serve.</summary>
    private const int AtOnce = 8;

    /// <summary>How long a job goes on with one mailbox before it lets others have their turn; less than <see cref="SweepSteps.Lease"/>.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(2);

    /// <summary>Sweeps whose mails are kept in memory. 16: more than there are mailboxes at once.</summary>
    private const int MaxKept = 16;

    private readonly IErrands _errands;
    private readonly IMailboxes _mailboxes;
    private readonly SweepOptions _options;
    private readonly Func<DirectorySnapshot> _directory;
    private readonly IReadOnlyList<string> _orgDomains;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly Lock _keeping = new();
    private readonly List<(string Sweep, SweepTargets Targets)> _kept = [];
    private readonly JobLoop _automatic, _spreading, _sweeping;

    /// <param name="mailboxes">Disposed of with the worker.</param>
    public SweepWorker(IErrands errands, IMailboxes mailboxes, SweepOptions options, Func<DirectorySnapshot> directory, IReadOnlyList<string> orgDomains, TimeProvider clock, ILogger log)
    {
        (_errands, _mailboxes, _options, _directory, _orgDomains, _clock, _log) = (errands, mailboxes, options, directory, orgDomains, clock, log);
        _automatic = new JobLoop(errands, AutomaticSweep.Kind, 1, SweepSteps.Lease, AutomaticAsync, clock, log);
        _spreading = new JobLoop(errands, SpreadOrder.Kind, 1, SweepSteps.Lease, SpreadAsync, clock, log);
        _sweeping = new JobLoop(errands, MailboxOrder.Kind, AtOnce, SweepSteps.Lease, WorkAsync, clock, log);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var loop in (JobLoop[])[_automatic, _spreading, _sweeping]) await loop.DisposeAsync().ConfigureAwait(false);
        _mailboxes.Dispose();
    }

    private Task AutomaticAsync(QueuedJob job, CancellationToken ending) => _errands.DoAsync(l =>
    {
        Steps(l).Automatic(job, l.FindRecord(job.Job.Subject)?.Campaign ?? "");
        return true;
    });

    private Task SpreadAsync(QueuedJob job, CancellationToken ending) => _errands.DoAsync(l =>
    {
        var order = SpreadOrder.Of(job.Job);
        if (order is { Phase: SweepPhase.Move, After: "" } && Sweep.Find(l, order.Sweep) is { Sweep: { } sweep } && sweep.Turn == order.Turn) Condemn(l, sweep);
        Steps(l).Spread(job, s => TargetsOf(l, s).Mailboxes);
        return true;
    });

    /// <summary>What is swept is malicious from now on, and what Memory learned of it is taken back. What began by itself does not outdo a person who called it harmless. May be done twice.</summary>
    private void Condemn(ILedger ledger, Sweep sweep)
    {
        if (sweep.Automatic) Revision.Raise(ledger, sweep.Records, Verdict.Malicious, sweep.Id);
        else Revision.Say(ledger, sweep.Records, Verdict.Malicious, sweep.Id, _clock.GetUtcNow());
    }

    private async Task WorkAsync(QueuedJob job, CancellationToken ending)
    {
        var (work, sought) = await _errands.DoAsync(l => Steps(l).Begin(job) is { } begun ? (begun, TargetsOf(l, begun.Sweep).In(begun.Order.Mailbox)) : (null, [])).ConfigureAwait(false);
        if (work is null) return;
        using var time = CancellationTokenSource.CreateLinkedTokenSource(ending);
        time.CancelAfter(SweepSteps.Lease - TimeSpan.FromSeconds(30));
        try
        {
            var mailbox = await _mailboxes.OpenAsync(work.Order.Mailbox, time.Token).ConfigureAwait(false);
            await using var _ = mailbox.ConfigureAwait(false);
            await (work.Order.Phase switch
            {
                SweepPhase.Look => LookAsync(work, mailbox, sought, time.Token),
                SweepPhase.Move => MoveAsync(work, mailbox, sought, time.Token),
                _ => ReturnAsync(work, mailbox, sought, time.Token),
            }).ConfigureAwait(false);
        }
        catch (MailboxException missing) when (missing.Trouble == MailboxTrouble.Missing)
        {
            await StepAsync(s => s.Missing(work)).ConfigureAwait(false);
        }
        catch (MailboxException failed)
        {
            NotDone(_log, work.Sweep.Id, failed.Message);
            await StepAsync(s => s.Failed(work, failed.Message, failed.Pause)).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            // We are to stop: what was done is found done.
            await StepAsync(s => s.GoOn(work)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // What was done is found done. It counts as an attempt that failed: begun anew each time, a mailbox that takes too long would never be through, nor seen to be in trouble.
            const string why = "it took longer than an attempt may last";
            NotDone(_log, work.Sweep.Id, why);
            await StepAsync(s => s.Failed(work, why, null)).ConfigureAwait(false);
        }
    }

    private async Task LookAsync(MailboxWork work, IMailbox mailbox, IReadOnlyList<SoughtMail> sought, CancellationToken cancellation)
    {
        var copies = (await mailbox.FindAsync(sought, cancellation).ConfigureAwait(false)).SelectMany(f => f.Copies).ToArray();
        await StepAsync(s => s.Looked(work, copies.Length, copies.Count(c => c.Seen == true))).ConfigureAwait(false);
    }

    private async Task MoveAsync(MailboxWork work, IMailbox mailbox, IReadOnlyList<SoughtMail> sought, CancellationToken cancellation)
    {
        var (started, mails, taken) = (_clock.GetTimestamp(), sought.ToDictionary(m => m.Record, StringComparer.Ordinal), work.Taken.ToHashSet(StringComparer.Ordinal));
        // First what an attempt before may have moved without our learning of it.
        foreach (var batch in work.Batches.Where(b => !b.IsSettled)) await HideAsync(batch, again: true).ConfigureAwait(false);
        var pieces = (await mailbox.FindAsync(sought, cancellation).ConfigureAwait(false)).SelectMany(SweepBatch.Pieces).ToArray();
        foreach (var piece in pieces)
        {
            if (_clock.GetElapsedTime(started) > Turn)
            {
                await StepAsync(s => s.GoOn(work)).ConfigureAwait(false);
                return;
            }
            if (await AskAsync(s => s.Intend(work, piece)).ConfigureAwait(false) is not { } batch)
            {
                // Stopped: the job ends. Still to be done: there is no room to keep account of more.
                if (await AskAsync(s => s.Begin(work.Job)).ConfigureAwait(false) is not null) throw new MailboxException(MailboxTrouble.Refused, "there are more copies in this mailbox than a sweep keeps account of");
                return;
            }
            await HideAsync(batch, again: false).ConfigureAwait(false);
        }
        await StepAsync(s => s.Done(work)).ConfigureAwait(false);

        async Task HideAsync(SweepBatch batch, bool again)
        {
            var copies = await mailbox.HideAsync(new FolderCopies(batch.Folder, batch.Copies), mails, again, taken, cancellation).ConfigureAwait(false);
            taken.UnionWith(copies.Select(c => c.Hidden).Where(h => h.Length > 0));
            await StepAsync(s => s.Moved(work, batch, copies)).ConfigureAwait(false);
        }
    }

    private async Task ReturnAsync(MailboxWork work, IMailbox mailbox, IReadOnlyList<SoughtMail> sought, CancellationToken cancellation)
    {
        var mails = sought.ToDictionary(m => m.Record, StringComparer.Ordinal);
        foreach (var batch in work.Batches)
        {
            // Found: an attempt that was never noted. Gone ones were gone before, and returned ones are back.
            var due = batch.Copies.Where(c => c.State is CopyState.Hidden or CopyState.Found).ToArray();
            if (due.Length == 0) continue;
            var back = new Queue<MailCopy>(await mailbox.PutBackAsync(new FolderCopies(batch.Folder, due), mails, cancellation).ConfigureAwait(false));
            MailCopy[] copies = [.. batch.Copies.Select(c => c.State is CopyState.Hidden or CopyState.Found ? back.Dequeue() : c)];
            await StepAsync(s => s.Returned(work, batch, copies)).ConfigureAwait(false);
        }
        await StepAsync(s => s.Done(work)).ConfigureAwait(false);
    }

    /// <summary>A sweep's mails do not change, but a directory does: read anew once others were asked about in between.</summary>
    private SweepTargets TargetsOf(ILedger ledger, Sweep sweep)
    {
        lock (_keeping)
        {
            if (_kept.FirstOrDefault(k => k.Sweep == sweep.Id).Targets is { } known) return known;
            var targets = SweepTargets.Read(ledger, sweep, _directory(), _orgDomains);
            if (_kept.Count == MaxKept) _kept.RemoveAt(0);
            _kept.Add((sweep.Id, targets));
            return targets;
        }
    }

    private SweepSteps Steps(ILedger ledger) => new(ledger, ledger, _options, _clock);

    private Task<T> AskAsync<T>(Func<SweepSteps, T> ask) => _errands.DoAsync(l => ask(Steps(l)));

    private Task StepAsync(Action<SweepSteps> step) => _errands.DoAsync(l =>
    {
        step(Steps(l));
        return true;
    });

    [LoggerMessage(60, LogLevel.Warning, "{Sweep}: a mailbox is put off: {Text}")]
    private static partial void NotDone(ILogger log, string sweep, string text);
}
