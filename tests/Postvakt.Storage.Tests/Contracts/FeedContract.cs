using Postvakt.Indicators;
using Postvakt.Sharing;
using Postvakt.Signals;
using static Postvakt.Storage.Tests.Contracts.Mails;

namespace Postvakt.Storage.Tests.Contracts;

/// <summary>What feeds give, on every store: taken in, renewed, set aside, withdrawn, ended, and read by what changed.</summary>
public abstract class FeedContract(StoreBed bed) : StoreContract(bed)
{
    [Fact]
    public void Chunk_IsReadBackWhole_AndRenewedWithoutAChange()
    {
        Assert.Equal(new FeedPut(2, 0, 0), Ledger.PutFeed("isac", [One("evil.example"), One("bad.example") with { Confidence = 7, Standing = FeedStanding.UsedHere }], 10, Start));
        var rows = Ledger.ReadFeed("isac", FeedPlace.Start, 10);
        Assert.Equal(["bad.example", "evil.example"], rows.Select(r => r.Indicator.Indicator.Value));
        Assert.Equal(One("evil.example") with { Added = Start }, rows[1].Indicator);
        Assert.Equal((7, FeedStanding.UsedHere), (rows[0].Indicator.Confidence, rows[0].Indicator.Standing));
        Assert.Equal(new FeedTally("isac", 1, 2, 1), Assert.Single(Ledger.Feeds()));

        Assert.Equal(new FeedPut(0, 1, 0), Ledger.PutFeed("isac", [One("evil.example")], 10, Start.AddHours(1)));
        Assert.Equal(2, Assert.Single(Ledger.Feeds()).Version);
        Assert.Empty(Ledger.ReadFeed("isac", FeedPlace.After(1), 10));
        Assert.Equal(Start, Ledger.ReadFeed("isac", FeedPlace.Start, 10)[1].Indicator.Added);
    }

    [Fact]
    public void Changed_IsReadAfterTheVersionThatWasSeen()
    {
        Ledger.PutFeed("isac", [One("a.example"), One("b.example"), One("c.example")], 10, Start);
        Ledger.PutFeed("isac", [One("b.example") with { Confidence = 90 }], 10, Start);
        var changed = Assert.Single(Ledger.ReadFeed("isac", FeedPlace.After(1), 10));
        Assert.Equal(("b.example", 90, 2L), (changed.Indicator.Indicator.Value, changed.Indicator.Confidence, changed.Place.Version));
        // A page ends within a version, and the next goes on there.
        var first = Ledger.ReadFeed("isac", FeedPlace.Start, 1);
        Assert.Equal(["c.example", "b.example"], Ledger.ReadFeed("isac", first[0].Place, 10).Select(r => r.Indicator.Indicator.Value));
    }

    [Fact]
    public void End_MovesOnlyWhenAnEighthIsOver_AndBackWhenTheFeedSaysSo()
    {
        var end = Start.AddDays(80);
        Ledger.PutFeed("isac", [One("a.example") with { Until = end }], 10, Start);
        Ledger.PutFeed("isac", [One("a.example") with { Until = end.AddDays(5) }], 10, Start.AddDays(5));
        Assert.Equal(end, Only().Until);
        Ledger.PutFeed("isac", [One("a.example") with { Until = end.AddDays(11) }], 10, Start.AddDays(11));
        Assert.Equal(end.AddDays(11), Only().Until);
        Ledger.PutFeed("isac", [One("a.example") with { Until = Start.AddDays(12) }], 10, Start.AddDays(11));
        Assert.Equal(Start.AddDays(12), Only().Until);
    }

    [Fact]
    public void PastItsShare_IsCountedAndNotKept()
    {
        Assert.Equal(new FeedPut(2, 0, 1), Ledger.PutFeed("isac", [One("a.example"), One("b.example"), One("c.example")], 2, Start));
        Assert.Equal(new FeedPut(0, 1, 1), Ledger.PutFeed("isac", [One("b.example"), One("d.example")], 2, Start));
        Assert.Equal(new FeedPut(1, 0, 0), Ledger.PutFeed("other", [One("c.example")], 2, Start));
        Assert.Equal([("isac", 2L), ("other", 1L)], Ledger.Feeds().Select(f => (f.Feed, f.Held)));
    }

    [Fact]
    public void Withdrawn_LeavesATraceForAWeek_AndMayComeBack()
    {
        Ledger.PutFeed("isac", [One("a.example"), One("b.example") with { Standing = FeedStanding.Own }], 10, Start);
        Assert.Equal(2, Ledger.WithdrawFromFeed("isac", [Host("a.example"), Host("b.example"), Host("never.example")], Start));
        Assert.Equal(0, Ledger.WithdrawFromFeed("isac", [Host("a.example")], Start));
        Assert.Equal(0, Ledger.WithdrawFromFeed("nobody", [Host("a.example")], Start));
        Assert.All(Ledger.ReadFeed("isac", FeedPlace.After(1), 10), r => Assert.Equal(FeedStanding.Gone, r.Indicator.Standing));
        Assert.Equal((0L, 0L), (Ledger.Feeds()[0].Held, Ledger.Feeds()[0].Aside));
        Assert.Empty(Ledger.FeedsWith(Host("a.example")));
        Assert.Equal(0, Ledger.ExpireFeeds(Start.AddDays(6), 10));
        Assert.Equal(new FeedPut(1, 0, 0), Ledger.PutFeed("isac", [One("a.example")], 10, Start.AddDays(6)));
        Assert.Equal(1, Ledger.ExpireFeeds(Start.AddDays(7), 10));
        Assert.Equal((1L, 0L), (Ledger.Feeds()[0].Held, Ledger.Feeds()[0].Aside));
        Assert.Equal(Start.AddDays(6), Only().Added);
    }

    [Fact]
    public void ListReadWhole_DropsWhatItNoLongerGives()
    {
        Ledger.PutFeed("list", [One("a.example"), One("b.example"), One("c.example")], 10, Start);
        Ledger.PutFeed("list", [One("b.example")], 10, Start.AddHours(1));
        Assert.Equal(1, Ledger.DropUnseen("list", Start.AddHours(1), 1, Start.AddHours(1)));
        Assert.Equal(1, Ledger.DropUnseen("list", Start.AddHours(1), 10, Start.AddHours(1)));
        Assert.Equal(0, Ledger.DropUnseen("list", Start.AddHours(1), 10, Start.AddHours(1)));
        Assert.Equal(["b.example"], Ledger.ReadFeed("list", FeedPlace.Start, 10).Where(r => r.Indicator.IsMatched).Select(r => r.Indicator.Indicator.Value));
        Assert.Equal(1, Ledger.Feeds()[0].Held);
    }

    [Fact]
    public void Ended_IsDroppedAndNoLongerCounted()
    {
        Ledger.PutFeed("isac", [One("a.example") with { Until = Start.AddDays(1) }, One("b.example") with { Until = Start.AddDays(1), Standing = FeedStanding.UsedHere }, One("c.example")], 10, Start);
        Assert.Equal(1, Ledger.ExpireFeeds(Start.AddDays(1), 1));
        Assert.Equal(1, Ledger.ExpireFeeds(Start.AddDays(1), 10));
        Assert.Equal("c.example", Only().Indicator.Value);
        Assert.Equal((1L, 0L), (Ledger.Feeds()[0].Held, Ledger.Feeds()[0].Aside));
    }

    [Fact]
    public void SetAside_IsReadAPageAtATime()
    {
        Ledger.PutFeed("isac", [.. ((string[])["c.example", "a.example", "b.example"]).Select(v => One(v) with { Standing = FeedStanding.UsedHere }), One("d.example")], 10, Start);
        Assert.Equal(["a.example", "b.example"], Ledger.AsideInFeed("isac", null, 2).Select(i => i.Indicator.Value));
        Assert.Equal(["c.example"], Ledger.AsideInFeed("isac", Host("b.example"), 2).Select(i => i.Indicator.Value));
    }

    [Fact]
    public void WhatAPersonSaid_StandsAgainstTheFeed()
    {
        Ledger.PutFeed("isac", [One("a.example"), One("b.example") with { Standing = FeedStanding.UsedHere }], 10, Start);
        Assert.Equal(["b.example"], Ledger.AsideInFeed("isac", null, 10).Select(i => i.Indicator.Value));
        Assert.True(Ledger.StandInFeed("isac", Host("a.example"), FeedStanding.Exempt));
        Assert.True(Ledger.StandInFeed("isac", Host("b.example"), FeedStanding.Meant));
        Assert.False(Ledger.StandInFeed("isac", Host("c.example"), FeedStanding.Exempt));
        Assert.Equal(1, Ledger.Feeds()[0].Aside);
        Ledger.PutFeed("isac", [One("a.example"), One("b.example") with { Standing = FeedStanding.UsedHere }], 10, Start.AddHours(1));
        Assert.Equal([("a.example", FeedStanding.Exempt)], Ledger.AsideInFeed("isac", null, 10).Select(i => (i.Indicator.Value, i.Standing)));
        Assert.Equal(FeedStanding.Meant, Ledger.ReadFeed("isac", FeedPlace.Start, 10)[^1].Indicator.Standing);
        Assert.Equal(1, Ledger.Feeds()[0].Aside);
    }

    [Fact]
    public void FeedsOfAValue_AreTold()
    {
        Ledger.PutFeed("b", [One("a.example")], 10, Start);
        Ledger.PutFeed("a", [One("a.example"), One("c.example")], 10, Start);
        Assert.Equal(["a", "b"], Ledger.FeedsWith(Host("a.example")));
        Assert.Empty(Ledger.FeedsWith(new Indicator("url", "a.example")));
    }

    [Fact]
    public void Absurd_IsRefusedByTheStore()
    {
        Assert.Throws<ArgumentException>(() => Ledger.PutFeed("", [One("a.example")], 10, Start));
        Assert.Throws<ArgumentException>(() => Ledger.PutFeed("isac", [One(new string('a', 2_001))], 10, Start));
        Assert.Throws<ArgumentException>(() => Ledger.PutFeed("isac", [One("a\0b")], 10, Start));
        Assert.Throws<ArgumentException>(() => Ledger.PutFeed("isac", [One("a.example") with { Confidence = 101 }], 10, Start));
        Assert.Throws<ArgumentException>(() => Ledger.PutFeed("isac", [.. Enumerable.Range(0, 1_001).Select(i => One($"a{i}.example"))], 2_000, Start));
        Assert.Empty(Ledger.Feeds());
    }

    [Fact]
    public void LongAndForeignValues_AreKeptWhole()
    {
        var link = "https://evil.example/" + new string('é', 900);
        Ledger.PutFeed("isac", [One("x") with { Indicator = new Indicator("url", link) }, One("räksmörgås 😀")], 10, Start);
        Assert.Equal(["isac"], Ledger.FeedsWith(new Indicator("url", link)));
        Assert.Equal(["isac"], Ledger.FeedsWith(Host("räksmörgås 😀")));
    }

    private FeedIndicator Only() => Assert.Single(Ledger.ReadFeed(Ledger.Feeds()[0].Feed, FeedPlace.Start, 10)).Indicator;

    private static Indicator Host(string name) => new("host", name);

    private static FeedIndicator One(string host) => new(Host(host), StableId.Ours(host), 80, Start, Start.AddDays(90), default, FeedStanding.Matched);
}
