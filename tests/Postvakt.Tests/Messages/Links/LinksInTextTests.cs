using Postvakt.Messages.Links;

namespace Postvakt.Tests.Messages.Links;

public sealed class LinksInTextTests
{
    [Theory]
    [InlineData("see https://nordwind.example/a.", "https://nordwind.example/a")]
    [InlineData("(https://nordwind.example/a)", "https://nordwind.example/a")]
    [InlineData("https://nordwind.example/wiki/Lyra_(star)", "https://nordwind.example/wiki/Lyra_(star)")]
    [InlineData("**https://nordwind.example/a**", "https://nordwind.example/a")]
    [InlineData("[our page](https://nordwind.example/a) there", "https://nordwind.example/a")]
    [InlineData("HTTPS://NordWind.EXAMPLE:443/Path", "https://nordwind.example/Path")]
    [InlineData("http://nordwind.example:8080", "http://nordwind.example:8080/")]
    [InlineData("http://nordwind.example?x=1", "http://nordwind.example/?x=1")]
    [InlineData("http:\\\\nordwind.example\\a", "http://nordwind.example/a")]
    [InlineData("„https://nordwind.example/a“", "https://nordwind.example/a")]
    [InlineData("詳細はhttps://nordwind.example/aをご覧ください", "https://nordwind.example/a")]
    [InlineData("参照: https://nordwind.example。", "https://nordwind.example/")]
    [InlineData("ftp://files.nordwind.example/x", "ftp://files.nordwind.example/x")]
    [InlineData("file://files.nordwind.example/share/x", "file://files.nordwind.example/share/x")]
    [InlineData("<https://nordwind.example/a>", "https://nordwind.example/a")]
    [InlineData("href=\"https://nordwind.example/a\"", "https://nordwind.example/a")]
    [InlineData("background:url('https://nordwind.example/a');}} div", "https://nordwind.example/a")]
    [InlineData("http://intranet/wiki", "http://intranet/wiki")]
    public void Extract_WithScheme_GivesTheTarget(string text, string url) =>
        Assert.Equal(url, Assert.Single(Bodies.Links(Bodies.Plain(text))).Url);

    [Theory]
    [InlineData("look: nordwind.example/vitaelibero/inventoreest-31247564", "http://nordwind.example/vitaelibero/inventoreest-31247564")]
    [InlineData("Please see nordwind.com/agenda.", "http://nordwind.com/agenda")]
    [InlineData("at www.nordwind.example today", "http://www.nordwind.example/")]
    [InlineData("WWW.NORDWIND.EXAMPLE", "http://www.nordwind.example/")]
    [InlineData("(nordwind.co.uk)", "http://nordwind.co.uk/")]
    [InlineData("Nordwind.com is down", "http://nordwind.com/")]
    [InlineData("nordwind.example:8443/a/b", "http://nordwind.example:8443/a/b")]
    [InlineData("192.0.2.7/abc/invoice", "http://192.0.2.7/abc/invoice")]
    [InlineData("bit.ly/3xYz", "http://bit.ly/3xYz")]
    [InlineData("//nordwind.example/a/b", "http://nordwind.example/a/b")]
    [InlineData("müller-nordwind.example/a-1", "http://xn--mller-nordwind-gsb.example/a-1")]
    public void Extract_WithoutScheme_GivesTheTarget(string text, string url)
    {
        Link link = Assert.Single(Bodies.Links(Bodies.Plain(text)));
        Assert.Equal(url, link.Url);
        Assert.True(link.Traits.HasFlag(LinkTraits.NoScheme));
    }

    [Theory]
    [InlineData("That is the end.This is new.")]
    [InlineData("run setup.sh, then file.py and README.md; see also README.md/notes")]
    [InlineData("e.g. and i.e. and et.al. and p.m. at 3.15")]
    [InlineData("Node.js, ASP.NET, i.MX and System.IO")]
    [InlineData("anna.berg@nordwind.com and anna+tag@mail.nordwind.com")]
    [InlineData("anna.berg at nordwind.com wrote")]
    [InlineData("anna(at)nordwind(dot)com")]
    [InlineData("version 1.2.3.4 from 10.0.0.0/24 and 192.0.2.1/32")]
    [InlineData("node.name = self.id; foo.bar(x)")]
    [InlineData("drivers/net/e1000.c and lib/host.com/x")]
    [InlineData("hardware.firmware/software")]
    [InlineData("multi-user.target and sendmail.cf")]
    [InlineData("sleep(self.duration/10); popUp('profile.cfm?newsID=95027')")]
    [InlineData("done.please call")]
    [InlineData("we met it.is/was fine")]
    [InlineData("mailto:anna@nordwind.example")]
    [InlineData("std::string and 10:30 (see above) http:// nothing")]
    [InlineData("javascript://alert")]
    [InlineData("...")]
    public void Extract_NearMiss_GivesNothing(string text) => Assert.Empty(Bodies.Links(Bodies.Plain(text)));

    [Theory]
    [InlineData("hxxps://nordwind[.]example/a", "https://nordwind.example/a")]
    [InlineData("hXXp://nordwind(.)example/a", "http://nordwind.example/a")]
    [InlineData("h**p://nordwind{.}example/a", "http://nordwind.example/a")]
    [InlineData("https[:]//nordwind[dot]example/a", "https://nordwind.example/a")]
    [InlineData("https[://]nordwind.example/a", "https://nordwind.example/a")]
    [InlineData("https://mail(dot)nordwind(DOT)example/a", "https://mail.nordwind.example/a")]
    [InlineData("nordwind[.]example/a", "http://nordwind.example/a")]
    [InlineData("https://nordwind . com/a", "https://nordwind.com/a")]
    [InlineData("nordwind . com/a", "http://nordwind.com/a")]
    public void Extract_Defanged_GivesTheTarget(string text, string url)
    {
        Link link = Assert.Single(Bodies.Links(Bodies.Plain(text)));
        Assert.Equal(url, link.Url);
        Assert.True(link.Traits.HasFlag(LinkTraits.Defanged));
    }

    [Theory]
    [InlineData("http://user:secret@nordwind.example/a", "nordwind.example", LinkTraits.UserInfo)]
    [InlineData("https://www.bank.example@nordwind.example/", "nordwind.example", LinkTraits.UserInfo)]
    [InlineData("http://3221225991/a", "192.0.2.7", LinkTraits.AddressLiteral)]
    [InlineData("http://0xC0.0.0x2.7/a", "192.0.2.7", LinkTraits.AddressLiteral)]
    [InlineData("http://0300.0.02.07/a", "192.0.2.7", LinkTraits.AddressLiteral)]
    [InlineData("http://[2001:DB8::0:1]:8080/a", "[2001:db8::1]", LinkTraits.AddressLiteral)]
    [InlineData("http://b\u00FCcher.example/", "xn--bcher-kva.example", LinkTraits.Idn)]
    [InlineData("http://xn--bcher-kva.example/", "xn--bcher-kva.example", LinkTraits.Idn)]
    [InlineData("http://n%6Frdwind.example/", "nordwind.example", LinkTraits.None)]
    [InlineData("http://ｎordwind.example/", "nordwind.example", LinkTraits.None)]
    [InlineData("http://nordwind。example/", "nordwind.example", LinkTraits.None)]
    public void Extract_HiddenHost_IsBroughtToOneForm(string text, string host, LinkTraits trait)
    {
        Link link = Assert.Single(Bodies.Links(Bodies.Plain(text)));
        Assert.Equal(host, link.Host);
        Assert.Equal(trait, link.Traits);
    }

    [Theory]
    [InlineData("http://999.1.1.1/")]
    [InlineData("http://192.0.2.7.5/")]
    [InlineData("http://nord..example/")]
    [InlineData("http://[::zz]/")]
    [InlineData("http://nordwind.example:99999999/")]
    public void Extract_HostNobodyOpens_GivesNothing(string text) => Assert.Empty(Bodies.Links(Bodies.Plain(text)));

    [Fact]
    public void Extract_TwoLinksGlued_GivesBoth() =>
        Assert.Equal(["https://a.example/1", "https://b.example/2"], Bodies.Links(Bodies.Plain("https://a.example/1,https://b.example/2")).Select(link => link.Url));

    [Fact]
    public void Extract_MoreThanTheLimit_Stops()
    {
        string text = string.Concat(Enumerable.Range(0, 50).Select(i => $"http://h{i}.example/\n"));
        Assert.Equal(7, LinkExtractor.Extract([Bodies.Plain(text)], Postvakt.Messages.MessageLimits.Default with { MaxLinks = 7 }, out var isCut).Count);
        Assert.True(isCut);
    }
}
