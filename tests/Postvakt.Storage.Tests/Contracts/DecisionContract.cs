using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.LockDowns;
using Postvakt.Quarantine;
using static Postvakt.Storage.Tests.Contracts.Mails;

namespace Postvakt.Storage.Tests.Contracts;

/// <summary>What people decide about held mail, on every store: refused or kept whole, audited either way.</summary>
public abstract class DecisionContract : IDisposable
{
    private static readonly Actor Ann = new("account:ann", Role.Analyst), Rita = new("account:rita", Role.Responder), Rolf = new("account:rolf", Role.Responder), Eve = new("account:eve", Role.Employee);
    private readonly Lazy<OpenStore> _store;

    protected DecisionContract() => _store = new(() =>
    {
        var store = Open();
        for (var i = 1; i <= 3; i++) store.Ledger.Record(Malicious(i), Plain(i), out _);
        store.Ledger.Commit();
        return store;
    });

    private OpenStore Store => _store.Value;

    private Releases Releases => new(Store.Ledger, DirectorySnapshot.Empty, Clock);

    private LockDownSwitch Switch => new(Store.Ledger, DirectorySnapshot.Empty, Clock);

    private MovableClock Clock { get; } = new(Start + TimeSpan.FromHours(1));

    protected abstract OpenStore Open();

    public virtual void Dispose()
    {
        if (_store.IsValueCreated) Store.Dispose();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public void Release_ChangesTheItemPromisesTheWorkAndIsAudited()
    {
        var ruling = Releases.LetOut(Ann, "r1", [], "asked the sender");
        Assert.True(ruling.IsDone, ruling.Text);
        Assert.Contains("b@firm.example", ruling.Text, StringComparison.Ordinal);
        Assert.Equal(QuarantineState.Delivering, State("r1"));
        var job = Assert.Single(Jobs());
        Assert.Equal(["b@firm.example"], ReleaseOrder.Of(job.Job).Recipients);
        var entry = Assert.Single(Store.Ledger.RecentAudit("r1", 10)).Event;
        Assert.Equal((Ann, "release", "asked the sender", AuditEvent.Done, Clock.GetUtcNow()), (entry.Actor, entry.Action, entry.Reason, entry.Outcome, entry.At));
    }

    [Fact]
    public void Settled_IsTheJobWithItsEntry_BothOrNothing_AndNotAudited()
    {
        var ledger = Store.Ledger;
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
        var ledger = Store.Ledger;
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
        var ledger = Store.Ledger;
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
        Assert.Equal(["not held", AuditEvent.Done], Store.Ledger.RecentAudit("r1", 10).Select(e => e.Event.Outcome));
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
        Assert.Equal(5, Store.Ledger.RecentAudit("", 10).Count);
        Assert.DoesNotContain(Store.Ledger.RecentAudit("", 10), e => e.Event.Outcome == AuditEvent.Done);
    }

    [Fact]
    public void LockDown_OfEverybody_RefusesWhatWasHeldBefore_UntilLifted()
    {
        Assert.True(Switch.Impose(Rita, LockDownScope.Everybody, "", "Stolen conversations.", null).IsDone);
        var refused = Releases.LetOut(Ann, "r1", [], "");
        Assert.Equal(Refusal.Locked, refused.Refusal);
        Assert.Contains("Stolen conversations. Ask the sender by telephone or chat", refused.Text, StringComparison.Ordinal);
        Assert.Equal(QuarantineState.Held, State("r1"));
        Assert.Equal(Refusal.Locked, Releases.LetOut(Rita, "r1", [], "").Refusal);
        Assert.True(Switch.Lift(Rolf, LockDownScope.Everybody, "", "over").IsDone);
        Assert.Equal(Refusal.Unknown, Switch.Lift(Rolf, LockDownScope.Everybody, "", "over").Refusal);
        Assert.True(Releases.LetOut(Ann, "r1", [], "").IsDone);
        Assert.Equal(["release done", "unlock unknown", "unlock done", "release locked", "release locked", "lock done"],
            Store.Ledger.RecentAudit("", 10).Select(e => e.Event.Action + " " + e.Event.Outcome));
    }

    [Fact]
    public void LockDown_OfACampaign_CoversOnlyItsMail()
    {
        Assert.True(Switch.Impose(Rita, LockDownScope.Campaign, "links /a/N", "one campaign", null).IsDone);
        Assert.Equal(Refusal.Locked, Releases.LetOut(Ann, "r1", [], "").Refusal);
        Assert.True(Switch.Lift(Rita, LockDownScope.Campaign, "links /a/N", "over").IsDone);
        Assert.True(Switch.Impose(Rita, LockDownScope.Campaign, "another", "one campaign", null).IsDone);
        Assert.True(Releases.LetOut(Ann, "r1", [], "").IsDone);
    }

    [Fact]
    public void LockDown_WithAnEnd_EndsByItself()
    {
        Assert.Equal(Refusal.NoReason, Switch.Impose(Rita, LockDownScope.Everybody, "", " ", null).Refusal);
        Assert.Equal(Refusal.NoReason, Switch.Impose(Rita, LockDownScope.Everybody, "", "attack", Clock.GetUtcNow()).Refusal);
        Assert.True(Switch.Impose(Rita, LockDownScope.Everybody, "", "attack", Clock.GetUtcNow() + TimeSpan.FromHours(2)).IsDone);
        Clock.Move(TimeSpan.FromHours(1));
        Assert.Equal(Refusal.Locked, Releases.LetOut(Ann, "r1", [], "").Refusal);
        Clock.Move(TimeSpan.FromHours(1));
        Assert.True(Releases.LetOut(Ann, "r1", [], "").IsDone);
    }

    [Fact]
    public void LockDown_ImposedAgain_TakesTheNewReason_AndIsOne()
    {
        Assert.True(Switch.Impose(Rita, LockDownScope.Everybody, "", "first", Clock.GetUtcNow() + TimeSpan.FromHours(2)).IsDone);
        Assert.True(Switch.Impose(Rolf, LockDownScope.Everybody, "", "second", null).IsDone);
        var one = Assert.Single(Store.Ledger.LockDowns());
        Assert.Equal(("second", "account:rolf", null), (one.Reason, one.By, one.Until));
    }

    [Fact]
    public void EmergencyRelease_NeedsTwoPeopleWithReasons_WithinAnHour()
    {
        Switch.Impose(Rita, LockDownScope.Everybody, "", "attack", null);
        Assert.Equal(Refusal.NoReason, Releases.LetOutInEmergency(Rita, "r1", "").Refusal);
        Assert.True(Releases.LetOutInEmergency(Rita, "r1", "contract due today").IsDone);
        Assert.Equal(QuarantineState.Held, State("r1"));
        Assert.Equal(Refusal.SamePerson, Releases.LetOutInEmergency(Rita with { Name = "ACCOUNT:RITA" }, "r1", "really").Refusal);
        Clock.Move(TimeSpan.FromMinutes(61));
        Assert.True(Releases.LetOutInEmergency(Rolf, "r1", "I know it").IsDone);
        Assert.Equal(QuarantineState.Held, State("r1"));
        Assert.True(Releases.LetOutInEmergency(Rita, "r1", "called the sender").IsDone);
        Assert.Equal(QuarantineState.Delivering, State("r1"));
        Assert.True(ReleaseOrder.Of(Assert.Single(Jobs()).Job).Emergency);
    }

    [Fact]
    public void EmergencyReleases_ThatWait_AreFound_UntilDecidedRefusedOrPastTheirTime()
    {
        string[] Waiting() => [.. Postvakt.Quarantine.Releases.EmergenciesWaiting(Store.Ledger, Clock.GetUtcNow()).Select(e => $"{e.Subject} {e.Reason}")];
        Switch.Impose(Rita, LockDownScope.Everybody, "", "attack", null);
        Assert.Empty(Waiting());
        Releases.LetOutInEmergency(Rita, "r1", "due today");
        Assert.Equal(["r1 due today"], Waiting());
        Releases.RefuseEmergency(Rolf, "r1", "no");
        Assert.Empty(Waiting());
        Releases.LetOutInEmergency(Rita, "r1", "due at four");
        Clock.Move(TimeSpan.FromMinutes(61));
        Assert.Empty(Waiting());
        Releases.LetOutInEmergency(Rita, "r1", "due at five");
        Assert.Equal(["r1 due at five"], Waiting());
        Releases.LetOutInEmergency(Rolf, "r1", "called");
        Assert.Empty(Waiting());
    }

    [Fact]
    public void EmergencyRelease_ByAnAccountOfTheMachineAndAToken_MayBeOnePerson()
    {
        Assert.True(Releases.LetOutInEmergency(Rita, "r1", "contract due today").IsDone);
        var ruling = Releases.LetOutInEmergency(new Actor("user:rolf", Role.Responder), "r1", "really");
        Assert.Equal((Refusal.SamePerson, "OneKind"), (ruling.Refusal, ruling.Key));
        Assert.Equal(QuarantineState.Held, State("r1"));
    }

    [Fact]
    public void Request_IsTold_WhenItWasDelivered_AndToThoseWhoGotIt()
    {
        Assert.True(Releases.Ask(Person("b@firm.example"), "b@firm.example", "r1").IsDone);
        Assert.Equal("AskedAlready", Releases.Ask(Person("b@firm.example"), "b@firm.example", "r1").Key);
        var (job, order) = Let("r1");
        Assert.Empty(Notices());
        Assert.True(Steps.Ended(job, Steps.Begin(job, order)!, order, AuditEvent.Done));
        Assert.Equal(new PersonalNotice("b@firm.example", "ToldReleased"), PersonalNotice.Of(Assert.Single(Notices()).Job));
    }

    [Fact]
    public void Request_ThatALockDownStoppedOnItsWay_CanBeMadeAgain_AndTellsNobodyThatItCame()
    {
        Assert.True(Releases.Ask(Person("b@firm.example"), "b@firm.example", "r1").IsDone);
        var (job, order) = Let("r1");
        Switch.Impose(Rita, LockDownScope.Everybody, "", "attack", null);
        Assert.Null(Steps.Begin(job, order));
        Assert.Empty(Notices());
        Assert.Equal(Refusal.Locked, Releases.Ask(Person("b@firm.example"), "b@firm.example", "r1").Refusal);
        var entries = Store.Ledger.RecentAudit("r1", 100).Count;
        for (var i = 0; i < 20; i++) Releases.Ask(Person("b@firm.example"), "b@firm.example", "r1");
        Assert.Equal(entries, Store.Ledger.RecentAudit("r1", 100).Count);
        Switch.Lift(Rita, LockDownScope.Everybody, "", "over");
        Assert.Equal("Asked", Releases.Ask(Person("b@firm.example"), "b@firm.example", "r1").Key);
    }

    [Fact]
    public void EmergencyRelease_AskedForWhileTheClockWasAhead_IsNotJoinedForAnotherDay()
    {
        Switch.Impose(Rita, LockDownScope.Everybody, "", "attack", null);
        Clock.Move(TimeSpan.FromDays(1));
        Assert.True(Releases.LetOutInEmergency(Rita, "r1", "contract due today").IsDone);
        Clock.Move(TimeSpan.FromHours(-20));
        Assert.True(Releases.LetOutInEmergency(Rolf, "r1", "I know it").IsDone);
        Assert.Equal(QuarantineState.Held, State("r1"));
        Assert.True(Releases.LetOutInEmergency(Rita, "r1", "still due today").IsDone);
        Assert.Equal(QuarantineState.Delivering, State("r1"));
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
        Decision Ended(QueuedJob job) => new(AuditEvent.Of(Clock.GetUtcNow(), Actor.System("release"), "delivered", "r1", "", AuditEvent.Done)) { Item = Store.Ledger.FindHeld("r1"), State = QuarantineState.Released, Finished = job };
        Assert.Equal(DecisionOutcome.Changed, Store.Ledger.Decide(Ended(first), Clock.GetUtcNow()));
        Assert.Equal(QuarantineState.Delivering, State("r1"));
        Assert.Single(Store.Ledger.RecentAudit("r1", 10));
        Assert.Equal(DecisionOutcome.Done, Store.Ledger.Decide(Ended(second) with { Recipients = [] }, Clock.GetUtcNow()));
        Assert.Equal((QuarantineState.Released, 0), (State("r1"), Store.Ledger.FindHeld("r1")!.Recipients.Count));
        Assert.Equal((0, 0), (Store.Jobs.Count().Waiting - 6, Store.Jobs.Count().GivenUp));
    }

    [Fact]
    public void Audit_IsAChain_ThatShowsWhatWasChanged()
    {
        Releases.LetOut(Ann, "r1", [], "one \u0000 half \ud83d surrogate \"quoted\" äöü");
        Releases.LetOut(Ann, "r2", [], new string('x', 5_000));
        Switch.Impose(Rita, LockDownScope.Everybody, "", "attack", null);
        var node = Assert.Single(Store.Ledger.AuditNodes());
        var entries = Store.Ledger.ReadAudit(node, 0, 100);
        Assert.Equal([1L, 2, 3], entries.Select(e => e.Number));
        Assert.Equal(0, AuditChain.FirstBroken("default", null, entries));
        Assert.Equal(0, AuditChain.FirstBroken("default", entries[0], Store.Ledger.ReadAudit(node, 1, 100)));
        Assert.Equal(2, AuditChain.FirstBroken("default", null, [entries[0], entries[1] with { Event = entries[1].Event with { Reason = "another" } }, entries[2]]));
        Assert.Equal(2, AuditChain.FirstBroken("default", null, [entries[0], entries[2]]));
        Assert.Equal(1, AuditChain.FirstBroken("another", null, entries));
        Assert.Equal(1_000, entries[1].Event.Reason.Length);
    }

    [Fact]
    public void Delivery_ThatIsTaken_EndsTheItemAndLaterItsBytes()
    {
        var (job, order) = Let("r1");
        var item = Steps.Begin(job, order)!;
        Assert.True(Steps.Ended(job, item, order, AuditEvent.Done));
        Assert.Equal(QuarantineState.Released, State("r1"));
        Assert.Empty(Jobs());
        Assert.Empty(Store.Jobs.Take(DiscardJob.Kind, Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10));
        Clock.Move(TimeSpan.FromDays(2));
        Assert.Equal("r1", Assert.Single(Store.Jobs.Take(DiscardJob.Kind, Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10)).Job.Subject);
        Assert.Equal("r1 was released already.", Releases.LetOut(Ann, "r1", [], "").Text);
    }

    [Fact]
    public void Delivery_ToSome_KeepsItHeldForTheRest()
    {
        var two = Malicious(7) with { Held = Malicious(7).Held! with { Recipients = ["b@firm.example", "c@firm.example"] } };
        Store.Ledger.Record(two, Plain(7), out _);
        Store.Ledger.Commit();
        var (job, order) = Let("r7", "B@firm.example");
        Assert.True(Steps.Ended(job, Steps.Begin(job, order)!, order, AuditEvent.Done));
        var item = Store.Ledger.FindHeld("r7")!;
        Assert.Equal((QuarantineState.Held, "c@firm.example"), (item.State, Assert.Single(item.Recipients)));
        Assert.Equal(Refusal.WrongRecipient, Releases.LetOut(Ann, "r7", ["b@firm.example"], "").Refusal);
        (job, order) = Let("r7");
        Assert.True(Steps.Ended(job, Steps.Begin(job, order)!, order, AuditEvent.Done));
        Assert.Equal(QuarantineState.Released, State("r7"));
    }

    [Fact]
    public void Delivery_PutOff_IsTriedAgain_AndGivenUpAfterADay()
    {
        var (job, order) = Let("r1");
        for (var attempts = 1; State("r1") == QuarantineState.Delivering; attempts++)
        {
            Assert.InRange(attempts, 1, 100);
            Steps.Later(job, Steps.Begin(job, order)!, order, "451 4.3.0");
            Clock.Move(TimeSpan.FromMinutes(31));
            if (State("r1") == QuarantineState.Delivering) job = Assert.Single(Jobs());
        }
        Assert.Equal(QuarantineState.Held, State("r1"));
        Assert.Empty(Jobs());
        Assert.Equal(("delivery-failed", "given up: 451 4.3.0"), Newest("r1"));
        Assert.True(Clock.GetUtcNow() >= order.GiveUpAt - TimeSpan.FromHours(1));
        Assert.True(Releases.LetOut(Ann, "r1", [], "again").IsDone);
    }

    [Fact]
    public void Delivery_Refused_IsHeldAgainWithTheReason()
    {
        var (job, order) = Let("r1");
        Steps.Failed(job, Steps.Begin(job, order)!, "550 5.7.1");
        Assert.Equal(QuarantineState.Held, State("r1"));
        Assert.Equal(("delivery-failed", "550 5.7.1"), Newest("r1"));
        Assert.Empty(Jobs());
    }

    [Fact]
    public void LockDown_AfterTheDecision_StopsWhatIsNotYetHandedOver_ButNoEmergency()
    {
        var (job, order) = Let("r1");
        Switch.Impose(Rita, LockDownScope.Everybody, "", "attack", null);
        Assert.Null(Steps.Begin(job, order));
        Assert.Equal((QuarantineState.Held, ("delivery-stopped", "locked")), (State("r1"), Newest("r1")));
        Releases.LetOutInEmergency(Rita, "r1", "one");
        Releases.LetOutInEmergency(Rolf, "r1", "two");
        job = Assert.Single(Jobs());
        Assert.NotNull(Steps.Begin(job, ReleaseOrder.Of(job.Job)));
    }

    [Fact]
    public void ReleasedMail_ComesByOnItsWay_AndForADay_ToItsRecipientsOnly()
    {
        Assert.False(Steps.IsOnItsWay("r1", ["b@firm.example"]));
        var (job, order) = Let("r1");
        Assert.True(Steps.IsOnItsWay("r1", ["B@FIRM.example"]));
        Assert.False(Steps.IsOnItsWay("r1", ["b@firm.example", "x@firm.example"]));
        Steps.Ended(job, Steps.Begin(job, order)!, order, AuditEvent.Done);
        Releases.LetOut(Ann, "r1", [], "clicked once more");
        Assert.True(Steps.IsOnItsWay("r1", ["b@firm.example"]));
        Clock.Move(TimeSpan.FromHours(25));
        Assert.False(Steps.IsOnItsWay("r1", ["b@firm.example"]));
    }

    [Fact]
    public void Delivery_WithoutAnAnswer_IsInDoubtAndSentAgain_ButNotForEver()
    {
        var (job, order) = Let("r2");
        for (var attempt = 1; attempt <= 3; attempt++)
        {
            Steps.Doubted(job, Steps.Begin(job, order)!);
            Assert.Equal(attempt < 3 ? QuarantineState.InDoubt : QuarantineState.Held, State("r2"));
            Clock.Move(DeliverySteps.DoubtTime);
            if (attempt < 3) job = Assert.Single(Jobs());
        }
        Assert.Equal(("delivery-failed", "no answer came; it may have arrived"), Newest("r2"));
        (job, order) = Let("r1");
        Steps.Doubted(job, Steps.Begin(job, order)!);
        // What people try meanwhile changes nothing of it.
        Releases.LetOut(Ann, "r1", [], "");
        Clock.Move(DeliverySteps.DoubtTime);
        job = Assert.Single(Jobs());
        Assert.True(Steps.Ended(job, Steps.Begin(job, order)!, order, AuditEvent.Done));
        Assert.Equal(QuarantineState.Released, State("r1"));
    }

    [Fact]
    public void Delivery_WhoseWorkerDied_IsInDoubtFirst()
    {
        var (job, order) = Let("r1");
        Assert.NotNull(Steps.Begin(job, order));
        Clock.Move(TimeSpan.FromMinutes(2));
        var again = Assert.Single(Jobs());
        Assert.Null(Steps.Begin(again, order));
        Assert.Equal(QuarantineState.InDoubt, State("r1"));
        // Whoever died comes back: it has lost the job.
        Assert.False(Steps.Ended(job, Store.Ledger.FindHeld("r1")!, order, AuditEvent.Done));
        Clock.Move(DeliverySteps.DoubtTime);
        Assert.NotNull(Steps.Begin(Assert.Single(Jobs()), order));
    }

    [Fact]
    public void Delivery_WhoseWorkerDied_AfterAnAttemptThatWasPutOff_IsInDoubtToo()
    {
        var (job, order) = Let("r1");
        Steps.Later(job, Steps.Begin(job, order)!, order, "451 4.3.0");
        Clock.Move(TimeSpan.FromMinutes(1));
        Assert.NotNull(Steps.Begin(Assert.Single(Jobs()), order));
        Clock.Move(TimeSpan.FromMinutes(2));
        Assert.Null(Steps.Begin(Assert.Single(Jobs()), order));
        Assert.Equal((QuarantineState.InDoubt, ("delivery-in-doubt", "the attempt before did not end")), (State("r1"), Newest("r1")));
    }

    [Fact]
    public void Delivery_ThatKillsItsWorkerEachTime_EndsWithAPerson()
    {
        var (job, order) = Let("r1");
        Assert.NotNull(Steps.Begin(job, order));
        for (var sent = 1; ; sent++)
        {
            Clock.Move(TimeSpan.FromHours(1));
            if (Steps.Begin(Assert.Single(Jobs()), order) is null && State("r1") == QuarantineState.Held) break;
            Assert.InRange(sent, 1, 10);
        }
        Assert.Equal(("delivery-failed", "the attempt before did not end; it may have arrived"), Newest("r1"));
        Assert.Empty(Jobs());
    }

    [Fact]
    public void Delivery_PutOffManyTimes_AndThenInDoubt_IsSentAgain()
    {
        var (job, order) = Let("r1");
        for (var attempt = 1; attempt <= 5; attempt++)
        {
            Steps.Later(job, Steps.Begin(job, order)!, order, "451 4.3.0");
            Clock.Move(TimeSpan.FromMinutes(31));
            job = Assert.Single(Jobs());
        }
        Steps.Doubted(job, Steps.Begin(job, order)!);
        Assert.Equal(QuarantineState.InDoubt, State("r1"));
        Clock.Move(DeliverySteps.DoubtTime);
        Assert.NotNull(Steps.Begin(Assert.Single(Jobs()), order));
    }

    [Fact]
    public void LockDown_WithAnEnd_HoldsWhenTheClockIsSetBack_AndEndsWhenItSaysSo()
    {
        var until = Clock.GetUtcNow() + TimeSpan.FromHours(2);
        Assert.True(Switch.Impose(Rita, LockDownScope.Everybody, "", "attack", until).IsDone);
        Clock.Move(TimeSpan.FromDays(-1));
        Assert.Equal(Refusal.Locked, Releases.LetOut(Ann, "r1", [], "").Refusal);
        Assert.True(Switch.Lift(Rolf, LockDownScope.Everybody, "", "over").IsDone);
        Assert.True(Releases.LetOut(Ann, "r1", [], "").IsDone);
        Assert.True(Switch.Impose(Rita, LockDownScope.Everybody, "", "attack", until).IsDone);
        Clock.Move(TimeSpan.FromDays(1));
        Assert.Equal(Refusal.Locked, Releases.LetOut(Ann, "r2", [], "").Refusal);
        // A day ahead its end is over; set right again, it holds as before.
        Clock.Move(TimeSpan.FromDays(1));
        Assert.True(Releases.LetOut(Ann, "r2", [], "").IsDone);
        Clock.Move(TimeSpan.FromDays(-1));
        Assert.Equal(Refusal.Locked, Releases.LetOut(Ann, "r3", [], "").Refusal);
        Assert.Equal(0, AuditChain.FirstBroken("default", null, Store.Ledger.ReadAudit(Assert.Single(Store.Ledger.AuditNodes()), 0, 100)));
    }

    [Fact]
    public void Release_WhileTheClockIsADayAhead_GoesOutOnce_AndIsNotLostWhenItIsSetRight()
    {
        Clock.Move(TimeSpan.FromDays(1));
        Assert.True(Releases.LetOut(Ann, "r1", [], "").IsDone);
        Clock.Move(TimeSpan.FromDays(-1));
        Assert.Equal("r1 is on its way already.", Releases.LetOut(Rita, "r1", [], "").Text);
        Assert.True(Switch.Impose(Rita, LockDownScope.Everybody, "", "attack", null).IsDone);
        Clock.Move(TimeSpan.FromDays(1));
        var job = Assert.Single(Jobs());
        Assert.Null(Steps.Begin(job, ReleaseOrder.Of(job.Job)));
        Assert.Equal(QuarantineState.Held, State("r1"));
        Assert.True(Switch.Lift(Rita, LockDownScope.Everybody, "", "over").IsDone);
        var (again, order) = Let("r1");
        Clock.Move(TimeSpan.FromDays(-1));
        // Whoever took it before the clock was set back has it, and ends it.
        Assert.True(Steps.Ended(again, Steps.Begin(again, order)!, order, AuditEvent.Done));
        Assert.Equal((QuarantineState.Released, 0), (State("r1"), Jobs().Count));
    }

    private DeliverySteps Steps => new(Store.Ledger, DirectorySnapshot.Empty, Clock);

    private (QueuedJob Job, ReleaseOrder Order) Let(string id, params string[] recipients)
    {
        Assert.True(Releases.LetOut(Ann, id, recipients, "").IsDone);
        var job = Assert.Single(Jobs());
        return (job, ReleaseOrder.Of(job.Job));
    }

    private (string, string) Newest(string id) => Store.Ledger.RecentAudit(id, 1) is [{ Event: var what }] ? (what.Action, what.Outcome) : ("", "");

    private static Actor Person(string address) => new(PersonalNotice.Person + address, Role.Employee);

    private IReadOnlyList<QueuedJob> Notices() => Store.Jobs.Take(PersonalNotice.Kind, Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10);

    private QuarantineState State(string id) => Store.Ledger.FindHeld(id)!.State;

    private IReadOnlyList<QueuedJob> Jobs() => Store.Jobs.Take(ReleaseOrder.Kind, Clock.GetUtcNow(), TimeSpan.FromMinutes(1), 10);

    private static (Refusal, string) Of(Ruling ruling) => (ruling.Refusal, ruling.Text);
}
