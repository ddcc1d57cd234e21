using Postvakt.Advisories;
using Postvakt.Audit;
using Postvakt.Campaigns;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.LockDowns;
using Postvakt.Quarantine;
using Postvakt.Questions;
using Postvakt.Registers;
using Postvakt.Sweeps;

namespace Postvakt.Automation;

/// <summary>
/// Asks the policy about a mail and has done what it says, by the use cases that people have. Each action happens once for a campaign; what people undid is not done again. Every
/// act and proposal is audited under the actor "system:automation", asks for an incident and stands in its timeline.
/// </summary>
/// <param name="ledger">Used by one thread at a time.</param>
/// <param name="journals">Names of listeners that take in journals.</param>
/// <param name="canSweep">Mailboxes are known.</param>
public sealed class ActByPolicy(ILedger ledger, AutomationPolicy policy, DirectorySnapshot directory, IReadOnlyCollection<string> journals, bool canSweep, TimeProvider clock)
{
    /// <summary>Why of the incidents that are asked for.</summary>
    private const string Because = "automation";

    private static readonly Actor Self = Actor.System("automation");

    /// <summary>Acts on a mail and ends the job. Done again after a crash, it finds what was done.</summary>
    public void Take(QueuedJob job)
    {
        if (ledger.FindRecord(job.Job.Subject) is { } record && VerdictOf(record) > Verdict.Clean)
        {
            var source = AutomationOrder.Of(job.Job).Source;
            var campaign = record.Campaign.Length > 0 ? CampaignDecisions.Whole(ledger, record.Campaign) : "";
            var known = CaseOf(record, campaign, source);
            foreach (var decision in policy.Decide(known).Where(d => d.Mode != AutomaticMode.Off)) Take(decision, record, campaign, source);
        }
        ledger.Finish(job);
    }

    /// <summary>What was done and proposed, newest first.</summary>
    /// <param name="before">Only what has an id below this one, or empty.</param>
    public static IReadOnlyList<AutomaticStep> Steps(IRegister register, string key, string before, int max) => [.. register.RegisteredUnder(AutomaticStep.Kind, key, before, max).Select(AutomaticStep.Of)];

    private AutomationCase CaseOf(LedgerEntry record, string campaign, AutomationSource source)
    {
        var now = clock.GetUtcNow();
        return new AutomationCase(VerdictOf(record), Math.Max(1, MailsOf(campaign)), source)
        {
            IsOfCampaign = campaign.Length > 0, CanBeSwept = canSweep && IsDelivered(record), CanBeAsked = directory.PersonOf(record.From) is { IsShared: false },
            Done = Enum.GetValues<AutomaticAction>().ToDictionary(a => a, a => a == AutomaticAction.Sweep ? SweepHour.Now(ledger, now).Hour.Copies : AutomationHour.Now(ledger, a, now).Hour.Times),
        };
    }

    private int MailsOf(string campaign) => campaign.Length == 0 ? 1 : RecordsOf(campaign).Count();

    private IEnumerable<string> RecordsOf(string campaign) => CampaignDecisions.NamesOf(ledger, campaign).SelectMany(n => ledger.RecordsInCampaign(n, 0, AutomationPolicy.MaxMails).Found).Take(AutomationPolicy.MaxMails);

    private void Take(AutomaticDecision decision, LedgerEntry record, string campaign, AutomationSource source)
    {
        var target = decision.Action == AutomaticAction.Ask ? record.From : campaign.Length > 0 ? campaign : record.Answer.Id;
        var entry = ledger.RegisteredUnder(AutomaticStep.Kind, AutomaticStep.KeyOf(decision.Action, target), "", 1).FirstOrDefault();
        if (entry is not null && (decision.Mode == AutomaticMode.Propose || AutomaticStep.Of(entry).IsDone))
        {
            if (decision.Mode == AutomaticMode.Act) Follow(decision, record);
            return;
        }
        var now = clock.GetUtcNow();
        var (before, hour) = (entry is null ? null : AutomaticStep.Of(entry), AutomationHour.Now(ledger, decision.Action, now));
        var (did, made, jobs) = Do(decision, record, campaign);
        // Somebody did it before us, or it cannot be done: nothing of it is ours.
        if (did is { IsDone: false } refused)
        {
            if (before is null) ledger.Decide(new Decision(AuditEvent.Of(now, Self, Name(decision), target, decision.Reason, refused.Key)), now);
            return;
        }
        var acts = decision.Mode == AutomaticMode.Act;
        var step = (before ?? new AutomaticStep(TimedId.New(Because, now), decision.Action, target, false, "", now, source, record.Answer.Id, campaign)) with { IsDone = acts, Reason = decision.Reason, At = now, Source = source, Made = made, Person = decision.Action == AutomaticAction.Ask ? directory.PersonOf(record.From)?.Id ?? "" : "" };
        ledger.Decide(new Decision(AuditEvent.Of(now, Self, Name(decision), target, decision.Reason, acts ? AuditEvent.Done : "proposed"))
        {
            Register = [step.Change(entry?.Version ?? 0), .. acts && decision.Action != AutomaticAction.Sweep ? [(hour.Hour with { Times = hour.Hour.Times + 1 }).Change(decision.Action, hour.Version)] : (RegisterChange[])[]],
            Jobs = [.. jobs, new IncidentProposal(Because, record.Answer.Id, campaign, "", Severe: false).Job(now), .. acts ? [AutomationNotice.Job(step.Id, now)] : (Job[])[]],
        }, now);
    }

    /// <summary>More mail of what was acted on already.</summary>
    private void Follow(AutomaticDecision decision, LedgerEntry record)
    {
        if (decision.Action == AutomaticAction.Sweep) ledger.Add(AutomaticSweep.Job(record.Answer.Id, clock.GetUtcNow()));
        // Joins the question that is open; when it was answered, nobody is asked again.
        else if (decision.Action == AutomaticAction.Ask && directory.PersonOf(record.From) is { } person && ledger.RegisteredUnder(SenderQuestion.Kind, "person:" + person.Id, "", 1) is [{ } last] && SenderQuestion.Of(last).IsOpen) Ask(record, decision.Reason);
    }

    /// <returns>What the use case says, or null: there is nothing to ask it; what it made; jobs that belong to it.</returns>
    private (Ruling? Did, string Made, IReadOnlyList<Job> Jobs) Do(AutomaticDecision decision, LedgerEntry record, string campaign) => (decision.Action, decision.Mode) switch
    {
        (AutomaticAction.Warn, _) => Warn(decision, record, campaign),
        (AutomaticAction.Lock, AutomaticMode.Act) => (Lock(record.Campaign, decision.Reason), record.Campaign, []),
        (AutomaticAction.Lock, _) => (IsLocked(record.Campaign) ? Ruling.No(Refusal.NotHeld, "locked already") : null, "", []),
        (AutomaticAction.Ask, AutomaticMode.Act) => (Ask(record, decision.Reason), "", []),
        (AutomaticAction.Sweep, AutomaticMode.Act) => (null, "", Sweeps(decision.Rule!, record, campaign)),
        _ => (null, "", []),
    };

    private Ruling Lock(string campaign, string reason) => IsLocked(campaign) ? Ruling.No(Refusal.NotHeld, "locked already")
        : new LockDownSwitch(ledger, directory, clock).Impose(Self, LockDownScope.Campaign, campaign, "automation policy, " + reason, null);

    private bool IsLocked(string campaign) => ledger.LockDowns().Any(l => l.Holds(clock.GetUtcNow()) && (l.Scope == LockDownScope.Everybody || (l.Scope == LockDownScope.Campaign && l.Target == campaign)));

    private Ruling Ask(LedgerEntry record, string reason) => new AskSender(ledger, directory, clock).Ask(Self, new AskedRecord(record.Answer.Id, record.From, record.Campaign, record.At), "automation policy, " + reason);

    /// <summary>The first time all delivered mail of the campaign from these sources, later what comes.</summary>
    private IReadOnlyList<Job> Sweeps(AutomationRule rule, LedgerEntry record, string campaign)
    {
        var now = clock.GetUtcNow();
        var others = campaign.Length == 0 ? [] : RecordsOf(campaign).Where(r => r != record.Answer.Id).Select(ledger.FindRecord).OfType<LedgerEntry>()
            .Where(r => VerdictOf(r) >= rule.Verdict && IsDelivered(r) && rule.FitsSource(AutomationOrder.SourceOf(r.Listener, journals))).Select(r => r.Answer.Id);
        return [.. others.Prepend(record.Answer.Id).Select(r => AutomaticSweep.Job(r, now))];
    }

    /// <summary>A draft is the proposal: a person looks at it and approves it. None where there is one of this campaign.</summary>
    private (Ruling? Did, string Made, IReadOnlyList<Job> Jobs) Warn(AutomaticDecision decision, LedgerEntry record, string campaign)
    {
        var issues = new AdvisoryIssues(ledger, directory, clock);
        var key = campaign.Length is > 0 and <= 190 ? "campaign:" + campaign : "record:" + record.Answer.Id;
        var there = ledger.RegisteredUnder(Advisory.Kind, key, "", 10).Select(Advisory.Of).FirstOrDefault(a => a.State != AdvisoryState.Withdrawn);
        var drafted = there is null ? Draft(issues, record, campaign) : (Ruling.Done("AdvisoryDrafted", there.Id), there.Id);
        if (there is not null && there.DraftedBy != Self.Name) return (Ruling.No(Refusal.NotHeld, "warned already"), "", []);
        if (!drafted.Item1.IsDone || decision.Mode != AutomaticMode.Act) return (drafted.Item1, drafted.Item2, []);
        // Each may have been done by an attempt before that broke off.
        if (Advisory.Find(ledger, drafted.Item2) is { State: AdvisoryState.Draft } && issues.ApproveByPolicy(Self, drafted.Item2, "automation policy, " + decision.Reason) is { IsDone: false } unapproved) return (unapproved, "", []);
        return (Advisory.Find(ledger, drafted.Item2) is { State: AdvisoryState.Approved } ? issues.Send(Self, drafted.Item2) : null, drafted.Item2, []);
    }

    private (Ruling, string) Draft(AdvisoryIssues issues, LedgerEntry record, string campaign)
    {
        // The newest of the campaign: what goes round now.
        var records = campaign.Length == 0 ? [record] : RecordsOf(campaign).TakeLast(AdvisoryIssues.MaxRecords).Select(ledger.FindRecord).OfType<LedgerEntry>().ToArray();
        return issues.Draft(Self, new AdvisoryDraft([.. records.Select(r => r.Answer.Id)], campaign, "", records.SelectMany(r => r.Findings).Select(f => f.Id).ToHashSet(StringComparer.Ordinal), [.. records.SelectMany(r => r.Indicators)], "", "",
            ByMail: true, ByTeams: true, null));
    }

    private static Verdict VerdictOf(LedgerEntry record) => record.Revised is { } revised && revised > record.Answer.Verdict ? revised : record.Answer.Verdict;

    /// <summary>Delivered with or without a mark, as far as we know.</summary>
    private static bool IsDelivered(LedgerEntry record) => record.Answer.Applied is Disposition.Deliver or Disposition.Tag;

    private static string Name(AutomaticDecision decision) => "automatic-" + decision.Action.ToString().ToLowerInvariant();
}
