using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.Memory;
using Postvakt.Quarantine;
using static Postvakt.Storage.Tests.Contracts.Mails;

namespace Postvakt.Storage.Tests.Contracts;

/// <summary>What every store must record: all of a mail or nothing of it.</summary>
public abstract class LedgerContract(StoreBed bed) : StoreContract(bed)
{
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    [Fact]
    public void CleanMail_IsRecordedWithItsMemory()
    {
        Assert.Null(Ledger.Record(Entry(1), Plain(1), out var message));
        Ledger.Commit();
        Assert.Equal(message, Ledger.Memory.Recall(Ask(id: 1_001)).Self!.Value.Id);
        var found = Store.Records.FindRecord("r1")!;
        Assert.Equal(Entry(1).Answer, found.Answer);
        Assert.Equal((Start, "mx", 12_345L, "m1@firm.example", "a@firm.example"), (found.At, found.Listener, found.Size, found.MessageId, found.From));
        Assert.Equal(Entry(1).Digest, found.Digest);
        Assert.Equal([1, 2, 3], found.SealedSubject);
        Assert.Equal(("192.0.2.1", "mx.firm.example", "a@firm.example"), (found.Envelope.ClientAddress, found.Envelope.Helo, found.Envelope.MailFrom));
        Assert.Equal(["b@firm.example", "c@firm.example"], found.Envelope.Recipients);
        Assert.Null(found.SealedEvidence);
        Assert.Null(found.Held);
        Assert.Empty(found.Findings);
        Assert.Null(Store.Records.FindRecord("r2"));
    }

    [Fact]
    public void HeldMail_IsRecordedWithFindingsIndicatorsItemAndJobs()
    {
        var entry = Malicious(1);
        Ledger.Record(entry, Plain(1, standing: Standing.Bad), out _);
        Ledger.Record(Malicious(2), Plain(2, standing: Standing.Bad), out _);
        Ledger.Commit();
        var found = Store.Records.FindRecord("r1")!;
        Assert.Equal(("links /a/N", Verdict.Malicious, Disposition.Quarantine), (found.Campaign, found.Answer.Verdict, found.Intended));
        Assert.Equal([9, 8, 7], found.SealedEvidence);
        Assert.Equal(entry.Indicators, found.Indicators);
        Assert.Equal(["hijacked-reply", "disguised-link"], found.Findings.Select(f => f.Id));
        Assert.Equal((Severity.Critical, "model", "A thief writes here."), (found.Findings[0].Severity, found.Findings[0].Source, found.Findings[0].Title));
        Assert.Equal(["T1534", "T1566"], found.Findings[0].Attack);
        Assert.Empty(found.Findings[1].Attack);
        Assert.Equal((QuarantineState.Held, 1L), (found.Held!.State, found.Held.Version));
        Assert.Equal(["r2", "r1"], Store.Records.RecordsWith(new Indicator("host", "evil.example"), 10));
        Assert.Equal(["r2"], Store.Records.RecordsWith(entry.Indicators[1], 1));
        Assert.Empty(Store.Records.RecordsWith(new Indicator("address", "evil.example"), 10));
        Assert.Equal((4, 0), Store.Jobs.Count());
    }

    [Fact]
    public void Repeat_WithinTheWindow_GetsTheStoredAnswerAndChangesNothing()
    {
        Ledger.Record(Malicious(1), Plain(1), out _);
        Ledger.Commit();
        var again = Entry(7, 4 * Day) with { RepeatKey = Malicious(1).RepeatKey };
        Assert.Equal(Malicious(1).Answer, Ledger.Record(again, Plain(7, 4 * Day), out var message));
        Ledger.Commit();
        Assert.Equal(0, message);
        Assert.Null(Store.Records.FindRecord("r7"));
        Assert.Null(Ledger.Memory.Recall(Ask(id: 1_007)).Self);
        Assert.Equal((2, 0), Store.Jobs.Count());
    }

    [Fact]
    public void Repeat_InTheSameBatch_IsKnown()
    {
        Assert.Null(Ledger.Record(Entry(1), Plain(1), out _));
        Assert.Equal("r1", Ledger.Record(Entry(2) with { RepeatKey = Entry(1).RepeatKey }, Plain(2), out _)!.Id);
        Ledger.Commit();
    }

    [Fact]
    public void Repeat_AfterTheWindow_IsANewMail()
    {
        Ledger.Record(Entry(1), Plain(1), out _);
        Ledger.Commit();
        Assert.Null(Ledger.Record(Entry(2, 5 * Day) with { RepeatKey = Entry(1).RepeatKey }, Plain(2, 5 * Day), out _));
        Ledger.Commit();
        Assert.Equal("r2", Ledger.Record(Entry(3, 6 * Day) with { RepeatKey = Entry(1).RepeatKey }, Plain(3), out _)!.Id);
    }

    [Fact]
    public void FailingRecord_LeavesTheOthers()
    {
        Ledger.Record(Entry(1), Plain(1), out _);
        // A second record with an id that is taken: our own fault, found by the store.
        Assert.Throws<StoreException>(() => Ledger.Record(Malicious(2) with { Answer = Entry(1).Answer }, Plain(2), out _));
        Ledger.Record(Entry(3), Plain(3), out _);
        Ledger.Commit();
        Assert.NotNull(Store.Records.FindRecord("r1"));
        Assert.NotNull(Store.Records.FindRecord("r3"));
        Assert.Null(Ledger.Memory.Recall(Ask(id: 1_002)).Self);
        Assert.Empty(Store.Held.SearchHeld(new HeldQuery()).Items);
        Assert.Equal((0, 0), Store.Jobs.Count());
        // The repeat key went with it.
        Assert.Null(Ledger.Record(Malicious(2), Plain(2), out _));
    }

    [Fact]
    public void OtherOrganisation_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Ledger.Record(Entry(1) with { Org = "other" }, Plain(1), out _));
    }

    [Fact]
    public void HostileText_IsRecordedLikeAnyOther()
    {
        string[] texts = ["nul\0nul", "half\ud800", new string('l', 9_000), "quote'\"$1\\", ""];
        foreach (var (i, text) in texts.Index())
        {
            var entry = Malicious(i);
            Assert.Null(Ledger.Record(entry with
            {
                Answer = entry.Answer with { Summary = text }, MessageId = text, From = text, Listener = text, Campaign = text,
                Envelope = new(text, text, text, [text]), Indicators = [new Indicator("url", text)],
                Findings = [new Finding(text, text, Severity.Low, text, [], [text])], Held = entry.Held! with { MailFrom = text, Recipients = [text] },
            }, Plain(i), out _));
            Ledger.Commit();
            Assert.NotNull(Store.Records.FindRecord($"r{i}"));
        }
    }

    [Fact]
    public void HeldItem_ChangedByTwo_OnlyTheFirstWins()
    {
        Ledger.Record(Malicious(1), Plain(1), out _);
        Ledger.Commit();
        var item = Store.Held.FindHeld("r1")!;
        Assert.Equal(["b@firm.example"], item.Recipients);
        Assert.Equal(("a@firm.example", Start, Start + 30 * Day, 12_345L), (item.MailFrom, item.HeldAt, item.ExpiresAt, item.Size));
        DecisionOutcome Change(QuarantineItem as_, QuarantineState state) => Ledger.Decide(new Decision(new(Start, new("account:a", Role.Analyst), "change", as_.Id, "", AuditEvent.Done)) { Item = as_, State = state }, Start);
        Assert.Equal(DecisionOutcome.Done, Change(item, QuarantineState.Delivering));
        Assert.Equal(DecisionOutcome.Changed, Change(item, QuarantineState.Deleted));
        var changed = Store.Held.FindHeld("r1")!;
        Assert.Equal((QuarantineState.Delivering, 2L), (changed.State, changed.Version));
        Assert.Equal(DecisionOutcome.Done, Change(changed, QuarantineState.Released));
        Assert.Equal(DecisionOutcome.Changed, Change(changed with { Id = "nobody" }, QuarantineState.Released));
        Assert.Equal([1L, 2], Ledger.ReadAudit(Ledger.AuditNodes()[0], 0, 10).Select(e => e.Number));
        Assert.Null(Store.Held.FindHeld("nobody"));
    }

    [Fact]
    public void Jobs_AreTakenWhenDue_AndComeBackWhenTheLeaseIsOver()
    {
        var lease = TimeSpan.FromMinutes(1);
        Ledger.Record(Malicious(1), Plain(1), out _);
        Store.Jobs.Add(new Job("sweep", "x", "{}", Start));
        Ledger.Commit();
        var job = Assert.Single(Store.Jobs.Take("notify", Start, lease, 10));
        Ledger.Commit();
        Assert.Equal((1, new Job("notify", "r1", "{\"to\":1}", Start)), (job.Attempts, job.Job));
        Assert.Empty(Store.Jobs.Take("notify", Start, lease, 10));
        var again = Assert.Single(Store.Jobs.Take("notify", Start + lease, lease, 10));
        // Neither a lease nor a retry moves the time at which it was first due.
        Assert.Equal((job.Id, 2, Start), (again.Id, again.Attempts, again.Job.DueAt));
        // The first worker comes too late.
        Assert.False(Store.Jobs.Finish(job));
        Assert.False(Store.Jobs.Retry(job, Start));
        Assert.False(Store.Jobs.GiveUp(job));
        Assert.True(Store.Jobs.Retry(again, Start + TimeSpan.FromHours(1)));
        var other = Assert.Single(Store.Jobs.Take("notify", Start + TimeSpan.FromMinutes(30), lease, 10));
        Assert.Equal("{\"to\":2}", other.Job.Payload);
        Assert.True(Store.Jobs.Finish(other));
        Assert.False(Store.Jobs.Finish(other));
        var last = Assert.Single(Store.Jobs.Take("notify", Start + TimeSpan.FromHours(1), lease, 10));
        Assert.Equal((again.Id, Start), (last.Id, last.Job.DueAt));
        Assert.True(Store.Jobs.GiveUp(last));
        Ledger.Commit();
        Assert.Empty(Store.Jobs.Take("notify", Start + TimeSpan.FromDays(1), lease, 10));
        Assert.Equal((1, 1), Store.Jobs.Count());

        // Given up is not gone: it is seen, tried anew or dropped.
        var lost = Assert.Single(Store.Jobs.GivenUp(0, 10));
        Assert.Equal((last.Id, 3, last.Job), (lost.Id, lost.Attempts, lost.Job));
        Assert.Empty(Store.Jobs.GivenUp(lost.Id, 10));
        Assert.Empty(Store.Jobs.GivenUp(0, 0));
        Assert.True(Store.Jobs.Revive(lost.Id, Start + TimeSpan.FromDays(2)));
        Assert.False(Store.Jobs.Revive(lost.Id, Start));
        Assert.False(Store.Jobs.Drop(lost.Id));
        Ledger.Commit();
        var tried = Assert.Single(Store.Jobs.Take("notify", Start + TimeSpan.FromDays(2), lease, 10));
        Assert.Equal((lost.Id, 1, Start + TimeSpan.FromDays(2)), (tried.Id, tried.Attempts, tried.Job.DueAt));
        Assert.True(Store.Jobs.GiveUp(tried));
        Assert.True(Store.Jobs.Drop(tried.Id));
        Ledger.Commit();
        Assert.Equal((1, 0), Store.Jobs.Count());
    }

    [Fact]
    public void Campaign_IsFoundPageByPage_AndTallied()
    {
        for (var i = 1; i <= 5; i++) Ledger.Record(Malicious(i) with { At = Start + i * Day }, Plain(i, i * Day, standing: Standing.Bad), out _);
        Ledger.Record(Entry(6, 6 * Day) with { Campaign = "files x.zip" }, Plain(6, 6 * Day), out _);
        Ledger.Record(Entry(7, 7 * Day), Plain(7, 7 * Day), out _);
        Ledger.Commit();
        var (some, next) = Ledger.RecordsInCampaign("links /a/N", 0, 3);
        Assert.Equal(["r1", "r2", "r3"], some);
        Assert.NotEqual(0, next);
        Assert.Equal(["r4", "r5"], Ledger.RecordsInCampaign("links /a/N", next, 3).Found);
        Assert.Equal(0, Ledger.RecordsInCampaign("links /a/N", next, 3).Next);
        Assert.Empty(Ledger.RecordsInCampaign("", 0, 10).Found);
        Assert.Empty(Ledger.RecordsInCampaign("links", 0, 10).Found);

        // From one time on, up to before another.
        Assert.Equal((3, 0), Ledger.CountMails(Start + 2 * Day, Start + 5 * Day));
        Assert.Equal((7, 5), Ledger.CountMails(Start, Start + 8 * Day));

        Assert.Equal([new("files x.zip", 1, 0, Start + 6 * Day, Start + 6 * Day), new CampaignTally("links /a/N", 5, 5, Start + Day, Start + 5 * Day)], Ledger.Campaigns(Start, 10));
        Assert.Equal(new CampaignTally("links /a/N", 2, 2, Start + 4 * Day, Start + 5 * Day), Assert.Single(Ledger.Campaigns(Start + 4 * Day, 2).Skip(1)));
        // A day and less is counted in another way than more.
        Assert.Equal([new CampaignTally("files x.zip", 1, 0, Start + 6 * Day, Start + 6 * Day), new CampaignTally("links /a/N", 1, 1, Start + 5 * Day, Start + 5 * Day)], Ledger.Campaigns(Start + 5 * Day, 10));
        Assert.Empty(Ledger.Campaigns(Start + 7 * Day, 10));
        Ledger.Revise(["r6"], Verdict.Malicious, "r1");
        Ledger.Commit();
        Assert.Equal(1, Assert.Single(Ledger.Campaigns(Start, 1)).Malicious);
        Assert.Equal(1, Assert.Single(Ledger.Campaigns(Start + 6 * Day, 1)).Malicious);
        // Mail of before the campaign showed itself joins it; what is of another stays there.
        Ledger.JoinCampaign(["r6", "r7", "none"], "links /a/N");
        Ledger.Commit();
        Assert.Equal(["r1", "r2", "r3", "r4", "r5", "r7"], Ledger.RecordsInCampaign("links /a/N", 0, 10).Found);
        Assert.Equal("links /a/N", Ledger.FindRecord("r7")!.Campaign);
        // Only what is of the campaign is taken out of it.
        Ledger.PartCampaign(["r6", "r7", "none"], "links /a/N", "links /a/N · part 1");
        Ledger.Commit();
        Assert.Equal(["r7"], Ledger.RecordsInCampaign("links /a/N · part 1", 0, 10).Found);
        Assert.Equal(["r1", "r2", "r3", "r4", "r5"], Ledger.RecordsInCampaign("links /a/N", 0, 10).Found);
    }

    [Fact]
    public void PersonsWord_HoldsAgainstLaterMail_UntilAnotherIsSaid()
    {
        Ledger.Record(Entry(1) with { Campaign = "files x.zip" }, Plain(1), out _);
        Ledger.Record(Malicious(2), Plain(2, standing: Standing.Bad), out _);
        Ledger.Commit();
        Assert.Equal(["r1"], Ledger.Revise(["r1", "r2", "none"], Verdict.Malicious, "r9"));
        Assert.Equal(["r1", "r2"], Ledger.Pronounce(["r1", "r2", "none"], Verdict.Clean, "report-1").Order());
        Ledger.Commit();
        Assert.Equal([Verdict.Clean, Verdict.Clean], Revised());
        Assert.Equal([0L, 0L], Ledger.Campaigns(Start, 10).Select(c => c.Malicious));
        Assert.Empty(Ledger.Pronounce(["r1", "r2"], Verdict.Clean, "report-1"));
        Assert.Empty(Ledger.Revise(["r1", "r2"], Verdict.Malicious, "r9"));
        Ledger.Commit();
        Assert.Equal([Verdict.Clean, Verdict.Clean], Revised());
        Assert.Equal(["r1"], Ledger.Pronounce(["r1"], Verdict.Malicious, "report-2"));
        Ledger.Commit();
        Assert.Equal([Verdict.Malicious, Verdict.Clean], Revised());
        Assert.Equal(1, Ledger.Campaigns(Start, 10).Sum(c => c.Malicious));
        // A word that agrees with what was found holds too.
        Ledger.Record(Entry(3), Plain(3), out _);
        Assert.Empty(Ledger.Pronounce(["r3"], Verdict.Clean, "report-3"));
        Assert.Empty(Ledger.Revise(["r3"], Verdict.Suspicious, "r9"));

        IEnumerable<Verdict?> Revised() => ((string[])["r1", "r2"]).Select(id => Ledger.FindRecord(id)!.Revised);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Revision_ReachesMemory_AlsoWhenItIsDoneAgain(bool interrupted)
    {
        Ledger.Record(Entry(1), Live(Ask(id: 1_001, author: "a@firm.example", hosts: ["h.example"]), Standing.Quiet, habits: [(HabitKind.Host, 4)]), out _);
        Ledger.Record(Entry(2, 2 * Day), Plain(2, 2 * Day), out _);
        Ledger.Commit();
        Assert.True(Known().Hosts.ContainsKey("h.example"));
        // On a store where each statement is permanent by itself a worker may die between the two.
        if (interrupted)
        {
            Ledger.Revise(["r1"], Verdict.Malicious, "x");
            Ledger.Commit();
        }
        for (var i = 0; i < 2; i++)
        {
            Revision.Raise(Ledger, ["r1"], Verdict.Malicious, "x");
            Ledger.Commit();
            Assert.Equal((Standing.Bad, 0), (Known().Self!.Value.Standing, Known().Author!.Messages));
            Assert.Empty(Known().Hosts);
        }
        for (var i = 0; i < 2; i++)
        {
            Revision.Say(Ledger, ["r1"], Verdict.Clean, "y", Start);
            Ledger.Commit();
            Assert.Equal((Standing.Trusted, Verdict.Clean), (Known().Self!.Value.Standing, Ledger.FindRecord("r1")!.Revised));
        }
        Revision.Raise(Ledger, ["r1"], Verdict.Malicious, "z");
        Assert.Equal(Standing.Trusted, Known().Self!.Value.Standing);
        Revision.Say(Ledger, ["r1"], Verdict.Malicious, "z", Start);
        Assert.Equal(Standing.Bad, Known().Self!.Value.Standing);

        Recollection Known() => Ledger.Memory.Recall(Ask(2 * Day, id: 1_001, author: "a@firm.example", hosts: ["h.example"]));
    }

    [Fact]
    public void HeldMailThatIsHarmless_IsTaughtFromItsBytes()
    {
        Ledger.Record(Malicious(1), Plain(1, standing: Standing.Bad), out _);
        Revision.Say(Ledger, ["r1"], Verdict.Clean, "y", Start);
        Revision.Say(Ledger, ["r1"], Verdict.Clean, "y", Start);
        Ledger.Commit();
        Assert.Equal("r1", Assert.Single(Ledger.Take(Genuine.JobKind, Start, TimeSpan.FromMinutes(1), 10)).Job.Subject);
    }

    [Fact]
    public void Expire_KeepsCleanThirtyAndOthersNinetyDays()
    {
        Ledger.Record(Entry(1), Plain(1), out _);
        Ledger.Record(Malicious(2), Plain(2), out _);
        Ledger.Record(Entry(3, 20 * Day), Plain(3), out _);
        Ledger.Commit();
        Assert.Equal(new LedgerExpiry(0, 0), Store.Records.ExpireRecords(Start + 29 * Day));
        Assert.Equal(new LedgerExpiry(1, 1), Store.Records.ExpireRecords(Start + 31 * Day));
        Assert.Null(Store.Records.FindRecord("r1"));
        Assert.NotNull(Store.Records.FindRecord("r3"));
        var held = Store.Records.FindRecord("r2")!.Held!;
        Assert.Equal((QuarantineState.Expired, 2L), (held.State, held.Version));
        Assert.Equal("r2", Assert.Single(Store.Jobs.Take(DiscardJob.Kind, Start + 31 * Day, Day, 10)).Job.Subject);
        Assert.Equal(new LedgerExpiry(2, 0), Store.Records.ExpireRecords(Start + 91 * Day));
        Assert.Null(Store.Records.FindRecord("r2"));
        Assert.Null(Store.Held.FindHeld("r2"));
        Assert.Empty(Store.Records.RecordsWith(new Indicator("host", "evil.example"), 10));
    }

    [Fact]
    public void Reopened_StoreHasWhatWasCommitted()
    {
        Ledger.Record(Malicious(1), Plain(1), out _);
        Ledger.Commit();
        Store.Dispose();
        using var again = Bed.Open();
        Assert.Equal("r1", again.Ledger.Record(Entry(2) with { RepeatKey = Malicious(1).RepeatKey }, Plain(2), out _)!.Id);
        Assert.Equal(QuarantineState.Held, again.Records.FindRecord("r1")!.Held!.State);
    }
}
