using System.Globalization;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.Quarantine;
using Postvakt.Registers;

namespace Postvakt.Sweeps;

/// <summary>Plans sweeps, starts and stops them, and has copies put back. Every attempt is audited.</summary>
/// <param name="decisions">Used by one thread at a time.</param>
public sealed class Sweeping(IDecisions decisions, SweepOptions options, TimeProvider clock)
{
    /// <summary>Sweeps that are planned or under way. 200: more is no longer looked at by anybody.</summary>
    private const int MaxOpen = 200;

    /// <summary>Has copies counted; nothing is moved.</summary>
    /// <param name="plan">What to sweep; id, actor, time and state are filled in here.</param>
    /// <param name="fault">Why it cannot be, as whoever looked the mails up found, or null.</param>
    /// <returns>The new sweep's id, or null where it was refused.</returns>
    public (Ruling Ruling, string? Id) Plan(Actor actor, Sweep plan, Ruling? fault = null)
    {
        var now = clock.GetUtcNow();
        var id = TimedId.New("sweep", now);
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder)
            : string.IsNullOrWhiteSpace(plan.Reason) ? Ruling.No(Refusal.NoReason, "SweepReason")
            : fault is not null ? fault
            : plan.Records.Count == 0 ? Ruling.No(Refusal.Unknown, "SweepNothing")
            : plan.Records.Count > Sweep.MaxRecords ? Ruling.No(Refusal.Unknown, "SweepTooMany", Number(Sweep.MaxRecords))
            : Sweep.List(decisions, "", "", 1_000).Count(IsOpen) >= MaxOpen ? Ruling.No(Refusal.NotHeld, "SweepsOpen", Number(MaxOpen))
            : Ruling.Done("SweepPlanned", id, Number(plan.Records.Count));
        var audit = AuditEvent.Of(now, actor, "sweep-plan", id, plan.Reason, ruling.Outcome);
        var sweep = plan with { Id = id, By = actor.Name, At = now, ChangedAt = now, Reason = audit.Reason, State = SweepState.Planning, Turn = 1 };
        return Keep(new Decision(audit)
        {
            Register = ruling.IsDone ? [sweep.Change(0)] : [], Jobs = ruling.IsDone ? [new SpreadOrder(id, 1, SweepPhase.Look, true, "").Job(now)] : [],
        }, ruling, id) is { IsDone: true } kept ? (kept, id) : (ruling.IsDone ? Changed(id) : ruling, null);
    }

    /// <summary>Starts what was counted, or once more what failed. With many copies a second person must agree.</summary>
    public Ruling Start(Actor actor, string id, string reason) => Decide(actor, "sweep-start", id, reason, sweep => sweep switch
    {
        { State: SweepState.Planning } => Ruling.No(Refusal.NotHeld, "SweepCounting", id),
        { State: SweepState.AwaitingSecond } => Ruling.No(Refusal.NotHeld, "SweepAwaits", id, sweep.StartedBy),
        { State: SweepState.Planned, Found: 0 } => Ruling.No(Refusal.NotHeld, "SweepFoundNothing", id),
        { State: SweepState.Planned } => NeedsTwo(sweep) ? Ruling.Done("SweepNeedsSecond", id, Number(sweep.Found), Number(options.MaxAlone)) : Ruling.Done("SweepStarted", id, Number(sweep.Found)),
        { State: SweepState.Done, Failed: > 0 } => Ruling.Done("SweepRetried", id, Number(sweep.Failed)),
        _ => Ruling.No(Refusal.NotHeld, "SweepNotPlanned", id),
    }, (sweep, now) => sweep.State == SweepState.Done ? Next(sweep, SweepState.Running, SweepPhase.Move, now)
        : NeedsTwo(sweep) ? (sweep with { State = SweepState.AwaitingSecond, StartedBy = actor.Name, ChangedAt = now }, [])
        : Next(sweep with { StartedBy = actor.Name, Cap = options.MaxAlone }, SweepState.Running, SweepPhase.Move, now));

    /// <summary>Agrees as the second person to a sweep of many copies.</summary>
    public Ruling Approve(Actor actor, string id, string reason) => Decide(actor, "sweep-approve", id, reason, sweep => sweep.State != SweepState.AwaitingSecond ? Ruling.No(Refusal.NotHeld, "SweepAwaitsNobody", id)
        : actor.IsSame(sweep.StartedBy) ? Ruling.No(Refusal.SamePerson, "SweepSamePerson", id)
        : Ruling.Done("SweepStarted", id, Number(sweep.Found)),
        // What arrives between counting and moving is moved too, but not any number of it.
        (sweep, now) => Next(sweep with { ApprovedBy = actor.Name, Cap = sweep.Found + sweep.Found / 10 + 10 }, SweepState.Running, SweepPhase.Move, now));

    /// <summary>Stops it; what was moved stays moved until it is undone.</summary>
    public Ruling Stop(Actor actor, string id, string reason) => Decide(actor, "sweep-stop", id, reason,
        sweep => IsOpen(sweep) ? Ruling.Done("SweepStopped", id, Number(sweep.Moved)) : Ruling.No(Refusal.NotHeld, "SweepNotOpen", id),
        (sweep, now) => (sweep with { State = SweepState.Stopped, Turn = sweep.Turn + 1, Open = 0, ChangedAt = now, Why = "stopped by " + actor.Name }, []));

    /// <summary>Puts copies back where they came from.</summary>
    /// <param name="harmless">The mails were harmless: records and Memory take them for that from now on. Else they stay malicious.</param>
    public Ruling Undo(Actor actor, string id, string reason, bool harmless) => Decide(actor, "sweep-undo", id, harmless && !string.IsNullOrWhiteSpace(reason) ? "harmless: " + reason : reason, sweep => sweep switch
    {
        _ when CanReturn(sweep) => Ruling.Done(harmless ? "SweepUndoingHarmless" : "SweepUndoing", id, Number(Hidden(sweep))),
        { State: SweepState.Running } => Ruling.No(Refusal.NotHeld, "SweepStopFirst", id),
        // They are back, or were never moved: the word alone.
        { State: SweepState.Stopped or SweepState.Done or SweepState.Undone } when harmless => Ruling.Done("SweepHarmless", id),
        _ => Ruling.No(Refusal.NotHeld, "SweepNothingMoved", id),
    }, (sweep, now) =>
    {
        var (next, jobs) = CanReturn(sweep) ? Next(sweep with { Failed = 0 }, SweepState.Undoing, SweepPhase.Return, now) : (sweep, []);
        return (next, [.. jobs, .. harmless ? RevisionOrder.Jobs(sweep.Records, Verdict.Clean, id, now) : []]);
    });

    public static bool IsOpen(Sweep sweep) => sweep.State is SweepState.Planning or SweepState.Planned or SweepState.AwaitingSecond or SweepState.Running or SweepState.Undoing;

    private static bool CanReturn(Sweep sweep) => sweep is { State: SweepState.Stopped or SweepState.Done } or { State: SweepState.Undone, Failed: > 0 } && Hidden(sweep) > 0;

    /// <summary>Copies that may lie in the hidden folder, those included that an attempt moved that broke off.</summary>
    private static long Hidden(Sweep sweep) => sweep.Intended - sweep.Gone - sweep.Returned;

    private bool NeedsTwo(Sweep sweep) => sweep.Found > options.MaxAlone;

    private static (Sweep, Job[]) Next(Sweep sweep, SweepState state, SweepPhase phase, DateTimeOffset now)
    {
        var next = sweep with { State = state, Turn = sweep.Turn + 1, Spread = false, Open = 0, ChangedAt = now, Why = "" };
        return (next, [new SpreadOrder(next.Id, next.Turn, phase, false, "").Job(now)]);
    }

    private Ruling Decide(Actor actor, string action, string id, string reason, Func<Sweep, Ruling> rule, Func<Sweep, DateTimeOffset, (Sweep Sweep, Job[] Jobs)> change)
    {
        var now = clock.GetUtcNow();
        var read = Sweep.Find(decisions, id);
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder)
            : read is null ? Ruling.No(Refusal.Unknown, "NoSweep", id)
            : string.IsNullOrWhiteSpace(reason) ? Ruling.No(Refusal.NoReason, "SweepReason")
            : rule(read.Value.Sweep);
        var (next, jobs) = ruling.IsDone ? change(read!.Value.Sweep, now) : (null, []);
        return Keep(new Decision(AuditEvent.Of(now, actor, action, id, reason, ruling.Outcome)) { Register = next is null ? [] : [next.Change(read!.Value.Version)], Jobs = jobs }, ruling, id);
    }

    private Ruling Keep(Decision decision, Ruling ruling, string id) => decisions.Decide(decision, clock.GetUtcNow()) == DecisionOutcome.Done ? ruling : Changed(id);

    private static Ruling Changed(string id) => Ruling.No(Refusal.NotHeld, "ChangedMeanwhile", id);

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);
}
