using Postvakt.Indicators;
using Postvakt.Signals;

namespace Postvakt.Tests.Signals;

public sealed class IndicatorBookTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 20, 1, 0, 0, TimeSpan.Zero);

    private static readonly IndicatorBook Book = new([Of("host", "evil.example"), Of("host", "192.0.2.7"), Of("file", "charts.zip"), Of("host", "over.example") with { Until = Now }]);

    [Theory]
    [InlineData("host", "evil.example", true)]
    [InlineData("host", "a.b.evil.example", true)]
    [InlineData("host", "notevil.example", false)]
    [InlineData("host", "example", false)]
    [InlineData("host", "192.0.2.7", true)]
    [InlineData("host", "7.192.0.2.7", false)]
    [InlineData("host", "2.7", false)]
    [InlineData("host", "over.example", false)]
    [InlineData("file", "charts.zip", true)]
    [InlineData("file", "a.charts.zip", false)]
    [InlineData("url", "evil.example", false)]
    public void Find_TakesAHostForAllBelowIt(string type, string value, bool isKnown) => Assert.Equal(isKnown, Book.Find(type, value, Now) is not null);

    [Fact]
    public void Id_OfALongLink_IsShortAndItsOwn()
    {
        var (one, other) = (KnownIndicator.IdOf(new Indicator("url", "http://evil.example/" + new string('a', 800))), KnownIndicator.IdOf(new Indicator("url", "http://evil.example/" + new string('a', 799))));
        Assert.NotEqual(one, other);
        Assert.InRange(one.Length, 1, 200);
    }

    private static KnownIndicator Of(string type, string value) => new(new Indicator(type, value), IndicatorGrade.Suspicious, "anna", "because", "", Now.AddDays(-1), Now.AddDays(1));
}
