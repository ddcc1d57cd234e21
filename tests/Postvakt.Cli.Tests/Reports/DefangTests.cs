using Postvakt.Cli.Reports;
using Postvakt.Indicators;

namespace Postvakt.Cli.Tests.Reports;

public sealed class DefangTests
{
    [Theory]
    [InlineData("url", "https://evil.example/a.b/c-1234567", "hxxps://evil[.]example/a.b/c-1234567")]
    [InlineData("url", "http://a.example/?u=https://b.example/", "hxxp://a[.]example/?u=hxxps://b[.]example/")]
    [InlineData("url", "ftp://a.example/x", "ftp[:]//a[.]example/x")]
    [InlineData("url", "HTTPS://A.EXAMPLE/", "hxxpS://A[.]EXAMPLE/")]
    [InlineData("url", "http://192.0.2.7/x", "hxxp://192[.]0[.]2[.]7/x")]
    [InlineData("url", "https://u:p@a.example:8443/x", "hxxps://u:p@a[.]example:8443/x")]
    [InlineData("url", "https://https://a.example/x", "hxxps://https[:]//a[.]example/x")]
    [InlineData("url", "//a.example/x", "//a[.]example/x")]
    [InlineData("url", "hxxps://a[.]example/x", "hxxps://a[.]example/x")]
    [InlineData("url", "http://[2001:db8::1]/x", "hxxp://[2001[:]db8[:][:]1]/x")]
    [InlineData("host", "a.b.example", "a[.]b[.]example")]
    [InlineData("host", "a[.]b.example", "a[.]b[.]example")]
    [InlineData("host", "2001:db8::1", "2001[:]db8[:][:]1")]
    [InlineData("address", "anna.x@evil.example", "anna.x[@]evil[.]example")]
    [InlineData("address", "nobody", "nobody")]
    [InlineData("file", "charts-1.zip", "charts-1.zip")]
    public void Of_Indicator_CannotBeClicked(string type, string value, string expected) => Assert.Equal(expected, Defang.Of(new Indicator(type, value)));

    [Fact]
    public void Text_NamesAHostOfTheMail_HostIsDefangedWhereverItStands() =>
        Assert.Equal("see evil[.]example/x, not known.example", Defang.Text("see Evil.example/x, not known.example", ["evil.example"]));
}
