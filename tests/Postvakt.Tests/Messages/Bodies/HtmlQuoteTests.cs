namespace Postvakt.Tests.Messages.Bodies;

public sealed class HtmlQuoteTests
{
    private const string Line = "On Mon, 3 May 2021 at 10:05, Ann Lee &lt;ann@mail.example&gt; wrote:";

    [Theory]
    [InlineData("gmail", $"<div dir=ltr>Mine.</div><br><div class=\"gmail_quote\"><div dir=ltr class=\"gmail_attr\">{Line}<br></div><blockquote class=\"gmail_quote\" style=\"margin:0 0 0 .8ex\"><div>Theirs.</div></blockquote></div>")]
    [InlineData("apple", $"<body>Mine.<br><div><br><blockquote type=\"cite\"><div>{Line}</div><br><div>Theirs.</div></blockquote></div></body>")]
    [InlineData("thunderbird", $"<p>Mine.</p><div class=\"moz-cite-prefix\">{Line}<br></div><blockquote type=\"cite\" cite=\"mid:1\"><p>Theirs.</p></blockquote>")]
    [InlineData("yahoo", $"<div>Mine.</div><div id=\"yahoo_quoted_12\" class=\"yahoo_quoted\"><div><div>{Line}</div><div><br></div><div>Theirs.</div></div></div>")]
    [InlineData("proton", $"Mine.<div class=\"protonmail_quote\">{Line}<br><blockquote class=\"protonmail_quote\" type=\"cite\">Theirs.</blockquote></div>")]
    public void Quote_WithAttributionLine_IsRead(string program, string html)
    {
        Assert.NotEmpty(program);
        var split = Bodies.SplitHtml(html);

        Assert.Equal("Mine.", split.Authored);
        var quote = Assert.Single(split.Quotes);
        Assert.Equal((1, "Ann Lee", "ann@mail.example", "Theirs."), (quote.Depth, quote.Author, quote.Address, quote.Text));
        Bodies.AssertCovers(split);
    }

    [Theory]
    [InlineData("<div class=WordSection1><p class=MsoNormal>Mine.</p><div><div style='border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm'><p class=MsoNormal>{0}</p></div></div><p class=MsoNormal>Theirs.</p></div>")]
    [InlineData("<p class=MsoNormal>Mine.</p><div style='border:none;border-top:solid #B5C4DF 1.0pt'><p class=MsoNormal>{0}</p></div><p class=MsoNormal>Theirs.</p>")]
    [InlineData("<div>Mine.</div><div id=\"appendonsend\"></div><hr><div id=\"divRplyFwdMsg\" dir=\"ltr\">{0}<div>&nbsp;</div></div><div>Theirs.</div>")]
    [InlineData("<div>Mine.</div><hr><div id=\"x_divRplyFwdMsg\">{0}</div><div>Theirs.</div>")]
    [InlineData("<div>Mine.</div><div class=\"ms-outlook-mobile-reference-message\"><hr>{0}<div>Theirs.</div></div>")]
    public void Quote_OfOutlook_GoesOnBelowItsHeaderBlock(string page)
    {
        const string Block = "<b>Von:</b> Ann Lee &lt;ann@mail.example&gt;<br><b>Gesendet:</b> Montag, 3. Mai 2021 10:05<br><b>An:</b> Bo<br><b>Betreff:</b> Budget";

        var split = Bodies.SplitHtml(page.Replace("{0}", Block, StringComparison.Ordinal));

        Assert.Equal("Mine.", split.Authored);
        var quote = Assert.Single(split.Quotes);
        Assert.Equal((1, "Ann Lee", "Budget", "Theirs."), (quote.Depth, quote.Author, quote.Subject, quote.Text));
        Assert.Single(split.Rendered.Quotes);
    }

    [Fact]
    public void Answers_InsideGmailContainer_StayAuthored()
    {
        var split = Bodies.SplitHtml($"<div class=gmail_quote><div class=gmail_attr>{Line}</div><blockquote class=gmail_quote>One?</blockquote><div>Yes.</div><blockquote class=gmail_quote>Two?</blockquote><div>No.</div></div>");

        Assert.Equal("Yes.\n\nNo.", split.Authored);
        Assert.Equal("One?\nTwo?", Assert.Single(split.Quotes).Text);
    }

    [Theory]
    [InlineData("<blockquote style=\"margin:0 0 0 40px;border:none;padding:0px\">indented</blockquote>")]
    [InlineData("<div style=\"border-top:solid #E1E1E1 1pt\">From: here to there</div><p>more</p>")]
    [InlineData("<div style=\"border-top:solid #E1E1E1 1pt\">Summer sale</div><p>more</p>")]
    public void Markup_ThatQuotesNothing_StaysAuthored(string html)
    {
        var split = Bodies.SplitHtml("<p>Mine.</p>" + html);

        Assert.Empty(split.Quotes);
        Assert.Empty(split.Rendered.Quotes);
    }

    [Fact]
    public void OwnText_InsideGmailContainer_StaysAuthored()
    {
        Assert.Equal("Mine.", Bodies.SplitHtml("<div class=gmail_quote><div>Mine.</div></div>").Authored);
        Assert.Equal("Mine.", Bodies.SplitHtml("<div class=gmail_quote><div>Mine.</div><blockquote>Theirs.</blockquote></div>").Authored);
    }

    [Fact]
    public void Quote_BesideTheWrapperOfItsHeaderBlock_IsQuoted()
    {
        var split = Bodies.SplitHtml("<div><div>Mine.</div><hr><div id=x_divRplyFwdMsg><b>From:</b> Ann &lt;ann@mail.example&gt;<br><b>Sent:</b> 3 May 2021<br><b>Subject:</b> Budget</div></div><div class=BodyFragment>Theirs.</div>");

        Assert.Equal("Mine.", split.Authored);
        Assert.Equal("Theirs.", Assert.Single(split.Quotes).Text);
    }

    [Fact]
    public void Quote_InUnknownLanguage_IsToldByMarkup()
    {
        var split = Bodies.SplitHtml("<p>Mine.</p><div class=moz-cite-prefix>2021-05-03 10:05 Ann Lee &lt;ann@mail.example&gt; zzzz:</div><blockquote type=cite>Theirs.</blockquote>");

        Assert.Equal("Mine.", split.Authored);
        Assert.Equal("ann@mail.example", split.Quotes[0].Address);
        Assert.Null(split.Quotes[0].Language);
    }
}
