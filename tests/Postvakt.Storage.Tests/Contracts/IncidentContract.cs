using Postvakt.Audit;
using Postvakt.Campaigns;
using Postvakt.Detection;
using Postvakt.Incidents;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.Quarantine;
using Postvakt.Server.Tests.Support;
using static Postvakt.Storage.Tests.Contracts.Mails;

namespace Postvakt.Storage.Tests.Contracts;

/// <summary>Incidents and campaigns on every store: proposed, joined, worked through, told about, closed.</summary>
public abstract class IncidentContract(StoreBed bed) : StoreContract(bed)
{
    private static readonly Actor Ann = new("account:ann", Role.Analyst), Rita = new("account:rita", Role.Responder), Rolf = new("account:rolf", Role.Responder);

    private MovableClock Clock { get; } = new(Start + TimeSpan.FromHours(1));

    private IncidentDecisions Decisions => new(Ledger, Playbook.Default, Clock);

    private CampaignDecisions Campaigns => new(Ledger, Clock);

    [Fact]
    public void Opened_IsFoundAuditedAndOnItsTimeline()
    {
        var known = Start - TimeSpan.FromHours(2);
        var ruling = Decisions.Open(Rita, " Stolen conversations ", ["links /a/N", "links /a/N"], ["r1"], known, "calls from finance", out var id);
        Assert.True(ruling.IsDone, ruling.Text);
        var incident = IncidentDecisions.Find(Ledger, id)!;
        Assert.Equal(("Stolen conversations", IncidentState.Open, known, Rita.Name, Severity.Medium), (incident.Title, incident.State, incident.KnownAt, incident.By, incident.Severity));
        Assert.Equal(["links /a/N"], incident.Campaigns);
        Assert.Equal([id], IncidentDecisions.All(Ledger, true, "", 10).Select(i => i.Id));
        Assert.Equal(("EventOpened", "calls from finance"), (Assert.Single(IncidentDecisions.Events(Ledger, id)).What, IncidentDecisions.Events(Ledger, id)[0].Values[0]));
        Assert.Equal(("open-incident", AuditEvent.Done), (Ledger.RecentAudit(id, 1)[0].Event.Action, Ledger.RecentAudit(id, 1)[0].Event.Outcome));
    }

    [Fact]
    public void Open_RefusesWhatMakesNoSense_AndAuditsIt()
    {
        Refused(Refusal.NotAllowed, Decisions.Open(Ann, "x", [], [], null, "", out var id));
        Assert.Equal("", id);
        Refused(Refusal.NoReason, Decisions.Open(Rita, " ", [], [], null, "", out _));
        Refused(Refusal.NoReason, Decisions.Open(Rita, new string('x', 201), [], [], null, "", out _));
        Refused(Refusal.NoReason, Decisions.Open(Rita, "x", [], [], Clock.GetUtcNow().AddSeconds(1), "", out _));
        Refused(Refusal.NoReason, Decisions.Open(Rita, "x", [], [], Clock.GetUtcNow().AddDays(-366), "", out _));
        Refused(Refusal.Unknown, Decisions.Open(Rita, "x", [""], [], null, "", out _));
        Refused(Refusal.Unknown, Decisions.Open(Rita, "x", [new string('c', 191)], [], null, "", out _));
        Assert.Empty(IncidentDecisions.All(Ledger, false, "", 10));
        Assert.Equal(7, Ledger.RecentAudit("", 100).Count);
    }

    [Fact]
    public void Proposals_AboutTheSame_BecomeOneIncident()
    {
        var first = Propose(new IncidentProposal("campaign", "r1", "links /a/N", "", false));
        Assert.Equal((IncidentState.Proposed, Severity.Medium), (Find(first).State, Find(first).Severity));
        Assert.Equal(first, Propose(new IncidentProposal("reported", "r2", "links /a/N", "", false)));
        // A sender who did not write it: no longer a proposal, and severe.
        Assert.Equal(first, Propose(new IncidentProposal("sender-denied", "r3", "links /a/N", "Carl@Firm.example", false)));
        Assert.Equal((IncidentState.Open, Severity.High), (Find(first).State, Find(first).Severity));
        Assert.Equal(["carl@firm.example"], Find(first).Accounts);
        // By the account too, in another campaign.
        Assert.Equal(first, Propose(new IncidentProposal("sender-denied", "r4", "links /b/N", "carl@firm.example", true)));
        Assert.Equal((Severity.Critical, 2), (Find(first).Severity, Find(first).Campaigns.Count));
        Assert.NotEqual(first, Propose(new IncidentProposal("campaign", "r9", "host other.example", "", false)));
        Assert.Equal(4, IncidentDecisions.Events(Ledger, first).Count);
        Assert.Equal(0, Store.Jobs.Count().Waiting);
    }

    [Fact]
    public void Proposal_AfterItsIncidentIsOver_BecomesANewOne()
    {
        var first = Propose(new IncidentProposal("campaign", "r1", "links /a/N", "", false));
        Refused(Refusal.NoReason, Decisions.Dismiss(Rita, first, " "));
        Assert.True(Decisions.Dismiss(Rita, first, "a newsletter").IsDone);
        Assert.Empty(IncidentDecisions.All(Ledger, true, "", 10));
        var second = Propose(new IncidentProposal("reported", "r2", "links /a/N", "", false));
        Assert.NotEqual(first, second);
        Assert.Equal([second, first], IncidentDecisions.All(Ledger, false, "", 10).Select(i => i.Id));
        Assert.Equal([first], IncidentDecisions.All(Ledger, false, second, 10).Select(i => i.Id));
    }

    [Fact]
    public void LostJob_ChangesNothing()
    {
        Ledger.Add(new IncidentProposal("campaign", "r1", "links /a/N", "", false).Job(Clock.GetUtcNow()));
        Ledger.Commit();
        var job = Assert.Single(Ledger.Take(IncidentProposal.Kind, Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10));
        Assert.True(Ledger.Finish(job));
        Ledger.Commit();
        Assert.Null(Decisions.Take(job, IncidentProposal.Of(job.Job)));
        Assert.Empty(IncidentDecisions.All(Ledger, false, "", 10));
    }

    [Fact]
    public void WorkedThrough_ToldAndClosed()
    {
        Decisions.Open(Rita, "Stolen conversations", ["links /a/N"], [], null, "", out var id);
        Assert.True(Decisions.Mark(Rolf, id, "warn-staff", StepState.Done, "to everybody").IsDone);
        Refused(Refusal.NoReason, Decisions.Mark(Rolf, id, "sweep", StepState.Skipped, ""));
        Refused(Refusal.Unknown, Decisions.Mark(Rolf, id, "dance", StepState.Done, ""));
        Refused(Refusal.NotAllowed, Decisions.Note(Ann, id, "hello"));
        Assert.True(Decisions.Add(Rita, id, "", "Carl@firm.example", "", "").IsDone);
        Refused(Refusal.Unknown, Decisions.Add(Rita, id, "", "", "", ""));
        Refused(Refusal.NoReason, Decisions.Tell(Rita, id, Audience.Csirt, "", "x", null));
        Refused(Refusal.NoReason, Decisions.Tell(Rita, id, Audience.Csirt, "CSIRT", new string('x', Statement.MaxText + 1), null));
        Refused(Refusal.NoReason, Decisions.Tell(Rita, id, Audience.Csirt, "CSIRT", "x", Clock.GetUtcNow().AddHours(1)));
        Assert.True(Decisions.Tell(Rita, id, Audience.Csirt, "CSIRT", "Early warning", null).IsDone);
        Clock.Move(TimeSpan.FromHours(80));
        Assert.True(Decisions.Tell(Rita, id, Audience.DataProtectionAuthority, "Authority", "Notification", null).IsDone);
        var incident = Find(id);
        Assert.Equal((StepState.Done, "account:rolf", "to everybody"), (incident.Steps["warn-staff"].State, incident.Steps["warn-staff"].By, incident.Steps["warn-staff"].Note));
        Assert.Equal(Severity.High, incident.Severity);
        Assert.Equal([IncidentSign.AccountTakenOver], incident.Signs);
        var due = Deadline.Of(incident, IncidentDecisions.Statements(Ledger, id));
        Assert.Equal([true, false, false, false], due.Select(d => d.MetAt <= d.Due));
        Assert.Equal([false, true, false, true], due.Select(d => d.MetAt is null));
        Assert.Equal([24, 72, 72], due.Take(3).Select(d => (int)(d.Due - incident.KnownAt).TotalHours));

        Refused(Refusal.NoReason, Decisions.Close(Rita, id, ""));
        Assert.True(Decisions.Close(Rita, id, "Two accounts were taken over.").IsDone);
        Refused(Refusal.NotHeld, Decisions.Close(Rita, id, "again"));
        Refused(Refusal.NotHeld, Decisions.Mark(Rita, id, "sweep", StepState.Done, ""));
        // The final report to an authority comes a month later.
        Assert.True(Decisions.Tell(Rita, id, Audience.Csirt, "CSIRT", "Final report", null).IsDone);
        Refused(Refusal.Unknown, Decisions.Close(Rita, "incident-none", "x"));
        Assert.Equal(IncidentState.Closed, Find(id).State);
    }

    [Fact]
    public void Two_WhoChangeItAtOnce_AreNotMixed()
    {
        Decisions.Open(Rita, "Stolen conversations", [], [], null, "", out var id);
        var slow = new IncidentDecisions(new InBetween(Ledger, () => Assert.True(Decisions.Mark(Rolf, id, "sweep", StepState.Done, "").IsDone)), Playbook.Default, Clock);
        Refused(Refusal.NotHeld, slow.Mark(Rita, id, "sweep", StepState.Open, ""));
        Assert.Equal("account:rolf", Find(id).Steps["sweep"].By);
    }

    [Fact]
    public void Campaign_IsProposedOnce_LabelledJoinedAndParted()
    {
        Assert.True(Campaigns.Propose("links /a/N", "r1"));
        Assert.False(Campaigns.Propose("links /a/N", "r1"));
        Assert.False(Campaigns.Propose("", "r1"));
        Assert.Single(Ledger.Take(IncidentProposal.Kind, Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10));
        Refused(Refusal.NotAllowed, Campaigns.Label(Ann, "links /a/N", "x"));
        Assert.True(Campaigns.Label(Rita, "links /a/N", "The numbers").IsDone);
        Assert.True(Campaigns.Join(Rita, "links /b/N", "links /a/N", "same lure").IsDone);
        Refused(Refusal.NotHeld, Campaigns.Join(Rita, "links /c/N", "links /b/N", ""));
        Refused(Refusal.NotHeld, Campaigns.Join(Rita, "links /a/N", "links /c/N", ""));
        Refused(Refusal.Unknown, Campaigns.Join(Rita, "links /a/N", "links /a/N", ""));
        Assert.Equal(["links /a/N", "links /b/N"], CampaignDecisions.NamesOf(Ledger, "links /a/N"));
        Assert.Equal("links /a/N", CampaignDecisions.Whole(Ledger, "links /b/N"));
        // What is joined is proposed as a part of the whole.
        Assert.True(Campaigns.Propose("links /b/N", "r2"));
        Assert.Equal("links /a/N", IncidentProposal.Of(Assert.Single(Ledger.Take(IncidentProposal.Kind, Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10)).Job).Campaign);
        Assert.True(Campaigns.Part(Rita, "links /b/N", "another lure").IsDone);
        Refused(Refusal.NotHeld, Campaigns.Part(Rita, "links /b/N", ""));
        Assert.Equal(["links /a/N"], CampaignDecisions.NamesOf(Ledger, "links /a/N"));
        Assert.Equal("The numbers", CampaignDecisions.Find(Ledger, "links /a/N").Label);
    }

    [Fact]
    public void GivenUpJobs_AreRetriedOrDropped_WithAnAudit()
    {
        Ledger.Add(new Job("notify", "b@firm.example", "{}", Start));
        Ledger.Commit();
        Ledger.GiveUp(Assert.Single(Ledger.Take("notify", Start, TimeSpan.FromMinutes(1), 1)));
        Ledger.Commit();
        var (jobs, id) = (new GivenUpJobs(Ledger, Clock), Assert.Single(Ledger.GivenUp(0, 10)).Id);
        Refused(Refusal.NotAllowed, jobs.Retry(Ann, id, ""));
        Refused(Refusal.Unknown, jobs.Retry(Rita, id + 1, ""));
        Refused(Refusal.NoReason, jobs.Drop(Rita, id, ""));
        Assert.True(jobs.Retry(Rita, id, "the server is back").IsDone);
        Refused(Refusal.Unknown, jobs.Drop(Rita, id, "x"));
        Assert.Equal((1, 0), Store.Jobs.Count());
        Assert.Equal(5, Ledger.RecentAudit("", 100).Count);
    }

    private Incident Find(string id) => IncidentDecisions.Find(Ledger, id)!;

    private string Propose(IncidentProposal proposal)
    {
        Clock.Move(TimeSpan.FromSeconds(1));
        Ledger.Add(proposal.Job(Clock.GetUtcNow()));
        Ledger.Commit();
        var job = Assert.Single(Ledger.Take(IncidentProposal.Kind, Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10));
        return Decisions.Take(job, IncidentProposal.Of(job.Job))!;
    }

    private static void Refused(Refusal refusal, Ruling ruling)
    {
        Assert.Equal(refusal, ruling.Refusal);
        Assert.NotEmpty(ruling.Text);
        Assert.NotEmpty(ruling.In("ja"));
    }
}
