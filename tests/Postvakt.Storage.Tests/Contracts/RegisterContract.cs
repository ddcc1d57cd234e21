using Postvakt.Audit;
using Postvakt.Jobs;
using Postvakt.LockDowns;
using Postvakt.Quarantine;
using Postvakt.Registers;
using static Postvakt.Storage.Tests.Contracts.Mails;

namespace Postvakt.Storage.Tests.Contracts;

/// <summary>What holds until it is changed (register, lock-downs) and the audit of it, on every store.</summary>
public abstract class RegisterContract(StoreBed bed) : StoreContract(bed, ledger =>
{
    ledger.Record(Malicious(1), Plain(1), out _);
    ledger.Commit();
})
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    [Fact]
    public void Entry_IsMadeChangedAndTakenOut_OnlyAsItWasRead()
    {
        Assert.Equal(DecisionOutcome.Done, Change(new("account", "ann", "{\"role\":1}", 0)));
        Assert.Equal(new RegisterEntry("account", "ann", "{\"role\":1}", 1), Store.Ledger.FindRegistered("account", "ann"));
        Assert.Equal(DecisionOutcome.Changed, Change(new("account", "ann", "{}", 0)));
        Assert.Equal(DecisionOutcome.Changed, Change(new("account", "ann", "{}", 2)));
        Assert.Equal(DecisionOutcome.Changed, Change(new("account", "ann", "{}", -1)));
        Assert.Equal(DecisionOutcome.Done, Change(new("account", "ann", "\\u0000 \"äöü\" {", 1)));
        Assert.Equal(new RegisterEntry("account", "ann", "\\u0000 \"äöü\" {", 2), Store.Ledger.FindRegistered("account", "ann"));
        Assert.Equal(DecisionOutcome.Changed, Change(new("account", "ann", null, 1)));
        Assert.Equal(DecisionOutcome.Changed, Change(new("account", "bob", null, 0)));
        Assert.Equal(DecisionOutcome.Changed, Change(new("account", "bob", "{}", 1)));
        Assert.Equal(DecisionOutcome.Done, Change(new("account", "ann", null, 2)));
        Assert.Null(Store.Ledger.FindRegistered("account", "ann"));
        Assert.Equal(DecisionOutcome.Done, Change(new("account", "ann", "{}", 0)));
        Assert.Equal(1, Store.Ledger.FindRegistered("account", "ann")!.Version);
        Assert.Equal(4, Store.Ledger.RecentAudit("", 100).Count);
    }

    [Fact]
    public void EveryChange_IsCounted_UnderItsKind()
    {
        string[] kinds = ["exception", "rule"];
        // The first question may begin the counting.
        Store.Ledger.ChangesOf(kinds);
        var before = Store.Ledger.ChangesOf(kinds);
        Assert.All(before, n => Assert.InRange(n, 0, 0));
        Assert.Equal(DecisionOutcome.Done, Change(new("exception", "a", "{}", 0)));
        Assert.Equal([1L, 0], Store.Ledger.ChangesOf(kinds));
        Assert.Equal(DecisionOutcome.Changed, Change(new("exception", "a", "{}", 0)));
        Assert.Equal(DecisionOutcome.Done, Change(new("rule", "a", "{}", 0)));
        Assert.True(Store.Ledger.Note(new("exception", "a", "1", 1)));
        Assert.Equal(DecisionOutcome.Done, Change(new("exception", "a", null, 2)));
        Assert.Equal(DecisionOutcome.Done, Change(new("other", "a", "{}", 0)));
        Assert.Equal([3L, 1], Store.Ledger.ChangesOf(kinds));
        Assert.Equal([1L, 3], Store.Ledger.ChangesOf(["rule", "exception"]));
    }

    [Fact]
    public void Kinds_AreApart_AndListedByTheirBytes()
    {
        foreach (var id in (string[])["b", "B", "ä", "a", "_"]) Assert.Equal(DecisionOutcome.Done, Change(new("token", id, "{}", 0)));
        Assert.Equal(DecisionOutcome.Done, Change(new("account", "a", "1", 0)));
        Assert.Equal(["B", "_", "a", "b", "ä"], Store.Ledger.Register("token").Select(e => e.Id));
        Assert.Equal("1", Assert.Single(Store.Ledger.Register("account")).Json);
        Assert.Empty(Store.Ledger.Register("nothing"));
        Assert.Empty(Store.Ledger.Register("token' OR ''='"));
        Assert.Null(Store.Ledger.FindRegistered("token", "A"));
    }

    [Fact]
    public void Conflict_LeavesEverythingAsItWas()
    {
        Change(new("account", "ann", "old", 0));
        Store.Jobs.Add(new Job("sweep", "x", "{}", Start));
        Store.Ledger.Commit();
        var job = Assert.Single(Store.Jobs.Take("sweep", Start, Hour, 1));
        Store.Ledger.Commit();
        var lockDown = new LockDown("l1", LockDownScope.Everybody, "", "why", "account:rita", Start, null);
        var decision = new Decision(Event("all at once"))
        {
            Item = Store.Ledger.FindHeld("r1"), State = QuarantineState.Deleted, LockDown = lockDown, Finished = job, Jobs = [new Job("new", "r1", "{}", Start)],
            Register = [new("account", "bob", "{}", 0), new("account", "ann", "new", 1), new("account", "ann", "newer", 1)],
        };
        Assert.Equal(DecisionOutcome.Changed, Store.Ledger.Decide(decision, Start));
        Assert.Equal("old", Assert.Single(Store.Ledger.Register("account")).Json);
        Assert.Equal((QuarantineState.Held, 1L), (Store.Ledger.FindHeld("r1")!.State, Store.Ledger.FindHeld("r1")!.Version));
        Assert.Empty(Store.Ledger.LockDowns());
        Assert.Equal((3, 0), Store.Jobs.Count());
        Assert.Single(Store.Ledger.RecentAudit("", 100));
        // The last one as it is then: all of it.
        Assert.Equal(DecisionOutcome.Done, Store.Ledger.Decide(decision with { Register = [.. decision.Register.SkipLast(1), new("account", "ann", "newer", 2)] }, Start));
        Assert.Equal([("ann", "newer", 3L), ("bob", "{}", 1L)], Store.Ledger.Register("account").Select(e => (e.Id, e.Json, e.Version)));
        Assert.Equal((QuarantineState.Deleted, 1), (Store.Ledger.FindHeld("r1")!.State, Store.Ledger.LockDowns().Count));
        Assert.Equal(2, Store.Ledger.RecentAudit("", 100).Count);
    }

    [Fact]
    public void WhatIsTooLong_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Change(new("account", new string('x', 201), "{}", 0)));
        Assert.Throws<ArgumentException>(() => Change(new("account", "x", new string('ä', 33_000), 0)));
        Assert.Empty(Store.Ledger.RecentAudit("", 10));
        Assert.Equal(DecisionOutcome.Done, Change(new("account", new string('\u4E2D', 200), new string('x', 65_536), 0)));
        Assert.Equal(65_536, Store.Ledger.FindRegistered("account", new string('\u4E2D', 200))!.Json.Length);
    }

    [Fact]
    public void Entries_AreFoundUnderTheirKeys_NewestFirst()
    {
        for (var i = 1; i <= 5; i++) Change(new("report", $"r{i}", $"{i}", 0) { Keys = i % 2 == 1 ? ["odd", "all", "odd"] : ["all"] });
        Change(new("sweep", "r9", "9", 0) { Keys = ["odd"] });
        Assert.Equal(["r5", "r3", "r1"], Under("report", "odd", "", 10));
        Assert.Equal(["r3"], Under("report", "odd", "r5", 1));
        Assert.Equal(["r5", "r4", "r3", "r2", "r1"], Under("report", "", "", 5_000));
        Assert.Equal(["r2", "r1"], Under("report", "", "r3", 10));
        Assert.Equal(["r4", "r3"], Under("report", "all", "r5", 2));
        Assert.Empty(Under("report", "Odd", "", 10));
        Assert.Empty(Under("report", "odd", "r1", 10));
        Assert.Equal("5", Store.Ledger.RegisteredUnder("report", "odd", "", 1)[0].Json);

        // A change says anew what it is found under; one that changes nothing leaves it.
        Assert.Equal(DecisionOutcome.Done, Change(new("report", "r3", "3+", 1) { Keys = ["even"] }));
        Assert.Equal(DecisionOutcome.Changed, Change(new("report", "r5", "5+", 7) { Keys = ["even"] }));
        Assert.Equal(DecisionOutcome.Done, Change(new("report", "r1", null, 1)));
        Assert.Equal(["r5"], Under("report", "odd", "", 10));
        Assert.Equal(["r3"], Under("report", "even", "", 10));
        Assert.Equal(["r5", "r4", "r2"], Under("report", "all", "", 10));
        Assert.Throws<ArgumentException>(() => Change(new("report", "r6", "", 0) { Keys = [""] }));
        Assert.Throws<ArgumentException>(() => Change(new("report", "r6", "", 0) { Keys = [new string('k', 201)] }));
        Assert.Throws<ArgumentException>(() => Change(new("report", "r6", "", 0) { Keys = [.. Enumerable.Range(0, 21).Select(i => $"{i}")] }));
    }

    [Theory]
    [InlineData("Finance", "FINANCE", true)]
    [InlineData("Ökonomie", "ökonomie", true)]
    [InlineData("Finance", "Finance 2", false)]
    [InlineData("links /a/N", "Sales", false)]
    [InlineData("", "Sales", false)]
    public void LockDown_OfAGroup_CoversItsMail(string locked, string group, bool covers)
    {
        Lock("l1", LockDownScope.Group, locked, Start);
        var decision = new Decision(Event("release")) { Item = Store.Ledger.FindHeld("r1"), State = QuarantineState.Delivering, UnlessLocked = true, Groups = ["another", group] };
        Assert.Equal(covers, Assert.Single(Store.Ledger.LockDowns()).Covers("links /a/N", decision.Groups));
        Assert.Equal(covers ? DecisionOutcome.Locked : DecisionOutcome.Done, Store.Ledger.Decide(decision, Start));
        Assert.Equal(covers ? QuarantineState.Held : QuarantineState.Delivering, Store.Ledger.FindHeld("r1")!.State);
        if (!covers) return;
        Assert.Equal(DecisionOutcome.Done, Store.Ledger.Decide(new Decision(Event("unlock")) { LockDown = Store.Ledger.LockDowns()[0] with { LiftedAt = Start } }, Start));
        Assert.Equal(DecisionOutcome.Done, Store.Ledger.Decide(decision, Start));
    }

    [Fact]
    public void LockDown_OfACampaign_IsNoneOfAGroup()
    {
        Lock("l1", LockDownScope.Campaign, "Finance", Start);
        Assert.Equal(DecisionOutcome.Done, Store.Ledger.Decide(new Decision(Event("release")) { Item = Store.Ledger.FindHeld("r1"), UnlessLocked = true, Groups = ["Finance"] }, Start));
    }

    [Fact]
    public void LockDownsSince_ShowsThoseThatAreOver()
    {
        Lock("l1", LockDownScope.Everybody, "", Start);
        Lock("l2", LockDownScope.Group, "Finance", Start + Hour, until: Start + 2 * Hour);
        Lock("l3", LockDownScope.Campaign, "c", Start + 2 * Hour, lifted: Start + 3 * Hour);
        var since = Store.Ledger.LockDownsSince(Start);
        Assert.Equal(["l3", "l2"], since.Select(l => l.Id));
        Assert.Equal((Start + 3 * Hour, null, LockDownScope.Campaign), (since[0].LiftedAt, since[0].Until, since[0].Scope));
        Assert.Equal((null, Start + 2 * Hour, "Finance"), ((DateTimeOffset?)since[1].LiftedAt, since[1].Until, since[1].Target));
        Assert.Equal(3, Store.Ledger.LockDownsSince(DateTimeOffset.MinValue).Count);
        Assert.Empty(Store.Ledger.LockDownsSince(Start + 2 * Hour));
        Assert.Equal(["l2", "l1"], Store.Ledger.LockDowns().Select(l => l.Id));
    }

    [Fact]
    public void PrunedAudit_KeepsItsEnd_AndGoesOn()
    {
        for (var i = 1; i <= 5; i++) Store.Ledger.Decide(new Decision(Event("e" + i)), Start);
        var node = Assert.Single(Store.Ledger.AuditNodes());
        Assert.Equal(0, Store.Ledger.PruneAudit(node, 6));
        Assert.Equal(0, Store.Ledger.PruneAudit(node, long.MaxValue));
        Assert.Equal(0, Store.Ledger.PruneAudit(node, -1));
        Assert.Equal(0, Store.Ledger.PruneAudit("another", 3));
        Assert.Equal(5, Store.Ledger.ReadAudit(node, 0, 10).Count);
        Assert.Equal(2, Store.Ledger.PruneAudit(node, 3));
        Assert.Equal(0, Store.Ledger.PruneAudit(node, 3));
        Assert.Equal(0, Store.Ledger.PruneAudit(node, 2));
        Assert.Equal([3L, 4, 5], Store.Ledger.ReadAudit(node, 0, 10).Select(e => e.Number));
        Assert.Equal(2, Store.Ledger.PruneAudit(node, 5));
        Store.Ledger.Decide(new Decision(Event("e6")), Start);
        var left = Store.Ledger.ReadAudit(node, 0, 10);
        Assert.Equal([5L, 6], left.Select(e => e.Number));
        Assert.Equal(0, AuditChain.FirstBroken("default", left[0], left.Skip(1)));
        Assert.Equal([node], Store.Ledger.AuditNodes());
    }

    private IEnumerable<string> Under(string kind, string key, string before, int max) => Store.Ledger.RegisteredUnder(kind, key, before, max).Select(e => e.Id);

    private DecisionOutcome Change(RegisterChange change) => Store.Ledger.Decide(new Decision(Event("change")) { Register = [change] }, Start);

    private void Lock(string id, LockDownScope scope, string target, DateTimeOffset since, DateTimeOffset? until = null, DateTimeOffset? lifted = null) => Assert.Equal(DecisionOutcome.Done,
        Store.Ledger.Decide(new Decision(Event("lock")) { LockDown = new LockDown(id, scope, target, "why", "account:rita", since, until) { LiftedAt = lifted } }, Start));

    private static AuditEvent Event(string action) => AuditEvent.Of(Start, new Actor("account:rita", Role.Responder), action, "s", "", AuditEvent.Done);
}
