using Postvakt.Messages;
using Postvakt.Messages.Bodies;

namespace Postvakt.Tests.Messages.Bodies;

public sealed class HtmlRendererTests
{
    [Theory]
    [InlineData("a  b\n c", "a b c")]
    [InlineData("<p>a</p><p>b</p>", "a\n\nb")]
    [InlineData("<p class=MsoNormal>a</p><p class=MsoNormal>&nbsp;</p><p class=MsoNormal>b</p>", "a\n\nb")]
    [InlineData("<div>a</div><div><br></div><div>b<br></div><div>c</div>", "a\n\nb\nc")]
    [InlineData("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc")]
    [InlineData("<ul><li>a<li>b</ul>c", "- a\n- b\nc")]
    [InlineData("<pre>a\n  b</pre>", "a\n  b")]
    [InlineData("a&amp;b &lt;c&gt; &#8364; &eacute;", "a&b <c> € é")]
    [InlineData("in&shy;voi\u200Bce", "invoice")]
    [InlineData("a<style>p{}</style><script>x()</script><title>t</title>b", "ab")]
    [InlineData("a<!-- c --><![if !mso]>b<![endif]>", "ab")]
    public void Render_Markup_IsWhatAPersonReads(string html, string text) => Assert.Equal(text, Bodies.Html(html).Text);

    [Theory]
    [InlineData("<span style='display:none'>x</span>")]
    [InlineData("<span style='DISPLAY : none !important'>x</span>")]
    [InlineData("<div style='visibility:hidden'><b>x</b></div>")]
    [InlineData("<span style='font-size:0px'>x</span>")]
    [InlineData("<span style='opacity:0.0'>x</span>")]
    [InlineData("<span style='mso-hide:all'>x</span>")]
    [InlineData("<span style='color:#fff;background:#FFF'>x</span>")]
    [InlineData("<div style='max-height:0;overflow:hidden'>x</div>")]
    [InlineData("<p hidden>x</p>")]
    public void Render_HiddenText_IsLeftOutAndNoted(string html)
    {
        var rendered = Bodies.Html("a" + html + "b");

        Assert.DoesNotContain('x', rendered.Text);
        Assert.True(rendered.Traits.HasFlag(MarkupTraits.HiddenText));
    }

    [Theory]
    [InlineData("<span style='font-size:0.9em'>x</span>")]
    [InlineData("<span style='opacity:0.5;color:#000;background:#fff'>x</span>")]
    [InlineData("<div style='font-size:0'><span style='font-size:14px'>x</span></div>")]
    [InlineData("<invented>x</invented>")]
    public void Render_VisibleText_IsKept(string html)
    {
        var rendered = Bodies.Html(html);

        Assert.Equal("x", rendered.Text);
        Assert.Equal(MarkupTraits.None, rendered.Traits);
    }

    [Fact]
    public void Render_Links_KeepTargetsAndPlaces()
    {
        var rendered = Bodies.Html("<meta http-equiv=refresh content='0; url=http://r.example'>see <a href='http://a.example/?x=1&amp;y=2'>the <b>page</b></a><a href=http://b.example><img></a><map><area href=http://c.example></map><form action=http://d.example></form>");

        Assert.Equal(
            [(AnchorKind.Refresh, "http://r.example"), (AnchorKind.Link, "http://a.example/?x=1&y=2"), (AnchorKind.Link, "http://b.example"), (AnchorKind.Area, "http://c.example"), (AnchorKind.Form, "http://d.example")],
            rendered.Anchors.Select(a => (a.Kind, a.Target)));
        Assert.Equal("the page", rendered.Text[rendered.Anchors[1].Start..rendered.Anchors[1].End]);
        Assert.Equal(rendered.Anchors[2].Start, rendered.Anchors[2].End);
        Assert.True(rendered.Traits.HasFlag(MarkupTraits.Form));
    }

    [Fact]
    public void Render_PaddingAboveQuote_IsNoted()
    {
        Assert.Equal(MarkupTraits.BreakPadding, Bodies.Html("a<br><br><br><br><br><br><blockquote>b</blockquote>").Traits);
        Assert.Equal(MarkupTraits.None, Bodies.Html("a<br><br><blockquote>b</blockquote>").Traits);
        Assert.Equal(MarkupTraits.PreformattedQuote, Bodies.Html("a<blockquote><pre>b</pre></blockquote>").Traits);
    }

    [Fact]
    public void Render_NestingBomb_IsReadAndBounded()
    {
        var rendered = Bodies.Html(string.Concat(Enumerable.Repeat("<div>", 20_000)) + "inside" + string.Concat(Enumerable.Repeat("</div>", 20_000)) + "after");

        Assert.Equal("inside\nafter", rendered.Text);
    }

    [Fact]
    public void Render_PastTheLimit_IsTruncated()
    {
        var rendered = HtmlRenderer.Render(string.Concat(Enumerable.Repeat("<p>word</p>", 1_000)), MessageLimits.Default with { MaxBodyChars = 100 });

        Assert.True(rendered.Truncated);
        Assert.InRange(rendered.Text.Length, 80, 100);
    }
}
