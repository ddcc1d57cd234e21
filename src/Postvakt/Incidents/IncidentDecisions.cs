using System.Globalization;
using Postvakt.Audit;
using Postvakt.Campaigns;
using Postvakt.Hunts;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.Quarantine;
using Postvakt.Registers;

namespace Postvakt.Incidents;

/// <summary>Opens incidents, keeps what is done and told in them, and closes them. Every attempt is audited.</summary>
/// <param name="decisions">Used by one thread at a time.</param>
public sealed class IncidentDecisions(IDecisions decisions, Playbook playbook, TimeProvider clock)
{
    /// <summary>Characters of a note or conclusion that is kept. 1,000 in a note, as in the audit; 4,000 in a conclusion: a page.</summary>
    private const int MaxNote = 1_000, MaxConclusion = 4_000;

    /// <summary>Incidents that are active at once. 200: more would be a ticket system.</summary>
    private const int MaxActive = 200;

    /// <summary>How long ago one may have become known. A year.</summary>
    private static readonly TimeSpan LongestKnown = TimeSpan.FromDays(365);

    public static Incident? Find(IRegister register, string id) => register.FindRegistered(Incident.Kind, id) is { } entry ? Incident.Of(entry) : null;

    /// <summary>Newest first.</summary>
    /// <param name="before">Only older ones than the one with this id, or empty.</param>
    public static IReadOnlyList<Incident> All(IRegister register, bool onlyActive, string before, int max) => [.. register.RegisteredUnder(Incident.Kind, onlyActive ? Incident.Active : "", before, max).Select(Incident.Of)];

    /// <summary>Newest first, at most 1,000.</summary>
    public static IReadOnlyList<IncidentEvent> Events(IRegister register, string id) => [.. register.RegisteredUnder(IncidentEvent.Kind, Incident.KeyOf(id), "", 1_000).Select(IncidentEvent.Of)];

    /// <summary>What was told, newest first, at most 1,000.</summary>
    public static IReadOnlyList<Statement> Statements(IRegister register, string id) => [.. register.RegisteredUnder(Statement.Kind, Incident.KeyOf(id), "", 1_000).Select(Statement.Of)];

    /// <summary>Opens one.</summary>
    /// <param name="knownAt">Since when it is known; null: now.</param>
    /// <param name="id">Of the new one; empty where it was refused.</param>
    public Ruling Open(Actor actor, string title, IReadOnlyList<string> campaigns, IReadOnlyList<string> records, DateTimeOffset? knownAt, string reason, out string id)
    {
        var now = clock.GetUtcNow();
        var known = knownAt ?? now;
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder)
            : string.IsNullOrWhiteSpace(title) || title.Length > Incident.MaxTitle ? Ruling.No(Refusal.NoReason, "IncidentTitle", Number(Incident.MaxTitle))
            : known > now || known < now - LongestKnown ? Ruling.No(Refusal.NoReason, "IncidentKnown")
            : campaigns.Count > Incident.MaxNamed || records.Count > Incident.MaxNamed || campaigns.Concat(records).Any(c => c.Length is 0 or > 190) ? Ruling.No(Refusal.Unknown, "IncidentNames", Number(Incident.MaxNamed))
            : All(decisions, true, "", MaxActive).Count >= MaxActive ? Ruling.No(Refusal.NotHeld, "TooMany", Number(MaxActive))
            : null;
        id = ruling is null ? TimedId.New("incident", now) : "";
        ruling ??= Ruling.Done("IncidentOpened", id);
        var incident = new Incident(id, title.Trim(), IncidentState.Open, known, actor.Name) { Campaigns = [.. campaigns.Distinct()], Records = [.. records.Distinct()] };
        return Keep(actor, "open-incident", ruling.IsDone ? id : "", reason, ruling, ruling.IsDone ? [incident.Change(0), new IncidentEvent(id, now, actor.Name, "EventOpened", [reason]).Change()] : [], tellsSisters: true);
    }

    /// <summary>Takes up what a campaign, report, answer or hunt proposes: it joins the incident that is active about the same, or becomes one of its own. Ends the job.</summary>
    /// <returns>Id of the incident, or null when another worker has the job or the incident was changed at this moment.</returns>
    public string? Take(QueuedJob job, IncidentProposal proposal)
    {
        var now = clock.GetUtcNow();
        var entry = Active(proposal);
        var before = entry is null ? null : Incident.Of(entry);
        var id = before?.Id ?? TimedId.New("incident", now);
        var urgent = proposal.Severe || proposal.Account.Length > 0;
        var all = (before?.Signs ?? []).Union(proposal.Severe ? [IncidentSign.Opened] : []).Union(proposal.Account.Length > 0 ? [IncidentSign.AccountTakenOver] : []).Order().ToArray();
        var incident = (before ?? new Incident(id, Title(proposal), IncidentState.Proposed, now, "system:" + proposal.Because)) with { Signs = all };
        incident = incident with
        {
            // What somebody opened, or an account that is lost, waits for nobody to take it up.
            State = urgent ? IncidentState.Open : incident.State,
            Severity = Worse(incident.Severity, IncidentSeverity.Of(all)),
            Campaigns = Joined(incident.Campaigns, proposal.Campaign), Accounts = Joined(incident.Accounts, proposal.Account.ToLowerInvariant()),
            Records = proposal.Campaign.Length > 0 && incident.Records.Count > 0 ? incident.Records : Joined(incident.Records, proposal.Record),
        };
        var happened = new IncidentEvent(id, now, "system:" + proposal.Because, before is null ? "EventProposed" : "EventJoined", [proposal.Because, Named(proposal.Campaign, proposal.Account, proposal.Record)]);
        var outcome = decisions.Decide(new Decision(AuditEvent.Of(now, Actor.System("incidents"), before is null ? "propose-incident" : "join-incident", id, proposal.Because, AuditEvent.Done))
        {
            Finished = job, Register = [incident.Change(entry?.Version ?? 0), happened.Change()],
        }, now);
        return outcome == DecisionOutcome.Done ? id : null;
    }

    /// <summary>Notes what makes it more severe since then. Does nothing where nothing is new.</summary>
    public void Grade(string id, IReadOnlyList<IncidentSign> signs)
    {
        if (decisions.FindRegistered(Incident.Kind, id) is not { } entry || Incident.Of(entry) is not { IsActive: true } incident || signs.All(s => incident.Signs.Contains(s))) return;
        var all = incident.Signs.Union(signs).Order().ToArray();
        var graded = incident with { Signs = all, Severity = Worse(incident.Severity, IncidentSeverity.Of(all)) };
        Keep(Actor.System("incidents"), "grade-incident", id, string.Join(' ', all), Ruling.Done("IncidentGraded", id),
            [graded.Change(entry.Version), new IncidentEvent(id, clock.GetUtcNow(), "system:incidents", "EventGraded", [graded.Severity.ToString(), string.Join(", ", signs.Except(incident.Signs))]).Change()]);
    }

    /// <summary>Takes a proposed one up.</summary>
    public Ruling Accept(Actor actor, string id, string reason) => Change(actor, "accept-incident", id, reason, i => i.State != IncidentState.Proposed ? Ruling.No(Refusal.NotHeld, "IncidentNotProposed", id) : null,
        (i, _) => i with { State = IncidentState.Open, By = actor.Name }, "IncidentOpened", new("", default, "", "EventAccepted", [reason]));

    /// <summary>Says that a proposed one is none.</summary>
    public Ruling Dismiss(Actor actor, string id, string reason) => Change(actor, "dismiss-incident", id, reason,
        i => i.State != IncidentState.Proposed ? Ruling.No(Refusal.NotHeld, "IncidentNotProposed", id) : string.IsNullOrWhiteSpace(reason) ? Ruling.No(Refusal.NoReason, "IncidentReason") : null,
        (i, now) => i with { State = IncidentState.Dismissed, ClosedAt = now, Conclusion = Cut(reason, MaxNote) }, "IncidentDismissed", new("", default, "", "EventDismissed", [reason]));

    /// <summary>Has it cover more: a campaign, an account or a record.</summary>
    public Ruling Add(Actor actor, string id, string campaign, string account, string record, string reason) => Change(actor, "add-to-incident", id, reason,
        i => campaign.Length + account.Length + record.Length == 0 || campaign.Length > 190 || account.Length > 190 || record.Length > 190 ? Ruling.No(Refusal.Unknown, "IncidentNames", Number(Incident.MaxNamed))
            : (i.Campaigns.Count >= Incident.MaxNamed || i.Accounts.Count >= Incident.MaxNamed || i.Records.Count >= Incident.MaxNamed) ? Ruling.No(Refusal.NotHeld, "TooMany", Number(Incident.MaxNamed)) : null,
        (i, _) => i with
        {
            Campaigns = Joined(i.Campaigns, campaign), Accounts = Joined(i.Accounts, account.ToLowerInvariant()), Records = Joined(i.Records, record),
            Signs = account.Length > 0 ? [.. i.Signs.Union([IncidentSign.AccountTakenOver]).Order()] : i.Signs,
            Severity = account.Length > 0 ? Worse(i.Severity, IncidentSeverity.Of([IncidentSign.AccountTakenOver])) : i.Severity,
        }, "IncidentChanged", new("", default, "", "EventAdded", [Named(campaign, account, record)]));

    /// <summary>Writes a line into the timeline.</summary>
    public Ruling Note(Actor actor, string id, string text) => Change(actor, "note-incident", id, text, _ => string.IsNullOrWhiteSpace(text) ? Ruling.No(Refusal.NoReason, "IncidentReason") : null, (i, _) => i, "IncidentChanged", new("", default, "", "EventNote", [text]));

    /// <summary>Keeps what a hunt through logs found. What it proves makes the incident more severe.</summary>
    /// <param name="hunt">Its id, incident, time and author are set here, and what is too long is cut.</param>
    /// <param name="lines">By time; of more than are kept the gravest.</param>
    public Ruling Attach(Actor actor, string id, IncidentHunt hunt, IReadOnlyList<HuntLine> lines)
    {
        var now = clock.GetUtcNow();
        IReadOnlyList<HuntLine> kept = [.. lines.Index().OrderByDescending(l => HuntLine.Weight(l.Item.Level)).ThenBy(l => l.Index).Take(IncidentHunt.MaxLines).OrderBy(l => l.Index).Select(l => l.Item.Cut())];
        var whole = hunt with { Id = TimedId.New("hunt", now), Incident = id, At = now, By = actor.Name, Kept = kept.Count };
        IncidentSign[] signs =
        [
            .. hunt.Outcomes.Any(o => o.State == "succeeded") ? [IncidentSign.ServerBrokenInto] : Array.Empty<IncidentSign>(),
            .. hunt.Hunt == "endpoint" && kept.Any(l => l.Level == "critical") ? [IncidentSign.CodeStarted] : Array.Empty<IncidentSign>(),
        ];
        return Change(actor, "attach-hunt", id, hunt.Hunt, _ => IncidentHunt.All(decisions, id).Count >= IncidentHunt.MaxHunts ? Ruling.No(Refusal.NotHeld, "TooMany", Number(IncidentHunt.MaxHunts)) : null,
            (i, _) => i with { Signs = [.. i.Signs.Union(signs).Order()], Severity = signs.Length > 0 ? Worse(i.Severity, IncidentSeverity.Of(signs)) : i.Severity },
            "HuntKept", new("", default, "", "EventHunt", [hunt.Hunt, hunt.Findings.ToString(CultureInfo.InvariantCulture), hunt.Outcomes.Count(o => o.State == "succeeded").ToString(CultureInfo.InvariantCulture)]), [.. whole.Changes(kept)]);
    }

    /// <summary>Marks a step of the playbook. Leaving one out needs a note.</summary>
    public Ruling Mark(Actor actor, string id, string step, StepState state, string note) => Change(actor, "mark-step", id, note,
        _ => playbook.Steps.All(s => s.Id != step) ? Ruling.No(Refusal.Unknown, "NoStep", step, string.Join(", ", playbook.Steps.Select(s => s.Id)))
            : state == StepState.Skipped && string.IsNullOrWhiteSpace(note) ? Ruling.No(Refusal.NoReason, "StepReason", step) : null,
        (i, now) => i with { Steps = new Dictionary<string, StepMark>(i.Steps) { [step] = new StepMark(state, actor.Name, now, Cut(note, 200)) } }, "IncidentChanged", new("", default, "", "EventStep", [step, state.ToString(), note]));

    /// <summary>Notes what was told to whom.</summary>
    /// <param name="at">When; null: now.</param>
    public Ruling Tell(Actor actor, string id, Audience audience, string whom, string text, DateTimeOffset? at)
    {
        var now = clock.GetUtcNow();
        return Change(actor, "tell", id, audience.ToString(), i => string.IsNullOrWhiteSpace(whom) || whom.Length > 200 || string.IsNullOrWhiteSpace(text) || text.Length > Statement.MaxText ? Ruling.No(Refusal.NoReason, "StatementText", Number(Statement.MaxText))
            : at > now || at < i.KnownAt - LongestKnown ? Ruling.No(Refusal.NoReason, "IncidentKnown") : null,
            (i, _) => i, "StatementKept", new("", default, "", "EventTold", [audience.ToString(), whom]), new Statement(id, audience, whom.Trim(), text, at ?? now, actor.Name).Change(now));
    }

    /// <summary>Closes it. Needs a conclusion; a lock-down that still holds does not stop it.</summary>
    public Ruling Close(Actor actor, string id, string conclusion) => Change(actor, "close-incident", id, conclusion,
        i => i.State != IncidentState.Open ? Ruling.No(Refusal.NotHeld, "IncidentNotOpen", id) : string.IsNullOrWhiteSpace(conclusion) || conclusion.Length > MaxConclusion ? Ruling.No(Refusal.NoReason, "IncidentConclusion", Number(MaxConclusion)) : null,
        (i, now) => i with { State = IncidentState.Closed, ClosedAt = now, Conclusion = conclusion.Trim() }, "IncidentClosed", new("", default, "", "EventClosed", []));

    private Ruling Change(Actor actor, string action, string id, string reason, Func<Incident, Ruling?> refuse, Func<Incident, DateTimeOffset, Incident> change, string done, IncidentEvent happened, params IReadOnlyList<RegisterChange> more)
    {
        var now = clock.GetUtcNow();
        var entry = decisions.FindRegistered(Incident.Kind, id);
        var incident = entry is null ? null : Incident.Of(entry);
        var ruling = actor.Role < Role.Responder ? Ruling.NotAllowed(actor, Role.Responder)
            : incident is null ? Ruling.No(Refusal.Unknown, "NoIncident", id)
            : refuse(incident) ?? (incident.IsActive || action is "tell" or "note-incident" ? Ruling.Done(done, id) : Ruling.No(Refusal.NotHeld, "IncidentNotOpen", id));
        var line = happened with { Incident = id, At = now, By = actor.Name, Values = [.. happened.Values.Select(v => Cut(v, IncidentEvent.MaxValue))] };
        return Keep(actor, action, id, reason, ruling, ruling.IsDone ? [change(incident!, now).Change(entry!.Version), line.Change(), .. more] : [], tellsSisters: action == "accept-incident");
    }

    private Ruling Keep(Actor actor, string action, string id, string reason, Ruling ruling, IReadOnlyList<RegisterChange> changes, bool tellsSisters = false)
    {
        var now = clock.GetUtcNow();
        return decisions.Decide(new Decision(AuditEvent.Of(now, actor, action, id, reason, ruling.Outcome)) { Register = changes, Jobs = tellsSisters && ruling.IsDone ? [new SisterOrder(SisterOrder.Incident, id, "").Job(now)] : [] }, now) == DecisionOutcome.Done ? ruling : Ruling.No(Refusal.NotHeld, "ChangedMeanwhile", id);
    }

    /// <summary>The active incident about the same campaign, account or mail.</summary>
    private RegisterEntry? Active(IncidentProposal proposal) => new[]
    {
        proposal.Campaign.Length > 0 ? Incident.CampaignKey(proposal.Campaign) : "",
        proposal.Account.Length > 0 ? Incident.AccountKey(proposal.Account) : "",
        proposal.Record.Length > 0 ? Incident.RecordKey(proposal.Record) : "",
    }.Where(k => k.Length is > 0 and <= 200).SelectMany(k => decisions.RegisteredUnder(Incident.Kind, k, "", 1)).FirstOrDefault();

    private static string Title(IncidentProposal proposal) => Cut(proposal.Campaign.Length > 0 ? proposal.Campaign : proposal.Account.Length > 0 ? proposal.Account : proposal.Record, Incident.MaxTitle);

    private static Detection.Severity Worse(Detection.Severity one, Detection.Severity other) => one > other ? one : other;

    private static IReadOnlyList<string> Joined(IReadOnlyList<string> all, string one) => one.Length is 0 or > 190 || all.Contains(one) || all.Count >= Incident.MaxNamed ? all : [.. all, one];

    private static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    private static string Named(params string[] names) => string.Join(", ", names.Where(n => n.Length > 0));

    private static string Number(int number) => number.ToString(CultureInfo.InvariantCulture);
}
