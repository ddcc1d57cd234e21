using CsCheck;
using Postvakt.Messages.Links;

namespace Postvakt.Tests.Messages.Links;

public sealed class PublicSuffixListTests
{
    // Rows in the manner of the list's own public-domain test vectors.
    [Theory]
    [InlineData("com", "com")]
    [InlineData("nordwind.com", "nordwind.com")]
    [InlineData("a.b.nordwind.com", "nordwind.com")]
    [InlineData("a.nordwind.co.uk", "nordwind.co.uk")]
    [InlineData("co.uk", "co.uk")]
    [InlineData("a.nordwind.example", "nordwind.example")]
    [InlineData("localhost", "localhost")]
    [InlineData("c.ck", "c.ck")]
    [InlineData("b.c.ck", "b.c.ck")]
    [InlineData("a.b.c.ck", "b.c.ck")]
    [InlineData("www.ck", "www.ck")]
    [InlineData("www.www.ck", "www.ck")]
    [InlineData("a.city.kobe.jp", "city.kobe.jp")]
    [InlineData("a.b.c.kobe.jp", "b.c.kobe.jp")]
    [InlineData("x.nordwind.github.io", "nordwind.github.io")]
    [InlineData("nordwind.s3.amazonaws.com", "nordwind.s3.amazonaws.com")]
    [InlineData("www.xn--85x722f.xn--fiqs8s", "xn--85x722f.xn--fiqs8s")]
    [InlineData("www.nordwind.xn--55qx5d.cn", "nordwind.xn--55qx5d.cn")]
    [InlineData("192.0.2.7", "192.0.2.7")]
    [InlineData("[2001:db8::1]", "[2001:db8::1]")]
    [InlineData("", "")]
    public void RegistrableDomain_FollowsTheRules(string host, string domain) => Assert.Equal(domain, PublicSuffixList.RegistrableDomain(host));

    [Fact]
    public void RegistrableDomain_AnyText_IsAnEndOfIt() =>
        Gen.String[Gen.Char["ab.ckuom-"], 0, 40].Sample(host => Assert.EndsWith(PublicSuffixList.RegistrableDomain(host), host, StringComparison.Ordinal));

    [Theory]
    [InlineData("com", true)]
    [InlineData("ck", true)]
    [InlineData("example", false)]
    [InlineData("py", true)]
    public void IsTopLevel_IsWhatTheListHolds(string label, bool listed) => Assert.Equal(listed, PublicSuffixList.IsTopLevel(label));
}
