using System.Globalization;
using Postvakt.Audit;
using Postvakt.Quarantine;

namespace Postvakt.Intake.Ledger;

/// <summary>Decides what becomes of promised work that was given up. Every attempt is audited.</summary>
/// <param name="ledger">Used by one thread at a time.</param>
public sealed class GivenUpJobs(ILedger ledger, TimeProvider clock)
{
    /// <summary>Has it tried anew, as if for the first time.</summary>
    public Ruling Retry(Actor actor, long id, string reason) => Change(actor, "retry-job", id, reason, () => ledger.Revive(id, clock.GetUtcNow()), "JobRetried");

    /// <summary>Drops it: nobody does it. Needs a reason.</summary>
    public Ruling Drop(Actor actor, long id, string reason) => Change(actor, "drop-job", id, reason, () => ledger.Drop(id), "JobDropped", needsReason: true);

    private Ruling Change(Actor actor, string action, long id, string reason, Func<bool> change, string done, bool needsReason = false)
    {
        var (now, name) = (clock.GetUtcNow(), id.ToString(CultureInfo.InvariantCulture));
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder)
            : needsReason && string.IsNullOrWhiteSpace(reason) ? Ruling.No(Refusal.NoReason, "JobReason")
            : change() ? Ruling.Done(done, name) : Ruling.No(Refusal.Unknown, "NoJob", name);
        ledger.Decide(new Decision(AuditEvent.Of(now, actor, action, name, reason, ruling.Outcome)), now);
        return ruling;
    }
}
