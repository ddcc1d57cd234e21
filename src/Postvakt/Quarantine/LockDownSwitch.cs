using Postvakt.Audit;
using Postvakt.LockDowns;

namespace Postvakt.Quarantine;

/// <summary>Takes the right to release away from everybody, and gives it back. Every attempt is audited.</summary>
/// <param name="decisions">Used by one thread at a time.</param>
public sealed class LockDownSwitch(IDecisions decisions, TimeProvider clock)
{
    /// <summary>Lock-downs that may hold at once. 100: more would be a list of its own, not a switch.</summary>
    private const int MaxAtOnce = 100;

    /// <summary>Locks, for everybody or one campaign. A lock-down of the same scope that holds already takes the new reason and end.</summary>
    /// <param name="campaign">Empty for everybody.</param>
    /// <param name="until">When it ends by itself, or null.</param>
    public Ruling Impose(Actor actor, string campaign, string reason, DateTimeOffset? until)
    {
        var now = clock.GetUtcNow();
        var holding = decisions.LockDowns().Where(l => l.Holds(now)).ToArray();
        var same = holding.FirstOrDefault(l => l.Target == campaign);
        var id = same?.Id ?? IdOf(campaign, now);
        var ruling = actor.Role < Role.Responder ? NotAllowed(actor)
            : string.IsNullOrWhiteSpace(reason) ? new Ruling(Refusal.NoReason, "A lock-down needs a reason: everybody who is refused reads it.")
            : until <= now ? new Ruling(Refusal.NoReason, "The end of the lock-down lies in the past.")
            : same is null && holding.Length >= MaxAtOnce ? new Ruling(Refusal.NotHeld, $"{MaxAtOnce} lock-downs hold already; lift some, or lock everybody out.")
            : new Ruling(Refusal.None, $"Locked: {(campaign.Length == 0 ? "nobody can release anything" : $"nobody can release mail of the campaign {campaign}")}{(until is { } end ? FormattableString.Invariant($" until {end.UtcDateTime:yyyy-MM-dd HH:mm} UTC") : "")}. Mail that another product holds (Postfix HOLD, Defender) is not covered.");
        var audit = AuditEvent.Of(now, actor, "lock", id, reason, ruling.Outcome);
        decisions.Decide(new Decision(audit)
        {
            LockDown = !ruling.IsDone ? null : same is not null ? same with { Reason = audit.Reason, By = actor.Name, Until = until }
                : new LockDown(id, campaign.Length == 0 ? LockDownScope.Everybody : LockDownScope.Campaign, campaign, audit.Reason, actor.Name, now, until),
        }, now);
        return ruling;
    }

    /// <summary>Lifts the lock-down of everybody or of one campaign.</summary>
    public Ruling Lift(Actor actor, string campaign, string reason)
    {
        var now = clock.GetUtcNow();
        var holding = decisions.LockDowns().FirstOrDefault(l => l.Holds(now) && l.Target == campaign);
        var ruling = actor.Role < Role.Responder ? NotAllowed(actor)
            : holding is null ? new Ruling(Refusal.Unknown, campaign.Length == 0 ? "No lock-down of everybody holds." : $"No lock-down of the campaign {campaign} holds.")
            : string.IsNullOrWhiteSpace(reason) ? new Ruling(Refusal.NoReason, "Lifting a lock-down needs a reason.")
            : new Ruling(Refusal.None, "Lifted: held mail can be released again.");
        decisions.Decide(new Decision(AuditEvent.Of(now, actor, "unlock", holding?.Id ?? campaign, reason, ruling.Outcome))
        {
            LockDown = ruling.IsDone ? holding! with { LiftedAt = now } : null,
        }, now);
        return ruling;
    }

    private static string IdOf(string campaign, DateTimeOffset now) => FormattableString.Invariant($"{(campaign.Length == 0 ? "everybody" : campaign)}-{now.ToUnixTimeMilliseconds():x}");

    private static Ruling NotAllowed(Actor actor) => new(Refusal.NotAllowed, $"This needs the role responder; {actor.Name} has the role {actor.Role.ToString().ToLowerInvariant()}.");
}
