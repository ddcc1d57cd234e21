using Postvakt.Audit;
using Postvakt.Quarantine;
using static Postvakt.Tests.Quarantine.HeldPlace;

namespace Postvakt.Tests.Quarantine;

/// <summary>People ask for mail that is held for them; who asked is told what became of it.</summary>
public sealed class RequestTests : IDisposable
{
    private readonly HeldPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Theory]
    [InlineData(Anna, "Asked")]
    [InlineData("ANNA.ALIAS@firm.example", "Asked")]
    // Who reads a shared mailbox asks for its mail.
    [InlineData(Bo, "Asked")]
    [InlineData("eve@firm.example", "NotYours")]
    [InlineData("thief@else.example", "NotYours")]
    public void Request_IsForOnesOwnMailAlone(string address, string answer)
    {
        Assert.Equal(answer, _place.Releases.Ask(Person(address), address, "r1").Key);
        Assert.Equal(answer == "Asked" ? QuarantineState.ReleaseRequested : QuarantineState.Held, _place.State("r1"));
        // A link that was passed on must not fill the audit.
        Assert.Equal(answer == "Asked" ? 1 : 0, _place.History("r1").Length);
    }

    [Fact]
    public void Request_ForMailThatIsNotThere_SaysNothingOfIt() => Assert.Equal((Refusal.WrongRecipient, "NotYours"), Of(_place.Releases.Ask(Person(Anna), Anna, "r9")));

    [Fact]
    public void Request_ForMailOnItsWay_SaysSo()
    {
        _place.Let("r1");
        Assert.Equal((Refusal.NotHeld, "OnItsWay"), Of(_place.Releases.Ask(Person(Anna), Anna, "r1")));
    }

    [Fact]
    public void Requests_OfSeveral_AreEachTheirs()
    {
        Assert.Equal("Asked", _place.Releases.Ask(Person(Anna), Anna, "r1").Key);
        Assert.Equal("Asked", _place.Releases.Ask(Person(Bo), Bo, "r1").Key);
        Assert.All(_place.Ledger.RecentAudit("r1", 10), e => Assert.Equal("", e.Event.Reason));
        Assert.Equal("AskedAlready", _place.Releases.Ask(Person("Anna@FIRM.example"), "Anna@FIRM.example", "r1").Key);
        _place.Deliver("r1");
        Assert.Equal([Anna + " ToldReleased", Bo + " ToldReleased"], _place.Told());
    }

    [Fact]
    public void Request_ThatIsDenied_IsHeldAgain_ToldAndCanBeMadeAnew()
    {
        _place.Releases.Ask(Person(Anna), Anna, "r1");
        Assert.Equal((Refusal.NotAllowed, "NotAllowed"), Of(_place.Releases.Deny(Employee, "r1", "no")));
        Assert.Equal((Refusal.None, "Denied"), Of(_place.Releases.Deny(Analyst, "r1", "it is a thief's")));
        Assert.Equal(QuarantineState.Held, _place.State("r1"));
        Assert.Equal([Anna + " ToldDenied"], _place.Told());
        Assert.Equal((Refusal.NotHeld, "NotAsked"), Of(_place.Releases.Deny(Analyst, "r1", "again")));
        Assert.Equal("Asked", _place.Releases.Ask(Person(Anna), Anna, "r1").Key);
        Assert.Equal(["request done", "deny not held", "deny done", "deny not allowed", "request done"], _place.History("r1"));
    }

    [Fact]
    public void Request_ForMailThatIsDeleted_IsTold()
    {
        _place.Releases.Ask(Person(Anna), Anna, "r1");
        Assert.Equal((Refusal.NotAllowed, "NotAllowed"), Of(_place.Releases.Delete(Employee, "r1", "")));
        Assert.Equal((Refusal.None, "Deleted"), Of(_place.Releases.Delete(Analyst, "r1", "a thief's")));
        Assert.Equal([Anna + " ToldDeleted"], _place.Told());
        Assert.Equal((Refusal.NotHeld, "DeletedAlready"), Of(_place.Releases.Ask(Person(Anna), Anna, "r1")));
    }

    [Fact]
    public void Release_ToOneOfTwoWhoAsked_TellsHim_AndTheOtherGoesOnWaiting()
    {
        _place.Releases.Ask(Person(Anna), Anna, "r1");
        _place.Releases.Ask(Person(Bo), Bo, "r1");
        _place.Deliver("r1", Anna);
        Assert.Equal([Anna + " ToldReleased"], _place.Told());
        Assert.Equal(QuarantineState.ReleaseRequested, _place.State("r1"));
        _place.Deliver("r1");
        Assert.Equal([Bo + " ToldReleased"], _place.Told().Where(t => !t.StartsWith(Anna, StringComparison.Ordinal)));
        Assert.Equal(QuarantineState.Released, _place.State("r1"));
    }

    [Fact]
    public void Release_ToWhomDidNotAsk_LeavesTheRequestOpen_AndToWhomAsked_LeavesNone()
    {
        _place.Releases.Ask(Person(Anna), Anna, "r1");
        _place.Deliver("r1", Office);
        Assert.Equal((QuarantineState.ReleaseRequested, 0), (_place.State("r1"), _place.Told().Length));
        _place.Releases.Ask(Person(Anna), Anna, "r2");
        _place.Deliver("r2", Anna);
        Assert.Equal(QuarantineState.Held, _place.State("r2"));
    }

    [Fact]
    public void Request_UnderALockDown_IsRefusedWithItsReason_AndAuditedOnceAnHour()
    {
        _place.Switch.Impose(Rita, LockDowns.LockDownScope.Everybody, "", "Stolen conversations.", null);
        for (var i = 0; i < 3; i++) Assert.Equal((Refusal.Locked, "Locked"), Of(_place.Releases.Ask(Person(Anna), Anna, "r1")));
        Assert.Equal(["request locked"], _place.History("r1"));
        // Another person's counts for itself.
        _place.Releases.Ask(Person(Bo), Bo, "r1");
        Assert.Equal(2, _place.History("r1").Length);
        _place.Clock.Move(TimeSpan.FromMinutes(59));
        _place.Releases.Ask(Person(Anna), Anna, "r1");
        Assert.Equal(2, _place.History("r1").Length);
        _place.Clock.Move(TimeSpan.FromMinutes(1));
        _place.Releases.Ask(Person(Anna), Anna, "r1");
        Assert.Equal(["request locked", "request locked", "request locked"], _place.History("r1"));
        Assert.Equal(QuarantineState.Held, _place.State("r1"));
    }

    [Fact]
    public void Request_AfterADeliveryThatFailed_IsMadeAnew()
    {
        _place.Releases.Ask(Person(Anna), Anna, "r1");
        var (job, order) = _place.Let("r1");
        _place.Steps.Failed(job, _place.Steps.Begin(job, order)!, "550 5.7.1");
        Assert.Equal("Asked", _place.Releases.Ask(Person(Anna), Anna, "r1").Key);
    }

    private static (Refusal, string) Of(Ruling ruling) => (ruling.Refusal, ruling.Key);
}
