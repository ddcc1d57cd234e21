using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Quarantine;

namespace Postvakt.Intake.Ledger;

/// <summary>A person says what a recorded mail is. Records and Memory take it for that, and what later mail shows no longer changes it. Every attempt is audited.</summary>
/// <param name="ledger">Used by one thread at a time.</param>
public sealed class SayVerdict(ILedger ledger, TimeProvider clock)
{
    /// <param name="verdict">Clean or malicious.</param>
    public Ruling Say(Actor actor, string id, Verdict verdict, string reason)
    {
        var now = clock.GetUtcNow();
        var record = ledger.FindRecord(id);
        var ruling = actor.Role < Role.Analyst ? Ruling.NotAllowed(actor, Role.Analyst)
            : record is null ? Ruling.No(Refusal.Unknown, "VerdictNoMail", id)
            : verdict is not (Verdict.Clean or Verdict.Malicious) ? Ruling.No(Refusal.Unknown, "VerdictWrong")
            : string.IsNullOrWhiteSpace(reason) ? Ruling.No(Refusal.NoReason, "VerdictReason")
            : (record.Revised ?? record.Answer.Verdict) == verdict ? Ruling.No(Refusal.NotHeld, verdict == Verdict.Clean ? "VerdictIsClean" : "VerdictIsMalicious", id)
            : Ruling.Done(verdict == Verdict.Clean ? "VerdictClean" : "VerdictMalicious", id);
        var kept = ledger.Decide(new Decision(AuditEvent.Of(now, actor, "say-verdict", id, reason, ruling.IsDone ? verdict.Name() : ruling.Outcome))
        {
            Jobs = ruling.IsDone ? [.. RevisionOrder.Jobs([id], verdict, id, now), .. verdict == Verdict.Malicious && record!.Campaign.Length > 0 ? [new SisterOrder(SisterOrder.Campaign, record.Campaign, id).Job(now)] : Array.Empty<Jobs.Job>()] : [],
        }, now);
        return kept == DecisionOutcome.Done ? ruling : Ruling.No(Refusal.NotHeld, "ChangedMeanwhile", id);
    }
}
