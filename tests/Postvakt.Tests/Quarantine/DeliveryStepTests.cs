using Postvakt.Audit;
using Postvakt.LockDowns;
using Postvakt.Quarantine;
using static Postvakt.Tests.Quarantine.HeldPlace;

namespace Postvakt.Tests.Quarantine;

/// <summary>A released mail on its way: paused, stopped, in doubt, delivered.</summary>
public sealed class DeliveryStepTests : IDisposable
{
    private readonly HeldPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Order_OfMailThatIsNoLongerOnItsWay_IsDropped()
    {
        var (job, order) = _place.Let("r1");
        _place.Steps.Failed(job, _place.Steps.Begin(job, order)!, "550 5.7.1");
        Assert.Null(_place.Steps.Begin(job, order));
        _place.Ledger.Add(order.Job("r2", _place.Clock.GetUtcNow()));
        _place.Ledger.Commit();
        job = Assert.Single(_place.Due(ReleaseOrder.Kind));
        Assert.Null(_place.Steps.Begin(job, order));
        Assert.Equal(["delivery-dropped the mail is no longer on its way"], _place.History("r2"));
        Assert.Equal(QuarantineState.Held, _place.State("r2"));
        _place.Clock.Move(TimeSpan.FromDays(1));
        Assert.Empty(_place.Due(ReleaseOrder.Kind));
    }

    [Fact]
    public void Pauses_Double_FromHalfAMinuteToHalfAnHour()
    {
        var (job, order) = _place.Let("r1");
        var pauses = new List<double>();
        for (var attempt = 1; attempt <= 14; attempt++)
        {
            _place.Steps.Later(job, _place.Steps.Begin(job, order)!, order, "451 4.3.0");
            var from = _place.Clock.GetUtcNow();
            while (_place.Due(ReleaseOrder.Kind) is var due)
            {
                if (due.Count == 1 && (job = due[0]) is not null) break;
                _place.Clock.Move(TimeSpan.FromSeconds(30));
            }
            pauses.Add((_place.Clock.GetUtcNow() - from).TotalMinutes);
        }
        Assert.Equal([0.5, 1, 2, 4, 8, 16, 30, 30, 30, 30, 30, 30, 30, 30], pauses);
    }

    [Theory]
    // The pause would end when patience does.
    [InlineData(30, false)]
    [InlineData(31, true)]
    public void Delivery_IsGivenUp_WhereItsTimeIsOverBeforeTheNextAttempt(int secondsLeft, bool goesOn)
    {
        var (job, order) = _place.Let("r1");
        _place.Clock.Move(Releases.Patience - TimeSpan.FromSeconds(secondsLeft));
        _place.Steps.Later(job, _place.Steps.Begin(job, order)!, order, "451 4.3.0");
        Assert.Equal(goesOn ? QuarantineState.Delivering : QuarantineState.Held, _place.State("r1"));
        Assert.Equal(goesOn ? "delivery-deferred 451 4.3.0" : "delivery-failed given up: 451 4.3.0", _place.History("r1")[0]);
    }

    [Fact]
    public void LockDown_WhileADeliveryIsInDoubt_StopsItAndKeepsSayingSo()
    {
        var (job, order) = _place.Let("r1");
        _place.Steps.Doubted(job, _place.Steps.Begin(job, order)!);
        Assert.Equal(QuarantineState.InDoubt, _place.State("r1"));
        Assert.Equal((Refusal.NotHeld, "InDoubt"), Of(_place.Releases.Delete(Analyst, "r1", "")));
        _place.Switch.Impose(Rita, LockDownScope.Campaign, Campaign, "Stolen conversations.", null);
        _place.Clock.Move(DeliverySteps.DoubtTime);
        job = Assert.Single(_place.Due(ReleaseOrder.Kind));
        Assert.Null(_place.Steps.Begin(job, order));
        // It may be out already: "held" would be wrong.
        Assert.Equal((QuarantineState.InDoubt, "delivery-stopped locked"), (_place.State("r1"), _place.History("r1")[0]));
        _place.Clock.Move(DeliverySteps.DoubtTime - TimeSpan.FromSeconds(1));
        Assert.Empty(_place.Due(ReleaseOrder.Kind));
        _place.Switch.Lift(Rita, LockDownScope.Campaign, Campaign, "over");
        _place.Clock.Move(TimeSpan.FromSeconds(1));
        Assert.NotNull(_place.Steps.Begin(Assert.Single(_place.Due(ReleaseOrder.Kind)), order));
    }

    [Theory]
    [InlineData("Finance", true)]
    // Mail to Anna alone is none of the front desk's, whoever else it is still held for.
    [InlineData("front", false)]
    // Nobody knows who is in a group that the directory lacks: everybody may be.
    [InlineData("gone", true)]
    public void LockDown_OfAGroup_StopsMailToItsPeople(string group, bool stops)
    {
        var people = _place.People;
        _place.People = new([.. people.People, new Directories.Person("9", "Gone", ["gone@firm.example"]) { Groups = ["gone"] }], [], DateTimeOffset.UnixEpoch);
        var (job, order) = _place.Let("r1", Anna);
        Assert.True(_place.Switch.Impose(Rita, LockDownScope.Group, group, "Stolen conversations.", null).IsDone);
        _place.People = people;
        Assert.Equal(stops ? (Refusal.Locked, "Locked") : (Refusal.None, "Releasing"), Of(_place.Releases.LetOut(Analyst, "r2", [Anna], "")));
        Assert.Equal(stops, _place.Steps.Begin(job, order) is null);
        Assert.Equal(stops ? QuarantineState.Held : QuarantineState.Delivering, _place.State("r1"));
    }

    [Fact]
    public void LockDown_ThatIsOver_StopsNothing()
    {
        var (job, order) = _place.Let("r1");
        _place.Switch.Impose(Rita, LockDownScope.Group, "Finance", "Stolen conversations.", _place.Clock.GetUtcNow() + TimeSpan.FromSeconds(10));
        _place.Clock.Move(TimeSpan.FromSeconds(10));
        _place.People = Directories.DirectorySnapshot.Empty;
        Assert.NotNull(_place.Steps.Begin(job, order));
    }

    [Fact]
    public void Delivery_KeepsTheBytesForADay_AndTeachesOnlyWhereItWasCalledGenuine()
    {
        _place.Deliver("r1");
        Assert.Equal([Anna, Office], _place.Ledger.FindHeld("r1")!.Recipients);
        Assert.Empty(_place.Due(Genuine.JobKind));
        _place.Clock.Move(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        Assert.Empty(_place.Due(DiscardJob.Kind));
        _place.Clock.Move(TimeSpan.FromSeconds(1));
        Assert.Equal("r1", Assert.Single(_place.Due(DiscardJob.Kind)).Job.Subject);
        _place.Releases.LetOut(Analyst, "r2", [Anna], "she knows him", genuine: true);
        var job = Assert.Single(_place.Due(ReleaseOrder.Kind));
        Assert.True(_place.Steps.Ended(job, _place.Steps.Begin(job, ReleaseOrder.Of(job.Job))!, ReleaseOrder.Of(job.Job), AuditEvent.Done));
        Assert.Equal("r2", Assert.Single(_place.Due(Genuine.JobKind)).Job.Subject);
        // It is still held for the office.
        _place.Clock.Move(TimeSpan.FromDays(2));
        Assert.DoesNotContain(_place.Due(DiscardJob.Kind), j => j.Job.Subject == "r2");
    }

    [Fact]
    public void DeliveredMail_MayComeByForEachWhoGotIt_UntilADayLater()
    {
        Assert.False(_place.Steps.IsOnItsWay("r9", [Anna]));
        _place.Deliver("r1", Anna);
        // What is held for others may not pass by its mark, nor what names nobody.
        Assert.False(_place.Steps.IsOnItsWay("r1", [Office]));
        Assert.False(_place.Steps.IsOnItsWay("r1", []));
        _place.Clock.Move(TimeSpan.FromHours(1));
        _place.Deliver("r1", Office);
        Assert.True(_place.Steps.IsOnItsWay("r1", [Anna, Office.ToUpperInvariant()]));
        Assert.False(_place.Steps.Settle());
        Assert.True(_place.Steps.IsOnItsWay("r1", [Anna]));
        _place.Clock.Move(TimeSpan.FromDays(1) - TimeSpan.FromSeconds(1));
        Assert.True(_place.Steps.IsOnItsWay("r1", [Office]));
        _place.Clock.Move(TimeSpan.FromSeconds(1));
        Assert.False(_place.Steps.IsOnItsWay("r1", [Office]));
        Assert.Single(_place.Ledger.Register("passing"));
        Assert.False(_place.Steps.Settle());
        Assert.Empty(_place.Ledger.Register("passing"));
        Assert.Equal(("deliveries-settled", "system:release", ""), Assert.Single(_place.Ledger.RecentAudit("1 mails", 10)).Event is var e ? (e.Action, e.Actor.Name, e.Reason) : default);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Doubts_OfAnEarlierRelease_DoNotCountForTheNext(bool inEmergency)
    {
        var (job, order) = _place.Let("r1");
        for (var doubt = 1; doubt <= 3; doubt++)
        {
            _place.Steps.Doubted(job, _place.Steps.Begin(job, order)!);
            _place.Clock.Move(DeliverySteps.DoubtTime);
            if (doubt < 3) job = Assert.Single(_place.Due(ReleaseOrder.Kind));
        }
        Assert.Equal(QuarantineState.Held, _place.State("r1"));
        if (inEmergency)
        {
            _place.Releases.LetOutInEmergency(Rita, "r1", "due today");
            _place.Releases.LetOutInEmergency(Rolf, "r1", "due today");
            job = Assert.Single(_place.Due(ReleaseOrder.Kind));
            order = ReleaseOrder.Of(job.Job);
        }
        else
        {
            (job, order) = _place.Let("r1");
        }
        _place.Steps.Doubted(job, _place.Steps.Begin(job, order)!);
        Assert.Equal(QuarantineState.InDoubt, _place.State("r1"));
    }

    private static (Refusal, string) Of(Ruling ruling) => (ruling.Refusal, ruling.Key);
}
