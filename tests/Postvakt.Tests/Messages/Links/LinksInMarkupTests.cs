using Postvakt.Messages;
using Postvakt.Messages.Bodies;
using Postvakt.Messages.Links;

namespace Postvakt.Tests.Messages.Links;

public sealed class LinksInMarkupTests
{
    [Theory]
    [InlineData("https://portal.bank.example/login", "https://nordwind.example/x", true)]
    [InlineData("www.bank.example", "https://nordwind.example/x", true)]
    [InlineData("portal.bank.example", "https://nordwind.example/x", true)]
    [InlineData("bank.com", "https://nordwind.example/x", true)]
    [InlineData("portal.nordwind.example", "https://nordwind.example/x", false)]
    [InlineData("https://www.nordwind.example/", "http://click.nordwind.example/x", false)]
    [InlineData("Click here", "https://nordwind.example/x", false)]
    [InlineData("invoice.zip", "https://nordwind.example/x", false)]
    [InlineData("report.final", "https://nordwind.example/final", true)]
    [InlineData("anna.berg@bank.com", "https://nordwind.example/x", false)]
    [InlineData("https://portal.bank.example/login", "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fportal.bank.example%2Flogin&data=05", false)]
    [InlineData("https://portal.bank.example/login", "https://protect-eu.mimecast.com/s/AbCdEf", false)]
    public void Extract_ShownText_IsHeldAgainstTheTarget(string shown, string target, bool elsewhere)
    {
        Link link = Assert.Single(Bodies.Links(Bodies.Html("Hello " + shown + " bye", Bodies.Over("Hello " + shown, shown, target))));
        Assert.Equal(shown, link.Shown);
        Assert.Equal(elsewhere, link.Traits.HasFlag(LinkTraits.ShownElsewhere));
    }

    [Theory]
    [InlineData("mailto:anna@nordwind.example")]
    [InlineData("#top")]
    [InlineData("cid:image001")]
    [InlineData("tel:+46123")]
    [InlineData("data:text/html,http://nordwind.example")]
    [InlineData("javascript:void(0)")]
    [InlineData("page.html")]
    [InlineData("/relative/path")]
    [InlineData("")]
    public void Extract_TargetWithoutHost_IsNoLink(string target) =>
        Assert.Empty(Bodies.Links(Bodies.Html("Hello", new Anchor(0, 5, target, AnchorKind.Link))));

    [Theory]
    [InlineData(" https://nord\nwind.example/a ", "https://nordwind.example/a")]
    [InlineData("//nordwind.example/a", "http://nordwind.example/a")]
    [InlineData("\\\\nordwind.example\\share\\a", "file://nordwind.example/share/a")]
    [InlineData("www.nordwind.example/a", "http://www.nordwind.example/a")]
    [InlineData("ms-word:ofe|u|https://nordwind.example/a.docm", "https://nordwind.example/a.docm")]
    [InlineData("http:/nordwind.example/a", "http://nordwind.example/a")]
    public void Extract_OddTarget_IsReadAsABrowserDoes(string target, string url) =>
        Assert.Equal(url, Assert.Single(Bodies.Links(Bodies.Html("Hello", new Anchor(0, 5, target, AnchorKind.Link)))).Url);

    /// <summary>Markup that mail programs follow, whatever filters do.</summary>
    [Theory]
    [InlineData("<base href='https://nordwind.example/'><a href='a/b.zip'>x</a>", "https://nordwind.example/a/b.zip")]
    [InlineData("<base href=https://nordwind.example><a href='/a/b.zip'>x</a>", "https://nordwind.example/a/b.zip")]
    [InlineData("<base href='//nordwind.example/'><a href='a/b.zip'>x</a>", "http://nordwind.example/a/b.zip")]
    [InlineData("<base href='https://nordwind.example/x/y'><a href='?b.zip'>x</a>", "https://nordwind.example/x/y?b.zip")]
    [InlineData("<a href='a/b.zip'>x</a><base href='https://nordwind.example/'>", "https://nordwind.example/a/b.zip")]
    [InlineData("<base href='https://nordwind.example/'><a href='https://wind.example/a'>x</a>", "https://wind.example/a")]
    [InlineData("<a x='1'/href='https://nordwind.example/a'>x</a>", "https://nordwind.example/a")]
    [InlineData("<a x/href='https://nordwind.example/a'>x</a>", "https://nordwind.example/a")]
    [InlineData("<!-- ' --><a/href='https://nordwind.example/a'>x</a>", "https://nordwind.example/a")]
    [InlineData("<script>if(a<b==\"'\")</script><a/href='https://nordwind.example/a'>x</a>", "https://nordwind.example/a")]
    [InlineData("<!--[if gte mso 9]><a/href='https://nordwind.example/a'>x</a><![endif]-->", "https://nordwind.example/a")]
    [InlineData("<a href='\u0001https://nordwind.example/a'>x</a>", "https://nordwind.example/a")]
    [InlineData("<a href='&#9;&#10; https://nordwind.example/a'>x</a>", "https://nordwind.example/a")]
    [InlineData("<a href='ht\ntps://nord\twind.example/a'>x</a>", "https://nordwind.example/a")]
    [InlineData("<a href='https:nordwind.example/a'>x</a>", "https://nordwind.example/a")]
    [InlineData("<a href='https:\\\\nordwind.example\\a'>x</a>", "https://nordwind.example/a")]
    [InlineData("<a href='https:///nordwind.example/a'>x</a>", "https://nordwind.example/a")]
    [InlineData("<a href='https://nord\u00adwind.example/a'>x</a>", "https://nordwind.example/a")]
    [InlineData("<a href='https://nord\u200bwind.example/a'>x</a>", "https://nordwind.example/a")]
    [InlineData("<a href='https://nordwind\u3002example/a'>x</a>", "https://nordwind.example/a")]
    [InlineData("<a href='/\\nordwind.example/a'>x</a>", "http://nordwind.example/a")]
    [InlineData("<a href='HTTPS&colon;&sol;&sol;nordwind.example/a'>x</a>", "https://nordwind.example/a")]
    [InlineData("<form><button formaction='https://nordwind.example/a'>x</button></form>", "https://nordwind.example/a")]
    [InlineData("<svg><a xlink:href='https://nordwind.example/a'><text>x</text></a></svg>", "https://nordwind.example/a")]
    [InlineData("<v:roundrect href='https://nordwind.example/a'>x</v:roundrect>", "https://nordwind.example/a")]
    [InlineData("<!--[if mso]><v:rect href='https://nordwind.example/a'>x</v:rect><![endif]-->", "https://nordwind.example/a")]
    [InlineData("<!--[if mso]><a href='https://nordwind.example/a'>x</a><![endif]-->", "https://nordwind.example/a")]
    [InlineData("<![if !mso]><a href='https://nordwind.example/a'>x</a><![endif]>", "https://nordwind.example/a")]
    [InlineData("<a/href='https://nordwind.example/a'>x</a>", "https://nordwind.example/a")]
    [InlineData("<a title='>' href='https://nordwind.example/a'>x</a>", "https://nordwind.example/a")]
    [InlineData("<a href=https://nordwind.example/a>x", "https://nordwind.example/a")]
    [InlineData("<textarea><a href='https://b.example/'></textarea><a href='https://nordwind.example/a'>x</a>", "https://nordwind.example/a")]
    public void Extract_MarkupThatMailProgramsFollow_IsFollowed(string markup, string url) =>
        Assert.Contains(url, LinkExtractor.Extract([QuoteSplitter.Split(HtmlRenderer.Render(markup, MessageLimits.Default), MessageLimits.Default)], MessageLimits.Default).Select(l => l.Url));

    [Fact]
    public void Extract_SameTargetInBothAlternatives_IsOneLink()
    {
        Link link = Assert.Single(Bodies.Links(
            Bodies.Plain("See http://nordwind.example/a"),
            Bodies.Html("See here", Bodies.Over("See here", "here", "https://nordwind.example/a"))));
        Assert.Equal("here", link.Shown);
        Assert.False(link.FromHtml);
        Assert.Equal(4, link.Start);
    }

    [Fact]
    public void Extract_OnlyInMarkup_IsFromHtml() =>
        Assert.True(Assert.Single(Bodies.Links(
            Bodies.Plain("See here"),
            Bodies.Html("See here", Bodies.Over("See here", "here", "https://nordwind.example/a")))).FromHtml);

    [Fact]
    public void Extract_SameTargetInReplyAndQuote_StaysTwo()
    {
        const string text = "new http://nordwind.example/a\n> old http://nordwind.example/a\n";
        int quote = text.IndexOf('>', StringComparison.Ordinal);
        SplitBody body = new(
            new RenderedText(text, false, [], []),
            [new Segment(SegmentKind.Authored, 0, quote, -1), new Segment(SegmentKind.Quoted, quote, text.Length, 0)],
            [new QuotedMessage(1, null, null, null, null, "old http://nordwind.example/a")]);
        Assert.Equal([(SegmentKind.Authored, -1), (SegmentKind.Quoted, 0)], Bodies.Links(body).Select(link => (link.Place, link.Quote)));
    }

    [Fact]
    public void Extract_ImageOnlyLink_HasEmptyShownText()
    {
        Link link = Assert.Single(Bodies.Links(Bodies.Html("ab", new Anchor(1, 1, "https://nordwind.example/a", AnchorKind.Area))));
        Assert.Equal("", link.Shown);
        Assert.Equal(1, link.Start);
    }
}
