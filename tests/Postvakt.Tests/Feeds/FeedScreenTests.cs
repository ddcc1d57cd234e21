using Postvakt.Feeds;
using Postvakt.Indicators;
using Postvakt.Memory;
using Postvakt.Signals;
using Postvakt.Tests.Memory;

namespace Postvakt.Tests.Feeds;

/// <summary>What no feed should name.</summary>
public sealed class FeedScreenTests
{
    private static readonly DateTimeOffset Now = new(2021, 11, 8, 9, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("host", "com", FeedStanding.PublicSuffix)]
    [InlineData("host", "co.uk", FeedStanding.PublicSuffix)]
    [InlineData("url", "http://co.uk/", FeedStanding.PublicSuffix)]
    [InlineData("host", "firm.example", FeedStanding.Own)]
    [InlineData("host", "mail.firm.example", FeedStanding.Own)]
    [InlineData("address", "anna@firm.example", FeedStanding.Own)]
    [InlineData("url", "https://www.firm.example/login", FeedStanding.Own)]
    [InlineData("host", "partner.example", FeedStanding.OfPartner)]
    [InlineData("host", "shop.partner.example", FeedStanding.OfPartner)]
    [InlineData("address", "bo@partner.example", FeedStanding.OfPartner)]
    [InlineData("url", "https://partner.example/orders/1", FeedStanding.OfPartner)]
    [InlineData("host", "popular.example", FeedStanding.UsedHere)]
    [InlineData("host", "cdn.popular.example", FeedStanding.UsedHere)]
    [InlineData("url", "https://popular.example/", FeedStanding.UsedHere)]
    public void WhatWouldMarkACompanysMail_IsSetAside(string type, string value, FeedStanding standing) => Assert.Equal(standing, Of(type, value));

    /// <summary>One page of a large site may be bad; a name that only ends alike is another's; 19 people are not everybody.</summary>
    [Theory]
    [InlineData("url", "https://popular.example/bad/page")]
    [InlineData("address", "thief@popular.example")]
    [InlineData("host", "notfirm.example")]
    [InlineData("host", "notpartner.example")]
    [InlineData("host", "firm.example.evil.example")]
    [InlineData("host", "rare.example")]
    [InlineData("host", "unknown.example")]
    [InlineData("file", "firm.example")]
    [InlineData("sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void WhatIsNamedNarrowly_IsLookedFor(string type, string value) => Assert.Equal(FeedStanding.Matched, Of(type, value));

    [Fact]
    public void Many_StandInTheirOrder()
    {
        Indicator[] many = [.. Enumerable.Range(0, 65).Select(n => new Indicator("host", n % 13 == 0 ? "popular.example" : $"h{n}.example"))];
        var standings = Screen().Of(many);
        Assert.Equal(many.Select(i => i.Value == "popular.example" ? FeedStanding.UsedHere : FeedStanding.Matched), standings);
    }

    private static FeedStanding Of(string type, string value) => Assert.Single(Screen().Of([new Indicator(type, value)]));

    private static FeedScreen Screen() => new(["firm.example"], ["partner.example"], new FixedMemory(new Recollection
    {
        Depth = new MemoryDepth(5_000, 100),
        Hosts = new Dictionary<string, KnownHost> { ["popular.example"] = new("popular.example", 0, 1, 500, 20), ["rare.example"] = new("rare.example", 0, 1, 500, 19) },
    }), Now);
}
