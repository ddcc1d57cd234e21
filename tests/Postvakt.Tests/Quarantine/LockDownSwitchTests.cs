using Postvakt.LockDowns;
using Postvakt.Quarantine;
using static Postvakt.Tests.Quarantine.HeldPlace;

namespace Postvakt.Tests.Quarantine;

/// <summary>Who may lock and lift, what is said, and what a lock-down covers.</summary>
public sealed class LockDownSwitchTests : IDisposable
{
    private const string Reason = "Stolen conversations.";
    private readonly HeldPlace _place = new();

    public void Dispose() => _place.Dispose();

    [Fact]
    public void LockDown_IsForResponders_WithAReason_AndAnEndThatIsAhead()
    {
        var now = _place.Clock.GetUtcNow();
        Assert.Equal((Refusal.NotAllowed, "NotAllowed"), Of(_place.Switch.Impose(Analyst, LockDownScope.Everybody, "", Reason, null)));
        Assert.Equal((Refusal.NoReason, "LockReason"), Of(_place.Switch.Impose(Rita, LockDownScope.Everybody, "", "  ", null)));
        Assert.Equal((Refusal.NoReason, "LockEnd"), Of(_place.Switch.Impose(Rita, LockDownScope.Everybody, "", Reason, now)));
        Assert.Equal((Refusal.Unknown, "NoSuchGroup"), Of(_place.Switch.Impose(Rita, LockDownScope.Group, "nobody", Reason, null)));
        Assert.Empty(_place.Ledger.LockDowns());
        Assert.Equal((Refusal.None, "LockedAll"), Of(_place.Switch.Impose(Rita, LockDownScope.Everybody, "", Reason, now + TimeSpan.FromSeconds(1))));
    }

    [Fact]
    public void LockDown_SaysWhatIsLocked_AndUntilWhen()
    {
        var end = _place.Clock.GetUtcNow() + TimeSpan.FromHours(2);
        Assert.StartsWith("Locked: nobody can release anything. Mail", _place.Switch.Impose(Rita, LockDownScope.Everybody, "", Reason, null).Text, StringComparison.Ordinal);
        Assert.Contains("2026-03-02 14:00", _place.Switch.Impose(Rita, LockDownScope.Everybody, "", Reason, end).Text, StringComparison.Ordinal);
        var campaign = _place.Switch.Impose(Rita, LockDownScope.Campaign, Campaign, Reason, end);
        Assert.Equal("LockedCampaign", campaign.Key);
        Assert.Contains(Campaign, campaign.Text, StringComparison.Ordinal);
        Assert.Contains("2026-03-02 14:00", campaign.Text, StringComparison.Ordinal);
        var group = _place.Switch.Impose(Rita, LockDownScope.Group, "Finance", Reason, null);
        Assert.Equal("LockedGroup", group.Key);
        Assert.Contains("Finance", group.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void LockDown_OfOneGroup_IsOne_HoweverItIsWritten_AndOfOneCampaignOnlyAsItIsNamed()
    {
        _place.Switch.Impose(Rita, LockDownScope.Group, "Finance", Reason, null);
        _place.Switch.Impose(Rolf, LockDownScope.Group, "FINANCE", "worse", null);
        Assert.Equal(("Finance", "worse", Rolf.Name), Assert.Single(_place.Ledger.LockDowns()) is var one ? (one.Target, one.Reason, one.By) : default);
        _place.Switch.Impose(Rita, LockDownScope.Campaign, Campaign, Reason, null);
        _place.Switch.Impose(Rita, LockDownScope.Campaign, Campaign.ToUpperInvariant(), Reason, null);
        Assert.Equal(3, _place.Ledger.LockDowns().Count);
        Assert.Equal("NoSuchLock", _place.Switch.Lift(Rita, LockDownScope.Everybody, "", "over").Key);
        Assert.Equal("Unlocked", _place.Switch.Lift(Rita, LockDownScope.Group, "finance", "over").Key);
    }

    [Fact]
    public void LockDown_ImposedAgain_IsTheSameOneFromItsBeginning_AndLiftedUnderItsName()
    {
        var since = _place.Clock.GetUtcNow();
        _place.Switch.Impose(Rita, LockDownScope.Everybody, "", Reason, null);
        _place.Switch.Impose(Rita, LockDownScope.Campaign, Campaign, Reason, null);
        _place.Clock.Move(TimeSpan.FromMinutes(1));
        _place.Switch.Impose(Rolf, LockDownScope.Everybody, "", "worse", null);
        var (all, campaign) = (Assert.Single(_place.Ledger.LockDowns(), l => l.Scope == LockDownScope.Everybody), Assert.Single(_place.Ledger.LockDowns(), l => l.Scope == LockDownScope.Campaign));
        Assert.Equal((since, "worse"), (all.Since, all.Reason));
        Assert.StartsWith("everybody-", all.Id, StringComparison.Ordinal);
        Assert.StartsWith(Campaign + "-", campaign.Id, StringComparison.Ordinal);
        _place.Switch.Lift(Rita, LockDownScope.Everybody, "", "over");
        Assert.Equal(["unlock done", "lock done", "lock done"], _place.History(all.Id));
    }

    [Fact]
    public void Lift_IsForResponders_WithAReason_OfWhatHolds()
    {
        Assert.Equal((Refusal.Unknown, "NoSuchLock"), Of(_place.Switch.Lift(Rita, LockDownScope.Everybody, "", "over")));
        _place.Switch.Impose(Rita, LockDownScope.Everybody, "", Reason, _place.Clock.GetUtcNow() + TimeSpan.FromHours(1));
        Assert.Equal((Refusal.NotAllowed, "NotAllowed"), Of(_place.Switch.Lift(Analyst, LockDownScope.Everybody, "", "over")));
        Assert.Equal((Refusal.NoReason, "UnlockReason"), Of(_place.Switch.Lift(Rita, LockDownScope.Everybody, "", " ")));
        Assert.Equal(Refusal.Locked, _place.Releases.LetOut(Analyst, "r1", [], "").Refusal);
        _place.Clock.Move(TimeSpan.FromHours(1));
        Assert.Equal("NoSuchLock", _place.Switch.Lift(Rita, LockDownScope.Everybody, "", "over").Key);
    }

    [Fact]
    public void LockDowns_AtOnce_AreAHundred_AndOneThatHoldsCanStillBeChanged()
    {
        for (var i = 0; i < 100; i++) Assert.True(_place.Switch.Impose(Rita, LockDownScope.Campaign, $"c{i}", Reason, null).IsDone);
        var more = _place.Switch.Impose(Rita, LockDownScope.Campaign, "c100", Reason, null);
        Assert.Equal((Refusal.NotHeld, "LockMany"), Of(more));
        Assert.Contains("100", more.Text, StringComparison.Ordinal);
        Assert.True(_place.Switch.Impose(Rita, LockDownScope.Campaign, "c7", "changed", null).IsDone);
        _place.Switch.Lift(Rita, LockDownScope.Campaign, "c7", "over");
        Assert.True(_place.Switch.Impose(Rita, LockDownScope.Campaign, "c100", Reason, null).IsDone);
    }

    [Theory]
    [InlineData("en", ". Ask the sender by telephone or chat")]
    [InlineData("sv", ". ")]
    [InlineData("ja", "。メール")]
    [InlineData("zh-CN", "。请")]
    public void Refusal_UnderALockDown_SaysTheReasonAndWhatToDo(string language, string joined)
    {
        // A reason that ends without a stop gets one, in the way of the language; one that has it keeps it.
        _place.Switch.Impose(Rita, LockDownScope.Everybody, "", "Stolen conversations", null);
        Assert.Contains("Stolen conversations" + joined, _place.Releases.LetOut(Analyst, "r1", [], "").In(language), StringComparison.Ordinal);
        _place.Switch.Impose(Rita, LockDownScope.Everybody, "", Reason, null);
        Assert.Matches("Stolen conversations\\.( Ask|[ \\w])", _place.Releases.LetOut(Analyst, "r1", [], "").In(language));
        Assert.DoesNotContain("..", _place.Releases.LetOut(Analyst, "r1", [], "").In(language), StringComparison.Ordinal);
    }

    [Fact]
    public void LockDown_OfACampaignOrGroup_NamesIt_AndThatOfEverybodyNeedsNoName()
    {
        Assert.Equal((Refusal.Unknown, "LockTarget"), Of(_place.Switch.Impose(Rita, LockDownScope.Campaign, "", Reason, null)));
        Assert.Equal((Refusal.Unknown, "LockTarget"), Of(_place.Switch.Impose(Rita, LockDownScope.Group, " ", Reason, null)));
        Assert.Empty(_place.Ledger.LockDowns());
        // A name beside "everybody" is none: whoever lifts it for everybody lifts it.
        _place.Switch.Impose(Rita, LockDownScope.Everybody, "all", Reason, null);
        Assert.Equal("Unlocked", _place.Switch.Lift(Rita, LockDownScope.Everybody, "", "over").Key);
        _place.Switch.Impose(Rita, LockDownScope.Everybody, "", Reason, null);
        Assert.Equal("Unlocked", _place.Switch.Lift(Rita, LockDownScope.Everybody, "all", "over").Key);
        Assert.Equal("Releasing", _place.Releases.LetOut(Analyst, "r1", [], "").Key);
    }

    [Fact]
    public void LockDown_OfACampaign_DoesNotCoverMailOfNone()
    {
        var none = new LockDown("x", LockDownScope.Campaign, "", Reason, Rita.Name, _place.Clock.GetUtcNow(), null);
        Assert.False(none.Covers("", []));
        Assert.True((none with { Target = Campaign }).Covers(Campaign, []));
        Assert.False((none with { Target = Campaign }).Covers("another", []));
        Assert.True((none with { Scope = LockDownScope.Everybody }).Covers("", []));
        Assert.True((none with { Scope = LockDownScope.Group, Target = "finance" }).Covers("", ["Front", "Finance"]));
        Assert.False((none with { Scope = LockDownScope.Group, Target = "finance" }).Covers("finance", ["Front"]));
    }

    private static (Refusal, string) Of(Ruling ruling) => (ruling.Refusal, ruling.Key);
}
