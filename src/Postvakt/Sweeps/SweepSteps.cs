using Postvakt.Audit;
using Postvakt.Campaigns;
using Postvakt.Jobs;
using Postvakt.Quarantine;
using Postvakt.Registers;

namespace Postvakt.Sweeps;

/// <summary>What the worker that sweeps notes at each step, so that it goes on at the right place after a crash at any of them.</summary>
/// <param name="decisions">Used by one thread at a time, with the jobs of the same store.</param>
public sealed class SweepSteps(IDecisions decisions, IJobQueue jobs, SweepOptions options, TimeProvider clock)
{
    /// <summary>Mailboxes that get their jobs in one transaction. 500.</summary>
    private const int AtOnce = 500;

    /// <summary>Attempts at a mailbox. 10: with the pauses between them an hour and a half, then a person must look.</summary>
    private const int MaxTries = 10;

    /// <summary>Others may write to the same entries: on another node, or an operator. 10 times is more than they do in a row.</summary>
    private const int MaxCollisions = 10;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(15), LongestPause = TimeSpan.FromMinutes(30);

    /// <summary>A journal may show a mail before it is in its mailbox: when an automatic sweep that finds nothing looks again.</summary>
    private static readonly TimeSpan[] LookAgain = [TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(20), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(15)];

    /// <summary>How long copies may be on their way: longer than moving them lasts. Whoever puts copies back waits so long for one who moves them.</summary>
    public static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    private static readonly Actor Worker = Actor.System("sweep"), Policy = Actor.System("automation");

    /// <summary>Makes jobs for the next mailboxes of a phase.</summary>
    /// <param name="mailboxes">All mailboxes of a sweep in ordinal order; asked for the first time only.</param>
    public void Spread(QueuedJob job, Func<Sweep, IReadOnlyList<string>> mailboxes) => Note(job.Job.Subject, () =>
    {
        var (order, now) = (SpreadOrder.Of(job.Job), clock.GetUtcNow());
        if (Sweep.Find(decisions, order.Sweep) is not var (sweep, version) || sweep.Turn != order.Turn) return Drop(job);
        var changes = new List<RegisterChange>();
        string[] next;
        string last;
        int passed;
        if (order.IsFirst)
        {
            next = [.. mailboxes(sweep).SkipWhile(m => string.CompareOrdinal(m, order.After) <= 0).Take(AtOnce)];
            changes.AddRange(next.Select(m => new SweepReceipt(sweep.Id, m) { At = now }.Change(0)));
            (last, passed) = (next.LastOrDefault(""), next.Length);
            sweep = sweep with { Mailboxes = sweep.Mailboxes + next.Length };
        }
        else
        {
            var page = SweepReceipt.List(decisions, sweep.Id, order.After, AtOnce);
            var due = page.Where(r => order.Phase == SweepPhase.Return ? r.Receipt.Batches > 0 : r.Receipt.State == ReceiptState.Failed || (r.Receipt.State == ReceiptState.Looked && r.Receipt.Found > 0)).ToArray();
            changes.AddRange(due.Select(r => (r.Receipt with { State = ReceiptState.Waiting, Tries = 0, Why = "", At = now }).Change(r.Version)));
            next = [.. due.Select(r => r.Receipt.Mailbox)];
            (last, passed) = (page.Count > 0 ? page[^1].Receipt.Id : "", page.Count);
            if (order.Phase == SweepPhase.Move) sweep = sweep with { Failed = sweep.Failed - due.Count(r => r.Receipt.State == ReceiptState.Failed) };
        }
        sweep = Settled(sweep with { Open = sweep.Open + next.Length, Spread = passed < AtOnce }, now);
        return new Decision(AuditEvent.Of(now, Worker, "sweep-mailboxes", sweep.Id, "", FormattableString.Invariant($"{next.Length} to {order.Phase switch { SweepPhase.Look => "look through", SweepPhase.Move => "sweep", _ => "give back to" }}")))
        {
            Register = [sweep.Change(version), .. changes], Finished = job,
            Jobs = [.. next.Select(m => new MailboxOrder(sweep.Id, m, order.Turn, order.Phase).Job(now)), .. sweep.Spread ? [] : (Job[])[(order with { After = last }).Job(now)]],
        };
    });

    /// <summary>A mailbox to work on now, or null: there is nothing to do, and the job is ended or put off.</summary>
    public MailboxWork? Begin(QueuedJob job)
    {
        var order = MailboxOrder.Of(job.Job);
        if (Sweep.Find(decisions, order.Sweep) is not var (sweep, _) || sweep.Turn != order.Turn || SweepReceipt.Find(decisions, order.Sweep, order.Mailbox) is not var (receipt, _))
        {
            Note(job.Job.Subject, () => Drop(job));
            return null;
        }
        var batches = SweepBatch.List(decisions, receipt.Id).Select(b => b.Batch).ToArray();
        if (order.Phase == SweepPhase.Return && batches.Any(b => !b.IsSettled && clock.GetUtcNow() - b.At < Lease))
        {
            // Somebody may be moving these at this moment.
            PutOff(job, TimeSpan.FromSeconds(30), "copies are still on their way");
            return null;
        }
        return new MailboxWork(job, order, sweep, receipt, batches);
    }

    /// <summary>The copies of a mailbox are counted.</summary>
    public void Looked(MailboxWork work, int found, int read) => Note(work.Receipt.Id, () => Through(work, r => r with { State = ReceiptState.Looked, Found = found, Read = read },
        s => s with { Found = s.Found + found, Read = s.Read + read }, "sweep-looked", FormattableString.Invariant($"{found} found")));

    /// <summary>Notes copies that are about to be moved. Null where they must not be: it was stopped, or would be more than was counted.</summary>
    public SweepBatch? Intend(MailboxWork work, FolderCopies copies)
    {
        SweepBatch? batch = null;
        Note(work.Receipt.Id, () =>
        {
            batch = null;
            var now = clock.GetUtcNow();
            if (Read(work) is not var (sweep, version, receipt, receiptVersion) || receipt.Batches >= SweepBatch.MaxNumber) return null;
            var count = copies.Copies.Count;
            var (hour, hourVersion) = SweepHour.Now(decisions, now);
            var tooMany = sweep.Intended + count > sweep.Cap ? "there are more copies than were counted" : sweep.Automatic && hour.Copies + count > options.AutomaticPerHour ? "more in this hour than may be moved without a person" : "";
            if (tooMany.Length > 0)
            {
                return new Decision(AuditEvent.Of(now, Worker, "sweep-stop", sweep.Id, "", tooMany))
                {
                    Register = [(sweep with { State = SweepState.Stopped, Turn = sweep.Turn + 1, Open = 0, ChangedAt = now, Why = tooMany }).Change(version)],
                    Jobs = [new IncidentProposal("sweep", sweep.Records[0], sweep.Campaign, "", false).Job(now)],
                };
            }
            batch = new SweepBatch(receipt.Id, receipt.Batches + 1, copies.Folder, copies.Copies, false, now);
            return new Decision(AuditEvent.Of(now, Worker, "sweep-moving", receipt.Id, "", FormattableString.Invariant($"{count} copies")))
            {
                Register =
                [
                    batch.Change(0), (receipt with { Batches = batch.Number, At = now }).Change(receiptVersion), (sweep with { Intended = sweep.Intended + count }).Change(version),
                    .. sweep.Automatic ? [(hour with { Copies = hour.Copies + count }).Change(hourVersion)] : (RegisterChange[])[],
                ],
            };
        });
        return batch;
    }

    /// <summary>Notes where copies are that were about to be moved; also after the sweep was stopped, because they are there.</summary>
    public void Moved(MailboxWork work, SweepBatch batch, IReadOnlyList<MailCopy> copies) => Note(work.Receipt.Id, () =>
    {
        var now = clock.GetUtcNow();
        if (SweepBatch.List(decisions, work.Receipt.Id).FirstOrDefault(b => b.Batch.Number == batch.Number) is not { Batch.IsSettled: false } kept || Find(work) is not var (sweep, version, receipt, receiptVersion)) return null;
        var (hidden, gone) = (copies.Count(c => c.State == CopyState.Hidden), copies.Count(c => c.State == CopyState.Gone));
        // Where nobody counted before, the copies that are moved are those that were found.
        var (found, read) = sweep.Automatic ? (hidden, copies.Count(c => c is { State: CopyState.Hidden, Seen: true })) : (0, 0);
        return new Decision(AuditEvent.Of(now, Worker, "sweep-moved", receipt.Id, "", FormattableString.Invariant($"{hidden} copies hidden, {gone} gone")))
        {
            Register =
            [
                (kept.Batch with { Copies = copies, IsSettled = true }).Change(kept.Version),
                (receipt with { Moved = receipt.Moved + hidden, Gone = receipt.Gone + gone, Found = receipt.Found + found, Read = receipt.Read + read, At = now }).Change(receiptVersion),
                (sweep with { Moved = sweep.Moved + hidden, Gone = sweep.Gone + gone, Found = sweep.Found + found, Read = sweep.Read + read }).Change(version),
            ],
        };
    });

    /// <summary>Notes where copies are that were put back.</summary>
    public void Returned(MailboxWork work, SweepBatch batch, IReadOnlyList<MailCopy> copies) => Note(work.Receipt.Id, () =>
    {
        var now = clock.GetUtcNow();
        if (SweepBatch.List(decisions, work.Receipt.Id).FirstOrDefault(b => b.Batch.Number == batch.Number) is not { Batch: { } before, Version: var batchVersion } || Find(work) is not var (sweep, version, receipt, receiptVersion)) return null;
        var back = copies.Count(c => c.State == CopyState.Returned) - before.Copies.Count(c => c.State == CopyState.Returned);
        // Copies of an attempt that never came to be noted were counted nowhere.
        var late = before.IsSettled ? 0 : copies.Count(c => c.State == CopyState.Returned);
        return new Decision(AuditEvent.Of(now, Worker, "sweep-returned", receipt.Id, "", FormattableString.Invariant($"{back} copies")))
        {
            Register =
            [
                (before with { Copies = copies, IsSettled = true }).Change(batchVersion),
                (receipt with { Returned = receipt.Returned + back, Moved = receipt.Moved + late, At = now }).Change(receiptVersion),
                (sweep with { Returned = sweep.Returned + back, Moved = sweep.Moved + late }).Change(version),
            ],
        };
    });

    /// <summary>The mailbox is through.</summary>
    public void Done(MailboxWork work) => Note(work.Receipt.Id, () =>
    {
        var now = clock.GetUtcNow();
        if (work.Order.Phase == SweepPhase.Move && work.Sweep.Automatic && Find(work) is var (_, _, receipt, version) && receipt.Moved + receipt.Gone == 0 && receipt.Tries < LookAgain.Length)
        {
            // The journal may have been quicker than the delivery.
            return new Decision(AuditEvent.Of(now, Worker, "sweep-looked", receipt.Id, "", "nothing yet")) { Register = [(receipt with { Tries = receipt.Tries + 1, At = now }).Change(version)], Finished = work.Job, Again = now + LookAgain[receipt.Tries] };
        }
        return Through(work, r => r with { State = work.Order.Phase == SweepPhase.Return ? ReceiptState.Returned : ReceiptState.Swept, Why = "" }, s => s, work.Order.Phase == SweepPhase.Return ? "sweep-given-back" : "sweep-done", AuditEvent.Done);
    });

    /// <summary>There is no such mailbox.</summary>
    public void Missing(MailboxWork work) => Note(work.Receipt.Id, () => Through(work, r => r with { State = ReceiptState.Missing }, s => s with { Missing = s.Missing + 1 }, "sweep-looked", "no such mailbox"));

    /// <summary>There is more to do in the mailbox than one turn allows.</summary>
    public void GoOn(MailboxWork work) => PutOff(work.Job, TimeSpan.Zero, "goes on");

    /// <summary>An attempt failed: it is put off, longer each time, and in the end given up for an operator to see.</summary>
    /// <param name="why">A sentence without text of a mail.</param>
    /// <param name="pause">What the server asks for, or null.</param>
    public void Failed(MailboxWork work, string why, TimeSpan? pause) => Note(work.Receipt.Id, () =>
    {
        var now = clock.GetUtcNow();
        if (Read(work) is not var (_, _, receipt, version)) return Drop(work.Job);
        if (receipt.Tries + 1 >= MaxTries)
        {
            var given = Through(work, r => r with { State = ReceiptState.Failed, Tries = r.Tries + 1, Why = why }, s => s with { Failed = s.Failed + 1 }, "sweep-failed", why);
            return given is null ? null : given with { Finished = null };
        }
        var wait = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << receipt.Tries));
        if (pause > wait) wait = pause.Value < LongestPause ? pause.Value : LongestPause;
        return new Decision(AuditEvent.Of(now, Worker, "sweep-deferred", receipt.Id, "", why)) { Register = [(receipt with { Tries = receipt.Tries + 1, Why = why, At = now }).Change(version)], Finished = work.Job, Again = now + wait };
    }, after: () =>
    {
        // Noted first: should we stop between the two, the job comes back and is given up then.
        if (SweepReceipt.Find(decisions, work.Order.Sweep, work.Order.Mailbox) is { Receipt.State: ReceiptState.Failed }) jobs.GiveUp(work.Job);
    });

    /// <summary>Begins a sweep of one mail that the automation policy wants swept, unless the hour has had its share.</summary>
    /// <param name="campaign">Of the record, or empty.</param>
    public void Automatic(QueuedJob job, string campaign) => Note(job.Job.Subject, () =>
    {
        var (record, now) = (job.Job.Subject, clock.GetUtcNow());
        var done = Sweep.List(decisions, "record:" + record, "", 1).Any(s => s.Automatic);
        if (done) return Drop(job);
        if (SweepHour.Now(decisions, now).Hour.Copies >= options.AutomaticPerHour)
        {
            return new Decision(AuditEvent.Of(now, Worker, "sweep-plan", record, "", "more in this hour than may be moved without a person"))
            {
                Finished = job, Jobs = [new IncidentProposal("sweep", record, campaign, "", false).Job(now)],
            };
        }
        var id = TimedId.New("sweep", now);
        var sweep = new Sweep(id, Policy.Name, now, "the automation policy has copies of this mail swept that are delivered already", SweepSelection.Of(record), [record])
        {
            Automatic = true, Campaign = campaign, State = SweepState.Running, StartedBy = Policy.Name, Cap = options.MaxAlone, Turn = 1, ChangedAt = now,
        };
        return new Decision(AuditEvent.Of(now, Policy, "sweep-start", id, sweep.Reason, AuditEvent.Done))
        {
            Register = [sweep.Change(0)], Finished = job, Jobs = [new SpreadOrder(id, 1, SweepPhase.Move, true, "").Job(now)],
        };
    });

    /// <summary>Ends a job of a mailbox with what came of it.</summary>
    private Decision? Through(MailboxWork work, Func<SweepReceipt, SweepReceipt> receipt, Func<Sweep, Sweep> sweep, string action, string outcome)
    {
        var now = clock.GetUtcNow();
        if (Read(work) is not var (kept, version, mailbox, mailboxVersion)) return Drop(work.Job);
        // One that was given up and is tried once more is no longer counted among those to come.
        var before = mailbox.State == ReceiptState.Failed ? kept with { Failed = kept.Failed - 1 } : kept with { Open = kept.Open - 1 };
        return new Decision(AuditEvent.Of(now, Worker, action, mailbox.Id, "", outcome))
        {
            Register = [(receipt(mailbox) with { At = now }).Change(mailboxVersion), Settled(sweep(before), now).Change(version)], Finished = work.Job,
        };
    }

    /// <summary>Ends the phase when the last mailbox is through.</summary>
    private static Sweep Settled(Sweep sweep, DateTimeOffset now) => !sweep.Spread || sweep.Open > 0 ? sweep : sweep with
    {
        State = sweep.State switch { SweepState.Planning => SweepState.Planned, SweepState.Running => SweepState.Done, SweepState.Undoing => SweepState.Undone, var other => other },
        ChangedAt = now,
    };

    /// <summary>As they are now, or null where the phase is over.</summary>
    private (Sweep, long, SweepReceipt, long)? Read(MailboxWork work) => Find(work) is var (sweep, version, receipt, receiptVersion) && sweep.Turn == work.Order.Turn ? (sweep, version, receipt, receiptVersion) : null;

    private (Sweep, long, SweepReceipt, long)? Find(MailboxWork work) =>
        Sweep.Find(decisions, work.Order.Sweep) is var (sweep, version) && SweepReceipt.Find(decisions, work.Order.Sweep, work.Order.Mailbox) is var (receipt, receiptVersion) ? (sweep, version, receipt, receiptVersion) : null;

    private Decision Drop(QueuedJob job) => new(AuditEvent.Of(clock.GetUtcNow(), Worker, "sweep-dropped", job.Job.Subject, "", "no longer asked for")) { Finished = job };

    private void PutOff(QueuedJob job, TimeSpan pause, string why) => Note(job.Job.Subject, () =>
        new Decision(AuditEvent.Of(clock.GetUtcNow(), Worker, "sweep-deferred", job.Job.Subject, "", why)) { Finished = job, Again = clock.GetUtcNow() + pause });

    /// <summary>Decides, and reads everything again where somebody was quicker. Throws when that does not end, or the job is somebody else's: it comes back.</summary>
    private void Note(string subject, Func<Decision?> decision, Action? after = null)
    {
        for (var collision = 0; collision < MaxCollisions; collision++)
        {
            if (decision() is not { } next || decisions.Decide(next, clock.GetUtcNow()) == DecisionOutcome.Done)
            {
                after?.Invoke();
                return;
            }
        }
        throw new InvalidOperationException($"the sweep of {subject} is somebody else's");
    }
}
