using Postvakt.Audit;
using Postvakt.Directories;

namespace Postvakt.Quarantine;

/// <summary>
/// What people decide about held mail. Every attempt is audited, refused ones too. The mail itself is handed over by a worker that finds its order in the
/// same transaction; see <see cref="ReleaseOrder"/>.
/// </summary>
/// <param name="decisions">Used by one thread at a time.</param>
/// <param name="directory">Whose mail it is: a lock-down of a group covers mail to its people.</param>
public sealed class Releases(IDecisions decisions, DirectorySnapshot directory, TimeProvider clock)
{
    /// <summary>Time in which a second person may join an emergency release. One hour: it is an emergency.</summary>
    public static readonly TimeSpan EmergencyWindow = TimeSpan.FromHours(1);

    /// <summary>How long a next hop that does not take the mail is tried. A day: then a person looks again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    private const string Emergency = "emergency-release", Waits = "waits for a second person";

    /// <summary>Lets a held mail out, to some of its recipients or all.</summary>
    /// <param name="recipients">Empty for all it is held for.</param>
    public Ruling LetOut(Actor actor, string id, IReadOnlyList<string> recipients, string reason) => Rule(new(actor, "release", id, reason, Role.Analyst), (wish, item) =>
        recipients.FirstOrDefault(r => !item.Recipients.Contains(r, StringComparer.OrdinalIgnoreCase)) is { } wrong
            ? new Ruling(Refusal.WrongRecipient, $"{id} is not held for {wrong}.")
            : Deliver(wish, item, recipients.Count > 0 ? recipients : item.Recipients, emergency: false));

    /// <summary>Lets a held mail out against a lock-down: two people must ask for it within <see cref="EmergencyWindow"/>, each with a reason.</summary>
    public Ruling LetOutInEmergency(Actor actor, string id, string reason) => Rule(new(actor, Emergency, id, reason, Role.Responder), (wish, item) =>
    {
        if (string.IsNullOrWhiteSpace(reason)) return new Ruling(Refusal.NoReason, "An emergency release needs a reason from each of two people.");
        var since = clock.GetUtcNow() - EmergencyWindow;
        var asked = decisions.RecentAudit(id, 100).TakeWhile(e => e.Event is not { Action: Emergency, Outcome: AuditEvent.Done })
            .Where(e => e.Event is { Action: Emergency, Outcome: Waits } && e.Event.At >= since).ToArray();
        if (asked.Any(e => !e.Event.Actor.IsSame(actor.Name))) return Deliver(wish, item, item.Recipients, emergency: true);
        return asked.Length > 0
            ? new Ruling(Refusal.SamePerson, $"You asked for the emergency release of {id} already; somebody else must ask for it too.")
            : Keep(wish, item, new Decision(Event(wish, Waits)), $"Noted. {id} is let out when a second person asks for it within an hour.");
    });

    /// <summary>Deletes a held mail, and its bytes with it: nobody gets it.</summary>
    public Ruling Delete(Actor actor, string id, string reason) => Rule(new(actor, "delete", id, reason, Role.Analyst), (wish, item) =>
        Keep(wish, item, new Decision(Event(wish, AuditEvent.Done)) { Item = item, State = QuarantineState.Deleted, Jobs = [DiscardJob.Of(id, clock.GetUtcNow())] }, $"{id} is deleted."));

    private Ruling Rule(Wish wish, Func<Wish, QuarantineItem, Ruling> decide)
    {
        var ruling = wish.Actor.Role < wish.Needs ? NotAllowed(wish)
            : decisions.FindHeld(wish.Id) is not { } item ? Unknown(wish)
            : item.State is QuarantineState.Held or QuarantineState.ReleaseRequested ? decide(wish, item)
            : NotHeld(item);
        if (!ruling.IsDone) decisions.Decide(new Decision(Event(wish, ruling.Outcome)), clock.GetUtcNow());
        return ruling;
    }

    private Ruling Deliver(Wish wish, QuarantineItem item, IReadOnlyList<string> recipients, bool emergency)
    {
        var order = new ReleaseOrder(recipients, emergency, clock.GetUtcNow() + Patience);
        return Keep(wish, item, new Decision(Event(wish, AuditEvent.Done))
        {
            Item = item, State = QuarantineState.Delivering, UnlessLocked = !emergency, Groups = directory.GroupsOf(recipients), Jobs = [order.Job(item.Id, clock.GetUtcNow())],
        }, $"{item.Id} is on its way to {string.Join(", ", recipients)}{(emergency ? ", whatever is locked" : "")}.");
    }

    private Ruling Keep(Wish wish, QuarantineItem item, Decision decision, string text) => decisions.Decide(decision, clock.GetUtcNow()) switch
    {
        DecisionOutcome.Done => new Ruling(Refusal.None, text),
        DecisionOutcome.Locked => Locked(item, decision.Groups),
        _ => decisions.FindHeld(wish.Id) is { } now ? NotHeld(now) : Unknown(wish),
    };

    private Ruling Locked(QuarantineItem item, IReadOnlyList<string> groups)
    {
        var now = clock.GetUtcNow();
        var campaign = decisions.CampaignOf(item.Id);
        var what = decisions.LockDowns().FirstOrDefault(l => l.Holds(now) && l.Covers(campaign, groups)) is { } locked
            ? FormattableString.Invariant($"Release is locked since {locked.Since.UtcDateTime:yyyy-MM-dd HH:mm} UTC: {locked.Reason}")
            : "Release is locked.";
        return new Ruling(Refusal.Locked, what.TrimEnd('.') + ". Ask the sender by telephone or chat whether the mail is theirs; in an emergency two people together can let it out.");
    }

    private static Ruling NotAllowed(Wish wish) => new(Refusal.NotAllowed,
        $"This needs the role {wish.Needs.ToString().ToLowerInvariant()}; {wish.Actor.Name} has the role {wish.Actor.Role.ToString().ToLowerInvariant()}.");

    private static Ruling Unknown(Wish wish) => new(Refusal.Unknown, $"No mail is held under the id {wish.Id}.");

    private static Ruling NotHeld(QuarantineItem item) => new(Refusal.NotHeld, item.State switch
    {
        QuarantineState.Delivering => $"{item.Id} is on its way already.",
        QuarantineState.InDoubt => $"{item.Id} was handed over and no answer came; it is sent again by itself.",
        QuarantineState.Released => $"{item.Id} was released already.",
        QuarantineState.Deleted => $"{item.Id} was deleted.",
        QuarantineState.Expired => $"{item.Id} was held for as long as mail is kept, and is gone.",
        _ => $"{item.Id} was changed by somebody else at this moment; try again.",
    });

    private AuditEvent Event(Wish wish, string outcome) => AuditEvent.Of(clock.GetUtcNow(), wish.Actor, wish.Action, wish.Id, wish.Reason, outcome);

    private sealed record Wish(Actor Actor, string Action, string Id, string Reason, Role Needs);
}
