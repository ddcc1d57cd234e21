using System.Globalization;
using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.Indicators;
using Postvakt.Jobs;
using Postvakt.Quarantine;
using Postvakt.Registers;

namespace Postvakt.Advisories;

/// <summary>Drafts advisories, has another person approve them, sends and withdraws them. Every attempt is audited.</summary>
/// <param name="decisions">Used by one thread at a time.</param>
public sealed class AdvisoryIssues(IDecisions decisions, DirectorySnapshot directory, TimeProvider clock)
{
    /// <summary>Kind of the job that has the worker promise the mails of an advisory, a few hundred people a time; its subject is the advisory's id, its payload whom it goes on after.</summary>
    public const string SpreadKind = "advisory-spread";

    /// <summary>Mails that one advisory is composed from. 20: examples.</summary>
    public const int MaxRecords = 20;

    /// <summary>Advisories that people are shown at once. 5: who reads more than that?</summary>
    public const int MaxActive = 5;

    /// <summary>Characters of a note. 1,000: a paragraph.</summary>
    public const int MaxNote = 1_000;

    private static readonly TimeSpan UsualTime = TimeSpan.FromDays(14), LongestTime = TimeSpan.FromDays(90);

    /// <returns>What is said, and the id of the draft, or empty.</returns>
    public (Ruling Ruling, string Id) Draft(Actor actor, AdvisoryDraft draft)
    {
        var now = clock.GetUtcNow();
        var (id, until) = (TimedId.New("advisory", now), draft.Until ?? now + UsualTime);
        var ruling = actor.Role < Role.Analyst ? Ruling.NotAllowed(actor, Role.Analyst)
            : draft.Records.Count is 0 or > MaxRecords ? Ruling.No(Refusal.NoReason, "AdvisoryRecords", MaxRecords.ToString(CultureInfo.InvariantCulture))
            : draft.Group.Length > 0 && !directory.HasGroup(draft.Group) ? Ruling.No(Refusal.Unknown, "NoSuchGroup", draft.Group)
            : !draft.ByMail && !draft.ByTeams ? Ruling.No(Refusal.NoReason, "AdvisoryNoWay")
            : draft.Note.Length > MaxNote ? Ruling.No(Refusal.NoReason, "AdvisoryNote", MaxNote.ToString(CultureInfo.InvariantCulture))
            : until <= now || until > now + LongestTime ? Ruling.No(Refusal.NoReason, "AdvisoryTime", LongestTime.Days.ToString(CultureInfo.InvariantCulture))
            : Ruling.Done("AdvisoryDrafted", id);
        var advisory = new Advisory
        {
            Id = id, Group = draft.Group, Records = draft.Records, Campaign = draft.Campaign, Incident = draft.Incident, Clues = AdvisoryClues.Of(draft.Findings, draft.Indicators), Note = draft.Note.Trim(),
            ExampleLink = Example(draft.Indicators.Where(i => i.Type == "url").OrderByDescending(i => AdvisoryClues.EndsInNumber(i.Value))), ExampleFile = Example(draft.Indicators.Where(i => i.Type == "file")),
            ByMail = draft.ByMail, ByTeams = draft.ByTeams, DraftedBy = actor.Name, DraftedAt = now, Until = until,
        };
        var kept = Keep(actor, "draft-advisory", ruling.IsDone ? id : draft.Records.FirstOrDefault() ?? "", ruling, ruling.IsDone ? advisory.Change(0) : null, []);
        return (kept, kept.IsDone ? id : "");
    }

    /// <summary>Another person than who drafted it has looked at it.</summary>
    public Ruling Approve(Actor actor, string id) => Change(actor, "approve-advisory", id, (a, _) => a.State != AdvisoryState.Draft ? Ruling.No(Refusal.NotHeld, "AdvisoryDone", id)
        : actor.IsSame(a.DraftedBy) ? Ruling.No(Refusal.SamePerson, "AdvisorySame", id) : Ruling.Done("AdvisoryApproved", id), (a, now) => a with { State = AdvisoryState.Approved, ApprovedBy = actor.Name, ApprovedAt = now }, []);

    /// <summary>The automation policy lets this one out without a second person: whoever wrote the policy decided that before.</summary>
    /// <param name="reason">What the policy says.</param>
    internal Ruling ApproveByPolicy(Actor automation, string id, string reason) => Change(automation, "approve-advisory", id, (a, _) => a.State != AdvisoryState.Draft ? Ruling.No(Refusal.NotHeld, "AdvisoryDone", id) : Ruling.Done("AdvisoryApproved", id),
        (a, now) => a with { State = AdvisoryState.Approved, ApprovedBy = automation.Name, ApprovedAt = now }, [], reason);

    /// <summary>Sends it. Asked for again, it goes to those who came meanwhile: nobody gets it twice.</summary>
    public Ruling Send(Actor actor, string id) => Change(actor, "send-advisory", id, (a, now) => a.State == AdvisoryState.Sending ? Ruling.No(Refusal.NotHeld, "AdvisoryGoing", id)
        : a.State is not (AdvisoryState.Approved or AdvisoryState.Sent) ? Ruling.No(Refusal.NotHeld, "AdvisoryUnapproved", id)
        : now >= a.Until ? Ruling.No(Refusal.NotHeld, "AdvisoryOver", id) : Ruling.Done("AdvisorySending", id),
        (a, now) => a with { State = AdvisoryState.Sending, SentAt = a.SentAt ?? now }, [new Job(SpreadKind, id, "{}", clock.GetUtcNow())]);

    /// <summary>Ends it before its time.</summary>
    public Ruling Withdraw(Actor actor, string id) => Change(actor, "withdraw-advisory", id, (a, _) => a.State == AdvisoryState.Withdrawn ? Ruling.No(Refusal.NotHeld, "AdvisoryOver", id) : Ruling.Done("AdvisoryWithdrawn", id),
        (a, _) => a with { State = AdvisoryState.Withdrawn }, []);

    private Ruling Change(Actor actor, string action, string id, Func<Advisory, DateTimeOffset, Ruling> rule, Func<Advisory, DateTimeOffset, Advisory> change, IReadOnlyList<Job> jobs, string reason = "")
    {
        var now = clock.GetUtcNow();
        var entry = decisions.FindRegistered(Advisory.Kind, id);
        var advisory = entry is null ? null : Advisory.Of(entry);
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder) : advisory is null ? Ruling.No(Refusal.Unknown, "NoAdvisory", id) : rule(advisory, now);
        return Keep(actor, action, id, ruling, ruling.IsDone ? change(advisory!, now).Change(entry!.Version) : null, ruling.IsDone ? jobs : [], reason);
    }

    private Ruling Keep(Actor actor, string action, string id, Ruling ruling, RegisterChange? change, IReadOnlyList<Job> jobs, string reason = "")
    {
        var now = clock.GetUtcNow();
        var outcome = decisions.Decide(new Decision(AuditEvent.Of(now, actor, action, id, reason, ruling.Outcome)) { Register = change is null ? [] : [change], Jobs = jobs }, now);
        return outcome == DecisionOutcome.Done ? ruling : Ruling.No(Refusal.NotHeld, "ChangedMeanwhile", id);
    }

    private static string Example(IEnumerable<Indicator> found) => found.FirstOrDefault() is { } one ? Defanged.Of(one) : "";
}
