using Postvakt.Audit;
using Postvakt.LockDowns;
using Postvakt.Quarantine;

namespace Postvakt.Storage.Tests.Contracts;

/// <summary>Nobody lets out while it is locked, but two people together.</summary>
public abstract class LockDownContract(StoreBed bed) : HeldMailContract(bed)
{
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
            Ledger.RecentAudit("", 10).Select(e => e.Event.Action + " " + e.Event.Outcome));
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
        var one = Assert.Single(Ledger.LockDowns());
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
        string[] Waiting() => [.. Postvakt.Quarantine.Releases.EmergenciesWaiting(Ledger, Clock.GetUtcNow()).Select(e => $"{e.Subject} {e.Reason}")];
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
        Assert.Equal(0, AuditChain.FirstBroken("default", null, Ledger.ReadAudit(Assert.Single(Ledger.AuditNodes()), 0, 100)));
    }
}
