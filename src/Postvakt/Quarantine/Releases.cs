using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.Registers;
using Postvakt.Wording;

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

    /// <summary>Entries of the register, named like the action, that say of which mails an emergency release was asked for: without them the whole audit would have to be looked through. The audit says whether it still waits. 100.</summary>
    private const int MaxPointers = 100;

    private const string Emergency = "emergency-release", EmergencyRefusal = "emergency-refuse", Waits = "waits for a second person";

    /// <summary>Entries of a mail's history that are looked through. 100: more than anybody decides about one mail.</summary>
    private const int History = 100;

    /// <summary>A person's refused request is audited once in this time. An hour: who presses a button again and again says nothing new.</summary>
    private static readonly TimeSpan OncePer = TimeSpan.FromHours(1);

    /// <summary>Lets a held mail out, to some of its recipients or all.</summary>
    /// <param name="recipients">Empty for all it is held for.</param>
    /// <param name="genuine">Whether Memory is to learn that mail of this kind, from this sender and with these hosts, is genuine.</param>
    public Ruling LetOut(Actor actor, string id, IReadOnlyList<string> recipients, string reason, bool genuine = false) => Rule(new(actor, "release", id, reason, Role.Analyst), (wish, item) =>
        recipients.FirstOrDefault(r => !item.Recipients.Contains(r, StringComparer.OrdinalIgnoreCase)) is { } wrong
            ? Ruling.No(Refusal.WrongRecipient, "WrongRecipient", id, wrong)
            : Deliver(wish, item, recipients.Count > 0 ? recipients : item.Recipients, emergency: false, genuine));

    /// <summary>Lets a held mail out against a lock-down: two people must ask for it within <see cref="EmergencyWindow"/>, each with a reason.</summary>
    public Ruling LetOutInEmergency(Actor actor, string id, string reason) => Rule(new(actor, Emergency, id, reason, Role.Responder), (wish, item) =>
    {
        if (string.IsNullOrWhiteSpace(reason)) return Ruling.No(Refusal.NoReason, "EmergencyReason");
        var asked = EmergencyAsked(decisions, id, clock.GetUtcNow());
        if (asked.FirstOrDefault(e => !e.Actor.IsSame(actor.Name)) is { } first)
        {
            // Somebody with an account of the machine and a token would be two.
            return KindOf(first.Actor) == KindOf(actor) ? Deliver(wish, item, item.Recipients, emergency: true, genuine: false) : Ruling.No(Refusal.SamePerson, "OneKind");
        }
        return asked.Count > 0
            ? Ruling.No(Refusal.SamePerson, "SamePerson", id)
            : Keep(wish, new Decision(Event(wish, Waits)) { Register = [.. Pointers(except: id), Pointer(id)] }, Ruling.Done("EmergencyNoted", id));
    });

    /// <summary>Says no to an emergency release that waits for a second person, or takes back one's own: whoever still wants it asks anew.</summary>
    public Ruling RefuseEmergency(Actor actor, string id, string reason) => Rule(new(actor, EmergencyRefusal, id, reason, Role.Responder), (wish, _) =>
        string.IsNullOrWhiteSpace(reason) ? Ruling.No(Refusal.NoReason, "EmergencyReason")
        : EmergencyAsked(decisions, id, clock.GetUtcNow()).Count == 0 ? Ruling.No(Refusal.NotHeld, "EmergencyNotAsked", id)
        : Keep(wish, new Decision(Event(wish, AuditEvent.Done)), Ruling.Done("EmergencyRefused", id)));

    /// <summary>Emergency releases that wait for a second person, the newest wish of each mail; at most <see cref="MaxPointers"/>.</summary>
    public static IReadOnlyList<AuditEvent> EmergenciesWaiting(IDecisions decisions, DateTimeOffset now) =>
        [.. decisions.Register(Emergency).Take(MaxPointers).Where(e => IsOpen(decisions.FindHeld(e.Id))).Select(e => EmergencyAsked(decisions, e.Id, now).FirstOrDefault()).OfType<AuditEvent>()];

    /// <summary>Who asked for an emergency release of a mail that waits for a second person, newest first; empty where nobody did, or it is decided or past its time.</summary>
    public static IReadOnlyList<AuditEvent> EmergencyAsked(IAuditLog log, string id, DateTimeOffset now) =>
        // One that lies ahead is of a clock that was set back since: nobody knows how old it is.
        [.. log.RecentAudit(id, History).Select(e => e.Event).TakeWhile(e => e is not { Action: Emergency or EmergencyRefusal, Outcome: AuditEvent.Done })
            .Where(e => e is { Action: Emergency, Outcome: Waits } && e.At >= now - EmergencyWindow && e.At <= now)];

    /// <summary>Who decided last on a held mail, or null; what was refused does not count.</summary>
    public static AuditEvent? LastDecided(IAuditLog log, string id) =>
        log.RecentAudit(id, History).Select(e => e.Event).FirstOrDefault(e => e is { Action: "release" or "delete" or "deny" or Emergency, Outcome: AuditEvent.Done });

    /// <summary>Deletes a held mail, and its bytes with it: nobody gets it. Who asked for it is told.</summary>
    public Ruling Delete(Actor actor, string id, string reason) => Rule(new(actor, "delete", id, reason, Role.Analyst), (wish, item) =>
        Keep(wish, new Decision(Event(wish, AuditEvent.Done)) { Item = item, State = QuarantineState.Deleted, Jobs = [DiscardJob.Of(id, clock.GetUtcNow()), .. Requests.Tell(id, Requests.Open(decisions, directory, item), "ToldDeleted", clock.GetUtcNow())] }, Ruling.Done("Deleted", id)));

    /// <summary>Asks that a mail held for somebody be let out; an analyst decides. Asking again changes nothing.</summary>
    /// <param name="actor">Named "person:" and the address.</param>
    /// <param name="address">Whose mail it is.</param>
    public Ruling Ask(Actor actor, string address, string id)
    {
        // Whose mail it is not learns nothing of it, and leaves nothing: a link must not fill the audit.
        if (decisions.FindHeld(id) is not { } item || !Requests.Reads(directory, address, item.Recipients)) return Ruling.No(Refusal.WrongRecipient, "NotYours", id);
        if (item.State is not (QuarantineState.Held or QuarantineState.ReleaseRequested)) return NotHeld(item);
        if (Requests.Open(decisions, directory, item).Contains(address, StringComparer.OrdinalIgnoreCase)) return Ruling.Done("AskedAlready", id);
        var (wish, now) = (new Wish(actor, Requests.Action, id, "", Role.Employee), clock.GetUtcNow());
        var ruling = Keep(wish, new Decision(Event(wish, AuditEvent.Done))
        {
            Item = item, State = QuarantineState.ReleaseRequested, UnlessLocked = true, Groups = LockedGroups.Of(decisions, directory, item.Recipients, now),
        }, Ruling.Done("Asked", id));
        var told = decisions.RecentAudit(id, History).Any(e => e.Event.Actor.IsSame(actor.Name) && e.Event.Outcome == ruling.Outcome && now - e.Event.At < OncePer);
        if (!ruling.IsDone && !told) decisions.Decide(new Decision(Event(wish, ruling.Outcome)), now);
        return ruling;
    }

    /// <summary>Answers a request with no: the mail stays held, and who asked is told.</summary>
    public Ruling Deny(Actor actor, string id, string reason) => Rule(new(actor, "deny", id, reason, Role.Analyst), (wish, item) => item.State != QuarantineState.ReleaseRequested
        ? Ruling.No(Refusal.NotHeld, "NotAsked", id)
        : Keep(wish, new Decision(Event(wish, AuditEvent.Done)) { Item = item, State = QuarantineState.Held, Jobs = Requests.Tell(id, Requests.Open(decisions, directory, item), "ToldDenied", clock.GetUtcNow()) }, Ruling.Done("Denied", id)));

    private Ruling Rule(Wish wish, Func<Wish, QuarantineItem, Ruling> decide)
    {
        var ruling = wish.Actor.Role < wish.Needs ? Ruling.NotAllowed(wish.Actor, wish.Needs)
            : decisions.FindHeld(wish.Id) is not { } item ? Unknown(wish)
            : IsOpen(item) ? decide(wish, item)
            : NotHeld(item);
        if (!ruling.IsDone) decisions.Decide(new Decision(Event(wish, ruling.Outcome)), clock.GetUtcNow());
        return ruling;
    }

    private Ruling Deliver(Wish wish, QuarantineItem item, IReadOnlyList<string> recipients, bool emergency, bool genuine)
    {
        var now = clock.GetUtcNow();
        var order = new ReleaseOrder(recipients, emergency, now + Patience) { Genuine = genuine };
        return Keep(wish, new Decision(Event(wish, AuditEvent.Done))
        {
            Item = item, State = QuarantineState.Delivering, UnlessLocked = !emergency, Groups = LockedGroups.Of(decisions, directory, recipients, now), Jobs = [order.Job(item.Id, now)],
        }, Ruling.Done(emergency ? "ReleasingAnyway" : "Releasing", item.Id, string.Join(", ", recipients)));
    }

    private Ruling Keep(Wish wish, Decision decision, Ruling done) => decisions.Decide(decision, clock.GetUtcNow()) switch
    {
        DecisionOutcome.Done => done,
        DecisionOutcome.Locked => Locked(wish.Id, decision.Groups),
        _ => decisions.FindHeld(wish.Id) is { } now ? NotHeld(now) : Unknown(wish),
    };

    private Ruling Locked(string id, IReadOnlyList<string> groups)
    {
        var now = clock.GetUtcNow();
        var campaign = decisions.CampaignOf(id);
        return decisions.LockDowns().FirstOrDefault(l => l.Holds(now) && l.Covers(campaign, groups)) is { } locked
            ? Ruling.No(Refusal.Locked, "Locked", Sentences.Time(locked.Since), locked.Reason) : Ruling.No(Refusal.Locked, "LockedNow");
    }

    private RegisterChange Pointer(string id) => new(Emergency, id, "{}", decisions.FindRegistered(Emergency, id)?.Version ?? 0);

    /// <summary>Takes out where nobody waits any more.</summary>
    private IEnumerable<RegisterChange> Pointers(string except) =>
        decisions.Register(Emergency).Where(e => e.Id != except && EmergencyAsked(decisions, e.Id, clock.GetUtcNow()).Count == 0).Take(MaxPointers).Select(e => new RegisterChange(Emergency, e.Id, null, e.Version));

    private static bool IsOpen(QuarantineItem? item) => item?.State is QuarantineState.Held or QuarantineState.ReleaseRequested;

    private static string KindOf(Actor actor) => actor.Name.Split(':')[0];

    private static Ruling Unknown(Wish wish) => Ruling.No(Refusal.Unknown, "Unknown", wish.Id);

    private static Ruling NotHeld(QuarantineItem item) => Ruling.No(Refusal.NotHeld, item.State switch
    {
        QuarantineState.Delivering => "OnItsWay",
        QuarantineState.InDoubt => "InDoubt",
        QuarantineState.Released => "ReleasedAlready",
        QuarantineState.Deleted => "DeletedAlready",
        QuarantineState.Expired => "ExpiredAlready",
        _ => "ChangedMeanwhile",
    }, item.Id);

    private AuditEvent Event(Wish wish, string outcome) => AuditEvent.Of(clock.GetUtcNow(), wish.Actor, wish.Action, wish.Id, wish.Reason, outcome);

    private sealed record Wish(Actor Actor, string Action, string Id, string Reason, Role Needs);
}
