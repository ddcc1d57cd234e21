using Postvakt.Indicators;
using Postvakt.Signals;

namespace Postvakt.Tests.Signals;

public sealed class FeedBookTests
{
    private static readonly DateTimeOffset Now = new(2021, 11, 8, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("host", "evil.example", true)]
    [InlineData("host", "a.b.evil.example", true)]
    [InlineData("host", "notevil.example", false)]
    [InlineData("host", "example", false)]
    [InlineData("host", "192.0.2.9", true)]
    [InlineData("host", "1.192.0.2.9", false)]
    [InlineData("url", "evil.example", false)]
    [InlineData("address", "thief@bad.example", true)]
    [InlineData("address", "other@bad.example", false)]
    public void Value_IsFound_AHostForAllBelowIt(string type, string value, bool isFound) =>
        Assert.Equal(isFound, new FeedBook([Shelf("list", FeedClass.Public, 90, One("host", "evil.example"), One("host", "192.0.2.9"), One("address", "thief@bad.example"))]).Find(type, value, Now) is not null);

    [Fact]
    public void OfSeveral_TheOneThatMakesMoreOfIt_ThenTheSurer_ThenTheNearer()
    {
        Assert.Equal("circle", Best(Shelf("list", FeedClass.Public, 90, One("host", "evil.example") with { Confidence = 80 }), Shelf("circle", FeedClass.Partner, 75, One("host", "evil.example") with { Confidence = 75 })));
        Assert.Equal("list", Best(Shelf("circle", FeedClass.Partner, 75, One("host", "evil.example") with { Confidence = 75 }), Shelf("list", FeedClass.Public, 75, One("host", "evil.example") with { Confidence = 80 })));
        Assert.Equal("sister", Best(Shelf("sister", FeedClass.Sister, 50, One("host", "evil.example")), Shelf("list", FeedClass.Public, 50, One("host", "evil.example"))));
    }

    [Fact]
    public void WhatEnded_WhatDidNotBegin_WhatIsSetAside_IsNotFound()
    {
        var book = new FeedBook([Shelf("list", FeedClass.Public, 90, One("host", "a.example") with { Until = Now.AddSeconds(1) }, One("host", "b.example") with { From = Now.AddHours(1) }, One("host", "c.example") with { Standing = FeedStanding.UsedHere }, One("host", "d.example") with { Standing = FeedStanding.Meant })]);
        Assert.NotNull(book.Find("host", "a.example", Now));
        Assert.Null(book.Find("host", "a.example", Now.AddSeconds(2)));
        Assert.Null(book.Find("host", "b.example", Now));
        Assert.NotNull(book.Find("host", "b.example", Now.AddHours(2)));
        Assert.Null(book.Find("host", "c.example", Now));
        Assert.NotNull(book.Find("host", "d.example", Now));
    }

    [Fact]
    public void Shelf_TakesWhatChanged_AndTheOldOneStaysAsItWas()
    {
        var old = Shelf("list", FeedClass.Public, 90, One("host", "a.example"), One("host", "b.example"));
        var edit = old.Change(Now);
        edit.Take([Row(One("host", "b.example") with { Standing = FeedStanding.Exempt }), Row(One("host", "c.example"))]);
        var changed = edit.End(7);
        Assert.Equal((2, 2, 7L), (old.Count, changed.Count, changed.Version));
        Assert.NotNull(new FeedBook([old]).Find("host", "b.example", Now));
        Assert.Null(new FeedBook([changed]).Find("host", "b.example", Now));
        Assert.NotNull(new FeedBook([changed]).Find("host", "c.example", Now));
    }

    private static string Best(params FeedShelf[] shelves) => new FeedBook(shelves).Find("host", "x.evil.example", Now)!.Feed;

    private static FeedIndicator One(string type, string value) => new(new Indicator(type, value), Guid.Empty, 60, Now.AddDays(-1), Now.AddDays(1), Now, FeedStanding.Matched);

    private static FeedRow Row(FeedIndicator indicator) => new(FeedPlace.After(1), indicator);

    private static FeedShelf Shelf(string feed, FeedClass of, int suspiciousFrom, params FeedIndicator[] indicators)
    {
        var edit = FeedShelf.Empty(feed, new FeedTerms(of, suspiciousFrom)).Change(Now);
        edit.Take([.. indicators.Select(Row)]);
        return edit.End(1);
    }
}
