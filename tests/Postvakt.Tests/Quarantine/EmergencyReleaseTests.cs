using Postvakt.Audit;
using Postvakt.Quarantine;
using static Postvakt.Tests.Quarantine.HeldPlace;

namespace Postvakt.Tests.Quarantine;

/// <summary>Two people against a lock-down.</summary>
public sealed class EmergencyReleaseTests : IDisposable
{
    private readonly HeldPlace _place = new();

    public EmergencyReleaseTests() => _place.Switch.Impose(Rita, LockDowns.LockDownScope.Everybody, "", "Stolen conversations.", null);

    public void Dispose() => _place.Dispose();

    [Fact]
    public void SecondPerson_MayJoinUntilTheHourIsOver()
    {
        Assert.Equal("EmergencyNoted", Ask(Rita).Key);
        _place.Clock.Move(Releases.EmergencyWindow);
        Assert.Equal("ReleasingAnyway", Ask(Rolf).Key);
        Assert.Equal(QuarantineState.Delivering, _place.State("r1"));
        var order = ReleaseOrder.Of(Assert.Single(_place.Due(ReleaseOrder.Kind)).Job);
        Assert.Equal((true, false, _place.Clock.GetUtcNow() + Releases.Patience), (order.Emergency, order.Genuine, order.GiveUpAt));
        Assert.Equal([Anna, Office], order.Recipients);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void Emergency_WithoutAReason_IsNone(string reason)
    {
        Assert.Equal((Refusal.NoReason, "EmergencyReason"), Of(_place.Releases.LetOutInEmergency(Rita, "r1", reason)));
        Ask(Rita);
        Assert.Equal((Refusal.NoReason, "EmergencyReason"), Of(_place.Releases.RefuseEmergency(Rolf, "r1", reason)));
        Assert.Single(Waiting());
    }

    [Fact]
    public void Emergency_IsRefusedByRespondersAlone_AndOnlyWhereOneWaits()
    {
        Assert.Equal((Refusal.NotHeld, "EmergencyNotAsked"), Of(_place.Releases.RefuseEmergency(Rolf, "r1", "no")));
        Ask(Rita);
        Assert.Equal((Refusal.NotAllowed, "NotAllowed"), Of(_place.Releases.RefuseEmergency(Analyst, "r1", "no")));
        Assert.Equal((Refusal.None, "EmergencyRefused"), Of(_place.Releases.RefuseEmergency(Rolf, "r1", "no")));
        // It takes two again.
        Assert.Equal("EmergencyNoted", Ask(Rolf).Key);
        Assert.Equal(QuarantineState.Held, _place.State("r1"));
    }

    [Fact]
    public void Emergency_DoneOnce_LeavesNoConsentForTheNext()
    {
        Ask(Rita);
        Ask(Rolf);
        var job = Assert.Single(_place.Due(ReleaseOrder.Kind));
        _place.Steps.Failed(job, _place.Steps.Begin(job, ReleaseOrder.Of(job.Job))!, "550 5.7.1");
        Assert.Equal("EmergencyNoted", Ask(Rolf).Key);
        Assert.Equal(QuarantineState.Held, _place.State("r1"));
    }

    [Fact]
    public void Emergencies_ThatWait_AreOfMailThatIsHeld()
    {
        Ask(Rita, "r1");
        Ask(Rita, "r2");
        Assert.Equal(["r1", "r2"], Waiting());
        Assert.True(_place.Releases.Delete(Analyst, "r1", "a thief's").IsDone);
        Assert.Equal(["r2"], Waiting());
    }

    [Fact]
    public void Emergencies_ThatAreOver_AreForgottenWithTheNext()
    {
        Ask(Rita, "r1");
        _place.Clock.Move(TimeSpan.FromMinutes(61));
        Ask(Rita, "r2");
        Ask(Rita, "r3");
        Assert.Equal(["r2", "r3"], _place.Ledger.Register("emergency-release").Select(e => e.Id));
        _place.Clock.Move(TimeSpan.FromMinutes(61));
        Ask(Rita, "r2");
        Assert.Equal(["r2"], _place.Ledger.Register("emergency-release").Select(e => e.Id));
    }

    [Fact]
    public void LastDecided_IsWhatWasDone_NotWhatWasRefused()
    {
        Assert.Null(Releases.LastDecided(_place.Ledger, "r1"));
        Ask(Rita);
        _place.Releases.LetOut(Analyst, "r1", [], "locked, so refused");
        Assert.Null(Releases.LastDecided(_place.Ledger, "r1"));
        Ask(Rolf);
        _place.Releases.Delete(Analyst, "r1", "on its way, so refused");
        Assert.Equal(("emergency-release", Rolf.Name), Releases.LastDecided(_place.Ledger, "r1") is { } last ? (last.Action, last.Actor.Name) : default);
    }

    private Ruling Ask(Actor actor, string id = "r1") => _place.Releases.LetOutInEmergency(actor, id, "contract due today");

    private string[] Waiting() => [.. Releases.EmergenciesWaiting(_place.Ledger, _place.Clock.GetUtcNow()).Select(e => e.Subject)];

    private static (Refusal, string) Of(Ruling ruling) => (ruling.Refusal, ruling.Key);
}
