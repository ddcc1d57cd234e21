using Postvakt.Audit;
using Postvakt.Jobs;
using Postvakt.LockDowns;
using Postvakt.Quarantine;
using static Postvakt.Storage.Tests.Contracts.Mails;

namespace Postvakt.Storage.Tests.Contracts;

/// <summary>What people decide about held mail: refused or kept whole, audited either way.</summary>
public abstract class DecisionContract(StoreBed bed) : HeldMailContract(bed)
{
    [Fact]
    public void Release_ChangesTheItemPromisesTheWorkAndIsAudited()
    {
        var ruling = Releases.LetOut(Ann, "r1", [], "asked the sender");
        Assert.True(ruling.IsDone, ruling.Text);
        Assert.Contains("b@firm.example", ruling.Text, StringComparison.Ordinal);
        Assert.Equal(QuarantineState.Delivering, State("r1"));
        var job = Assert.Single(Jobs());
        Assert.Equal(["b@firm.example"], ReleaseOrder.Of(job.Job).Recipients);
        var entry = Assert.Single(Ledger.RecentAudit("r1", 10)).Event;
        Assert.Equal((Ann, "release", "asked the sender", AuditEvent.Done, Clock.GetUtcNow()), (entry.Actor, entry.Action, entry.Reason, entry.Outcome, entry.At));
    }

    [Fact]
    public void Settled_IsTheJobWithItsEntry_BothOrNothing_AndNotAudited()
    {
        var ledger = Ledger;
        ledger.Add(new Job("copy", "c1", "{}", Start));
        ledger.Add(new Job("copy", "c2", "{}", Start));
        ledger.Commit();
        var decision = new Decision(AuditEvent.Of(Start, Ann, "begin", "c", "", AuditEvent.Done)) { Register = [Entry("c1", "{\"a\":1}", 0, "waiting", "all"), Entry("c2", "{}", 0, "waiting", "all")] };
        Assert.Equal(DecisionOutcome.Done, ledger.Decide(decision, Start));
        var audited = ledger.RecentAudit("", 1_000).Count;
        var taken = ledger.Take("copy", Start, TimeSpan.FromMinutes(1), 10);
        var (one, two) = (taken[0], taken[1]);
        ledger.Commit();
        // The entry is not as it was read; the job is another worker's.
        Assert.False(ledger.Settle(one, Entry("c1", "{\"a\":2}", 7, "all")));
        Assert.False(ledger.Settle(one with { Attempts = 9 }, Entry("c1", "{\"a\":2}", 1, "all")));
        Assert.Equal(("{\"a\":1}", 1L), (ledger.FindRegistered("copy", "c1")!.Json, ledger.FindRegistered("copy", "c1")!.Version));
        Assert.Equal(2, ledger.RegisteredUnder("copy", "waiting", "", 10).Count);
        Assert.True(ledger.Settle(one, Entry("c1", "{\"a\":2}", 1, "all", "gone")));
        Assert.Equal(("{\"a\":2}", 2L), (ledger.FindRegistered("copy", "c1")!.Json, ledger.FindRegistered("copy", "c1")!.Version));
        Assert.Equal(["c2"], ledger.RegisteredUnder("copy", "waiting", "", 10).Select(e => e.Id));
        Assert.Equal(["c1"], ledger.RegisteredUnder("copy", "gone", "", 10).Select(e => e.Id));
        Assert.Equal(["c2", "c1"], ledger.RegisteredUnder("copy", "all", "", 10).Select(e => e.Id));
        Assert.False(ledger.Settle(one, Entry("c1", "{}", 2, "all")));
        Assert.True(ledger.Finish(two));
        ledger.Commit();
        Assert.Empty(ledger.Take("copy", Start + TimeSpan.FromDays(1), TimeSpan.FromMinutes(1), 10));
        Assert.Equal(audited, ledger.RecentAudit("", 1_000).Count);

        static Postvakt.Registers.RegisterChange Entry(string id, string json, long version, params string[] keys) => new("copy", id, json, version) { Keys = keys };
    }

    [Fact]
    public void Noted_IsTheEntryAsItWasRead_AndNotAudited()
    {
        var ledger = Ledger;
        var first = new Postvakt.Registers.RegisterChange("session", "s1", "{\"a\":1}", 0) { Keys = ["account:ann"] };
        Assert.Equal(DecisionOutcome.Done, ledger.Decide(new Decision(AuditEvent.Of(Start, Ann, "begin", "s", "", AuditEvent.Done)) { Register = [first] }, Start));
        var audited = ledger.RecentAudit("", 1_000).Count;
        Assert.False(ledger.Note(first with { Json = "{\"a\":2}", Version = 7 }));
        Assert.False(ledger.Note(first with { Id = "s2", Json = "{\"a\":2}", Version = 1 }));
        Assert.True(ledger.Note(first with { Json = "{\"a\":2}", Version = 1, Keys = ["account:ben"] }));
        Assert.Equal(("{\"a\":2}", 2L), (ledger.FindRegistered("session", "s1")!.Json, ledger.FindRegistered("session", "s1")!.Version));
        Assert.Empty(ledger.RegisteredUnder("session", "account:ann", "", 10));
        Assert.Single(ledger.RegisteredUnder("session", "account:ben", "", 10));
        Assert.Equal(audited, ledger.RecentAudit("", 1_000).Count);
    }

    [Fact]
    public void Audit_IsFoundByActorActionSubjectAndDay_APageAtATime()
    {
        var ledger = Ledger;
        for (var i = 0; i < 12; i++)
        {
            var at = Start + TimeSpan.FromDays(i);
            ledger.Decide(new Decision(AuditEvent.Of(at, i % 2 == 0 ? Ann : Rita, i % 3 == 0 ? "lock" : "look", "s" + i % 4, "", AuditEvent.Done)), at);
        }
        Assert.Equal(6, Found(new AuditQuery { Actor = Ann.Name[2..].ToUpperInvariant() }).Length);
        Assert.Equal([9, 6, 3, 0], Found(new AuditQuery { Action = "lock" }));
        Assert.Equal([11, 7, 3], Found(new AuditQuery { Subject = "s3" }));
        Assert.Equal([6, 5, 4], Found(new AuditQuery { From = Start + TimeSpan.FromDays(4), Until = Start + TimeSpan.FromDays(7) }));
        Assert.Equal([9, 3], Found(new AuditQuery { Action = "lock", Actor = Rita.Name }));
        Assert.Empty(Found(new AuditQuery { Actor = "%" }));
        // Page by page it is the same, each once.
        var (paged, query) = (new List<int>(), new AuditQuery { Max = 5 });
        for (AuditPage page; ; query = query with { Before = page.Next })
        {
            page = ledger.SearchAudit(query);
            paged.AddRange(page.Entries.Select(Day));
            if (page.Next is null) break;
        }
        Assert.Equal([11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0], paged);

        int[] Found(AuditQuery query) => [.. ledger.SearchAudit(query).Entries.Select(Day)];
        static int Day(AuditEntry entry) => (int)(entry.Event.At - Start).TotalDays;
    }

    [Fact]
    public void Release_AskedTwice_IsDoneOnce()
    {
        Assert.True(Releases.LetOut(Ann, "r1", [], "").IsDone);
        Assert.Equal((Refusal.NotHeld, "r1 is on its way already."), Of(Releases.LetOut(Rita, "r1", [], "")));
        Assert.Single(Jobs());
        Assert.Equal(["not held", AuditEvent.Done], Ledger.RecentAudit("r1", 10).Select(e => e.Event.Outcome));
    }

    [Fact]
    public void Refusals_ChangeNothingAndAreAudited()
    {
        Assert.Equal(Refusal.NotAllowed, Releases.LetOut(Eve, "r1", [], "").Refusal);
        Assert.Equal(Refusal.Unknown, Releases.LetOut(Ann, "r9", [], "").Refusal);
        Assert.Equal(Refusal.WrongRecipient, Releases.LetOut(Ann, "r1", ["x@firm.example"], "").Refusal);
        Assert.Equal(Refusal.NotAllowed, Releases.LetOutInEmergency(Ann, "r1", "why").Refusal);
        Assert.Equal(Refusal.NotAllowed, Switch.Impose(Ann, LockDownScope.Everybody, "", "attack", null).Refusal);
        Assert.Equal(QuarantineState.Held, State("r1"));
        Assert.Empty(Jobs());
        Assert.Equal(5, Ledger.RecentAudit("", 10).Count);
        Assert.DoesNotContain(Ledger.RecentAudit("", 10), e => e.Event.Outcome == AuditEvent.Done);
    }

    [Fact]
    public void Delete_AsksForTheBytesToGo_AndEndsTheMail()
    {
        Assert.True(Releases.Delete(Ann, "r1", "phishing").IsDone);
        Assert.Equal(QuarantineState.Deleted, State("r1"));
        Assert.Equal("r1", Assert.Single(Store.Jobs.Take(DiscardJob.Kind, Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10)).Job.Subject);
        Assert.Equal((Refusal.NotHeld, "r1 was deleted."), Of(Releases.LetOut(Ann, "r1", [], "")));
    }

    [Fact]
    public void Decision_ThatLosesItsJob_ChangesNothing()
    {
        Releases.LetOut(Ann, "r1", [], "");
        var first = Assert.Single(Jobs());
        Clock.Move(TimeSpan.FromHours(1));
        var second = Assert.Single(Jobs());
        Decision Ended(QueuedJob job) => new(AuditEvent.Of(Clock.GetUtcNow(), Actor.System("release"), "delivered", "r1", "", AuditEvent.Done)) { Item = Ledger.FindHeld("r1"), State = QuarantineState.Released, Finished = job };
        Assert.Equal(DecisionOutcome.Changed, Ledger.Decide(Ended(first), Clock.GetUtcNow()));
        Assert.Equal(QuarantineState.Delivering, State("r1"));
        Assert.Single(Ledger.RecentAudit("r1", 10));
        Assert.Equal(DecisionOutcome.Done, Ledger.Decide(Ended(second) with { Recipients = [] }, Clock.GetUtcNow()));
        Assert.Equal((QuarantineState.Released, 0), (State("r1"), Ledger.FindHeld("r1")!.Recipients.Count));
        Assert.Equal((0, 0), (Store.Jobs.Count().Waiting - 6, Store.Jobs.Count().GivenUp));
    }

    [Fact]
    public void Audit_IsAChain_ThatShowsWhatWasChanged()
    {
        Releases.LetOut(Ann, "r1", [], "one \u0000 half \ud83d surrogate \"quoted\" äöü");
        Releases.LetOut(Ann, "r2", [], new string('x', 5_000));
        Switch.Impose(Rita, LockDownScope.Everybody, "", "attack", null);
        var node = Assert.Single(Ledger.AuditNodes());
        var entries = Ledger.ReadAudit(node, 0, 100);
        Assert.Equal([1L, 2, 3], entries.Select(e => e.Number));
        Assert.Equal(0, AuditChain.FirstBroken("default", null, entries));
        Assert.Equal(0, AuditChain.FirstBroken("default", entries[0], Ledger.ReadAudit(node, 1, 100)));
        Assert.Equal(2, AuditChain.FirstBroken("default", null, [entries[0], entries[1] with { Event = entries[1].Event with { Reason = "another" } }, entries[2]]));
        Assert.Equal(2, AuditChain.FirstBroken("default", null, [entries[0], entries[2]]));
        Assert.Equal(1, AuditChain.FirstBroken("another", null, entries));
        Assert.Equal(1_000, entries[1].Event.Reason.Length);
    }
}
