using Postvakt.Audit;
using Postvakt.LockDowns;
using Postvakt.Quarantine;
using static Postvakt.Tests.Quarantine.HeldPlace;

namespace Postvakt.Tests.Quarantine;

/// <summary>What people decide about held mail: said, refused and audited.</summary>
public sealed class ReleaseTests : IDisposable
{
    private readonly HeldPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void Release_NamesWhomItReaches_AndIsTheWorkersFromThenOn()
    {
        var ruling = _place.Releases.LetOut(Analyst, "r1", [], "the sender says so");
        Assert.Contains($"{Anna}, {Office}", ruling.Text, StringComparison.Ordinal);
        var order = ReleaseOrder.Of(Assert.Single(_place.Due(ReleaseOrder.Kind)).Job);
        Assert.Equal((false, false, _place.Clock.GetUtcNow() + Releases.Patience), (order.Emergency, order.Genuine, order.GiveUpAt));
        _place.Deliver("r2", Anna.ToUpperInvariant());
        Assert.Equal([Office], _place.Ledger.FindHeld("r2")!.Recipients);
        Assert.Equal(["system:release", Analyst.Name], _place.Ledger.RecentAudit("r2", 10).Select(e => e.Event.Actor.Name));
    }

    [Fact]
    public void Attempt_ThatIsRefused_SaysWhy_AndIsAuditedSo()
    {
        Assert.Equal("NotAllowed", _place.Releases.LetOut(Employee, "r1", [], "").Key);
        var wrong = _place.Releases.LetOut(Analyst, "r1", ["x@firm.example"], "");
        Assert.Equal("WrongRecipient", wrong.Key);
        Assert.Contains("x@firm.example", wrong.Text, StringComparison.Ordinal);
        Assert.Equal("EmergencyReason", _place.Releases.LetOutInEmergency(Rita, "r1", "").Key);
        _place.Releases.LetOutInEmergency(Rita, "r1", "due today");
        Assert.Equal("SamePerson", _place.Releases.LetOutInEmergency(Rita, "r1", "due today").Key);
        Assert.Equal("NotAsked", _place.Releases.Deny(Analyst, "r1", "").Key);
        Assert.Equal(["deny not held", "emergency-release same person", "emergency-release waits for a second person", "emergency-release no reason", "release wrong recipient", "release not allowed"], _place.History("r1"));
        Assert.Equal("Unknown", _place.Releases.LetOut(Analyst, "r9", [], "").Key);
        Assert.Equal(["release unknown"], _place.History("r9"));
    }

    [Fact]
    public void Mail_ThatExpired_IsNotReleased()
    {
        _place.Clock.Move(TimeSpan.FromDays(30) + TimeSpan.FromSeconds(1));
        _place.Ledger.ExpireRecords(_place.Clock.GetUtcNow());
        Assert.Equal((Refusal.NotHeld, "ExpiredAlready"), Of(_place.Releases.LetOut(Analyst, "r1", [], "")));
    }

    [Fact]
    public void LastDecided_IsAReleaseADeletionOrADenial()
    {
        _place.Releases.Ask(Person(Anna), Anna, "r1");
        Assert.Null(Releases.LastDecided(_place.Ledger, "r1"));
        _place.Releases.Deny(Analyst, "r1", "no");
        Assert.Equal("deny", Releases.LastDecided(_place.Ledger, "r1")?.Action);
        _place.Deliver("r1", Anna);
        Assert.Equal("release", Releases.LastDecided(_place.Ledger, "r1")?.Action);
        _place.Releases.Delete(Rolf, "r1", "a thief's");
        Assert.Equal(("delete", Rolf.Name), Releases.LastDecided(_place.Ledger, "r1") is { } last ? (last.Action, last.Actor.Name) : default);
    }

    [Fact]
    public void LockDown_ThatCoversTheMail_IsTheOneThatIsNamed()
    {
        _place.Switch.Impose(Rita, LockDownScope.Campaign, "another", "Other reason.", null);
        _place.Switch.Impose(Rita, LockDownScope.Everybody, "", "Past reason.", _place.Clock.GetUtcNow() + TimeSpan.FromMinutes(1));
        _place.Clock.Move(TimeSpan.FromMinutes(1));
        Assert.Equal("Releasing", _place.Releases.LetOut(Analyst, "r1", [], "").Key);
        _place.Switch.Impose(Rita, LockDownScope.Campaign, Campaign, "Stolen conversations.", null);
        var refused = _place.Releases.LetOut(Analyst, "r2", [], "").Text;
        Assert.Contains("2026-03-02 12:01", refused, StringComparison.Ordinal);
        Assert.Contains("Stolen conversations.", refused, StringComparison.Ordinal);
    }

    [Fact]
    public void LockedGroups_AreThoseOfTheRecipients_AndLockedOnesThatNobodyKnows()
    {
        var people = _place.People;
        _place.People = new([.. people.People, new Directories.Person("8", "G", ["g@firm.example"]) { Groups = ["gone", "ended"] }], [], DateTimeOffset.UnixEpoch);
        _place.Switch.Impose(Rita, LockDownScope.Group, "gone", "x", null);
        _place.Switch.Impose(Rita, LockDownScope.Group, "ended", "x", _place.Clock.GetUtcNow() + TimeSpan.FromMinutes(1));
        _place.Switch.Impose(Rita, LockDownScope.Group, "front", "x", null);
        _place.Switch.Impose(Rita, LockDownScope.Campaign, "another", "x", null);
        _place.Clock.Move(TimeSpan.FromMinutes(1));
        Assert.Equal(["Finance", "gone"], LockedGroups.Of(_place.Ledger, people, [Anna], _place.Clock.GetUtcNow()).Order(StringComparer.Ordinal));
    }

    private static (Refusal, string) Of(Ruling ruling) => (ruling.Refusal, ruling.Key);
}
