using Postvakt.Messages.Links;

namespace Postvakt.Tests.Messages.Links;

public sealed class RedirectsTests
{
    [Theory]
    [InlineData("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fnordwind.example%2Fa%3Fb%3D1&data=05%7C01&reserved=0", "https://nordwind.example/a?b=1")]
    [InlineData("https://eur01.safelinks.protection.outlook.com/ap/t-59584e83/?url=http%3A%2F%2Fnordwind.example&amp;data=x", "http://nordwind.example/")]
    [InlineData("https://urldefense.proofpoint.com/v1/url?u=http://nordwind.example/a&k=oIvRg1%2BdGA", "http://nordwind.example/a")]
    [InlineData("https://urldefense.proofpoint.com/v2/url?u=https-3A__nordwind.example_a-2Db_c-3Fx-3D1&d=DwMF&c=euGZ", "https://nordwind.example/a-b/c?x=1")]
    [InlineData("https://urldefense.com/v3/__https://nordwind.example/a*b__;Iw!!AbC!xyz$", "https://nordwind.example/a#b")]
    [InlineData("https://urldefense.com/v3/__https://nordwind.example/**Ac*d__;w6XDpMO2!!AbC!xyz$", "https://nordwind.example/åäcöd")]
    [InlineData("https://urldefense.com/v3/__https:/nordwind.example/a__;!!AbC!xyz$", "https://nordwind.example/a")]
    [InlineData("https://www.google.com/url?q=https://nordwind.example/a&sa=D", "https://nordwind.example/a")]
    [InlineData("https://www.google.co.uk/url?sa=t&url=https%3A%2F%2Fnordwind.example%2Fa", "https://nordwind.example/a")]
    [InlineData("https://www.google.com/amp/s/nordwind.example/a", "http://nordwind.example/a")]
    [InlineData("https://protect-eu.mimecast.com/s/AbC?domain=nordwind.example", "http://nordwind.example/")]
    [InlineData("https://linkprotect.cudasvc.com/url?a=https%3a%2f%2fnordwind.example%2fa&c=E,1,x", "https://nordwind.example/a")]
    [InlineData("https://secure-web.cisco.com/1AbCdEf/https%3A%2F%2Fnordwind.example%2Fa", "https://nordwind.example/a")]
    [InlineData("https://imsva91-ctp.trendmicro.com:443/wis/clicktime/v1/query?url=https%3a%2f%2fnordwind.example%2fa&umid=1", "https://nordwind.example/a")]
    [InlineData("https://eu-west-1.protection.sophos.com/?d=nordwind.example&u=aHR0cHM6Ly9ub3Jkd2luZC5leGFtcGxlL2E=&i=x", "https://nordwind.example/a")]
    [InlineData("https://l.facebook.com/l.php?u=https%3A%2F%2Fnordwind.example%2Fa&h=AT1", "https://nordwind.example/a")]
    [InlineData("https://www.linkedin.com/redir/redirect?url=https%3A%2F%2Fnordwind.example&urlhash=x", "https://nordwind.example/")]
    [InlineData("https://www.bing.com/ck/a?!&&p=1&u=a1aHR0cHM6Ly9ub3Jkd2luZC5leGFtcGxlL2E&ntb=1", "https://nordwind.example/a")]
    [InlineData("https://r.search.yahoo.com/_ylt=A;_ylu=Y/RV=2/RO=10/RU=https%3a%2f%2fnordwind.example%2fa/RK=2/RS=x", "https://nordwind.example/a")]
    [InlineData("https://url.avanan.click/v2/___https://nordwind.example/a___.YXAz", "https://nordwind.example/a")]
    [InlineData("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Furldefense.com%2Fv3%2F__https%3A%2F%2Fnordwind.example%2Fa__%3B!!AbC!x%24&data=1", "https://nordwind.example/a")]
    public void Extract_WrappedLink_GivesTheInnerTarget(string text, string url)
    {
        Link link = Assert.Single(Bodies.Links(Bodies.Plain(text)));
        Assert.Equal(url, link.Url);
        Assert.Equal("nordwind.example", link.Domain);
        Assert.Equal(text, link.Written);
        Assert.True(link.Traits.HasFlag(LinkTraits.Unwrapped));
    }

    [Theory]
    [InlineData("https://tracker.example/?url=https%3A%2F%2Fnordwind.example%2Fa")]
    [InlineData("https://google.nordwind.example/url?q=https://other.example/a")]
    [InlineData("https://www.google.com/search?q=https://nordwind.example/a")]
    [InlineData("https://eur01.safelinks.protection.outlook.com/?url=&data=1")]
    [InlineData("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2")]
    [InlineData("https://urldefense.com/v3/__nothing")]
    [InlineData("https://protect-eu.mimecast.com/s/AbC")]
    public void Extract_TargetNotVisible_StaysAsItIs(string text)
    {
        Link link = Assert.Single(Bodies.Links(Bodies.Plain(text)));
        Assert.False(link.Traits.HasFlag(LinkTraits.Unwrapped));
    }

    [Fact]
    public void Extract_FiveWrappings_StopsAfterFour()
    {
        string url = "https://nordwind.example/";
        for (int i = 0; i < 5; i++)
        {
            url = "https://www.google.com/url?q=" + Uri.EscapeDataString(url);
        }

        Assert.Equal("google.com", Assert.Single(Bodies.Links(Bodies.Plain(url))).Domain);
    }
}
