using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.LockDowns;
using Postvakt.Wording;

namespace Postvakt.Quarantine;

/// <summary>Takes the right to release away, and gives it back. Every attempt is audited.</summary>
/// <param name="decisions">Used by one thread at a time.</param>
/// <param name="directory">Knows the groups.</param>
public sealed class LockDownSwitch(IDecisions decisions, DirectorySnapshot directory, TimeProvider clock)
{
    /// <summary>Lock-downs that may hold at once. 100: more would be a list of its own, not a switch.</summary>
    private const int MaxAtOnce = 100;

    /// <summary>Locks. A lock-down of the same scope and target that holds already takes the new reason and end.</summary>
    /// <param name="target">Name of the campaign or group; empty for everybody.</param>
    /// <param name="until">When it ends by itself, or null.</param>
    public Ruling Impose(Actor actor, LockDownScope scope, string target, string reason, DateTimeOffset? until)
    {
        var now = clock.GetUtcNow();
        target = NameFor(scope, target);
        var holding = decisions.LockDowns().Where(l => l.Holds(now)).ToArray();
        var same = holding.FirstOrDefault(l => IsSame(l, scope, target));
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder)
            : string.IsNullOrWhiteSpace(reason) ? Ruling.No(Refusal.NoReason, "LockReason")
            : until <= now ? Ruling.No(Refusal.NoReason, "LockEnd")
            // It would cover nothing, and say that it does.
            : scope != LockDownScope.Everybody && string.IsNullOrWhiteSpace(target) ? Ruling.No(Refusal.Unknown, "LockTarget")
            : scope == LockDownScope.Group && !directory.HasGroup(target) ? Ruling.No(Refusal.Unknown, "NoSuchGroup", target)
            : same is null && holding.Length >= MaxAtOnce ? Ruling.No(Refusal.NotHeld, "LockMany", MaxAtOnce.ToString(System.Globalization.CultureInfo.InvariantCulture))
            : Ruling.Done(scope switch { LockDownScope.Everybody => "LockedAll", LockDownScope.Campaign => "LockedCampaign", _ => "LockedGroup" }, until is null ? ["", target] : [target]) with { Clause = until is { } end ? Ruling.Done("Until", Sentences.Time(end)) : null };
        var id = same?.Id ?? FormattableString.Invariant($"{(target.Length == 0 ? "everybody" : target)}-{now.ToUnixTimeMilliseconds():x}");
        var audit = AuditEvent.Of(now, actor, "lock", id, reason, ruling.Outcome);
        decisions.Decide(new Decision(audit)
        {
            LockDown = !ruling.IsDone ? null : same is not null ? same with { Reason = audit.Reason, By = actor.Name, Until = until }
                : new LockDown(id, scope, target, audit.Reason, actor.Name, now, until),
        }, now);
        return ruling;
    }

    /// <summary>Lifts the lock-down of this scope and target.</summary>
    public Ruling Lift(Actor actor, LockDownScope scope, string target, string reason)
    {
        var now = clock.GetUtcNow();
        target = NameFor(scope, target);
        var holding = decisions.LockDowns().FirstOrDefault(l => l.Holds(now) && IsSame(l, scope, target));
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder)
            : holding is null ? Ruling.No(Refusal.Unknown, "NoSuchLock")
            : string.IsNullOrWhiteSpace(reason) ? Ruling.No(Refusal.NoReason, "UnlockReason")
            : Ruling.Done("Unlocked");
        decisions.Decide(new Decision(AuditEvent.Of(now, actor, "unlock", holding?.Id ?? target, reason, ruling.Outcome)) { LockDown = ruling.IsDone ? holding! with { LiftedAt = now } : null }, now);
        return ruling;
    }

    /// <summary>A name beside "everybody" means nothing, and must not be asked for when it is lifted.</summary>
    private static string NameFor(LockDownScope scope, string target) => scope == LockDownScope.Everybody ? "" : target;

    private static bool IsSame(LockDown one, LockDownScope scope, string target) =>
        one.Scope == scope && one.Target.Equals(target, scope == LockDownScope.Group ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal);
}
