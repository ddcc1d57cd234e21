using Postvakt.Audit;
using Postvakt.LockDowns;
using Postvakt.Quarantine;
using static Postvakt.Storage.Tests.Contracts.Mails;

namespace Postvakt.Storage.Tests.Contracts;

/// <summary>A released mail on its way: taken, put off, refused, in doubt; those who asked for it are told.</summary>
public abstract class DeliveryContract(StoreBed bed) : HeldMailContract(bed)
{
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
        var entries = Ledger.RecentAudit("r1", 100).Count;
        for (var i = 0; i < 20; i++) Releases.Ask(Person("b@firm.example"), "b@firm.example", "r1");
        Assert.Equal(entries, Ledger.RecentAudit("r1", 100).Count);
        Switch.Lift(Rita, LockDownScope.Everybody, "", "over");
        Assert.Equal("Asked", Releases.Ask(Person("b@firm.example"), "b@firm.example", "r1").Key);
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
        Ledger.Record(two, Plain(7), out _);
        Ledger.Commit();
        var (job, order) = Let("r7", "B@firm.example");
        Assert.True(Steps.Ended(job, Steps.Begin(job, order)!, order, AuditEvent.Done));
        var item = Ledger.FindHeld("r7")!;
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
        Assert.False(Steps.Ended(job, Ledger.FindHeld("r1")!, order, AuditEvent.Done));
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
}
