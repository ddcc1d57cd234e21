using Postvakt.Indicators;

namespace Postvakt.Tests.Indicators;

public sealed class IndicatorTextTests
{
    [Theory]
    [InlineData("evil.example", "host", "evil.example")]
    [InlineData("host:EVIL.example.", "host", "evil.example")]
    [InlineData("evil[.]example", "host", "evil.example")]
    [InlineData("bücher.example", "host", "xn--bcher-kva.example")]
    [InlineData("192.0.2.7", "host", "192.0.2.7")]
    [InlineData("2001:db8::7", "host", "[2001:db8::7]")]
    [InlineData("hxxps[:]//Evil[.]example/Chart/1?a=B", "url", "https://evil.example/Chart/1?a=B")]
    [InlineData("http://evil.example", "url", "http://evil.example/")]
    [InlineData("url:evil.example:8080/x", "url", "http://evil.example:8080/x")]
    [InlineData("http://evil.example?x", "url", "http://evil.example/?x")]
    [InlineData("Anna[@]evil.example", "address", "anna@evil.example")]
    [InlineData("file:Charts.ZIP", "file", "charts.zip")]
    [InlineData("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855", "sha256", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void Parse_OfAnIndicator_IsNormal(string text, string type, string value) => Assert.Equal(new Indicator(type, value), IndicatorText.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("com")]
    [InlineData("1.2")]
    [InlineData("host:a b.example")]
    [InlineData("host:-.example")]
    [InlineData("file:../x")]
    [InlineData("file:*.exe")]
    [InlineData("sha256:abc")]
    [InlineData("javascript://evil.example/x")]
    [InlineData("a@b@evil.example")]
    [InlineData("evil.example\nhost:other.example")]
    public void Parse_OfNone_IsNull(string text) => Assert.Null(IndicatorText.Parse(text));

    [Fact]
    public void Parse_OfSomethingLong_IsNull() => Assert.Null(IndicatorText.Parse("http://evil.example/" + new string('a', 1_000)));

    [Fact]
    public void Parse_OfWhatIsShownDefanged_IsTheSame()
    {
        foreach (var indicator in (Indicator[])[new("host", "evil.example"), new("url", "https://evil.example/chart/1"), new("address", "anna@evil.example"), new("file", "charts.zip")])
            Assert.Equal(indicator, IndicatorText.Parse(indicator.Type + ":" + Defanged.Of(indicator)));
    }
}
