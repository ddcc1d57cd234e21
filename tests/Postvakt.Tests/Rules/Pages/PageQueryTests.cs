using Postvakt.Mql;
using Postvakt.Mql.Rules;
using Postvakt.Rules;

namespace Postvakt.Tests.Rules.Pages;

public sealed class PageQueryTests
{
    private const string Page = """
        <HTML><title>Your &amp; mine</title><style>td { color: red }</style>
        <!-- 0123456789abcdef01234567 -->
        <p>One<p>Two <b>bold</b>&#173;x
        <table width="700"><tr><td>A<td CLASS="button">B <a HREF="https://thief.example/a?x=1&amp;y=2"><img src="cid:1" alt="logo" width=20></a></tr></table>
        <div style="display:none">Unseen</div>
        <ul><li>1<li>2<li>3<li>4</ul>
        <script id="s">var x = "<b>";</script>
        <h2>Pay <span style="display:none">no</span> now</h2>
        <o:p>office</o:p>
        """;

    [Theory]
    [InlineData("any(html.xpath(body.html, '//title').nodes, .display_text == 'Your & mine' and .raw == '<title>Your &amp; mine</title>')")]
    [InlineData("any(html.xpath(body.html, '//comment()').nodes, regex.icontains(.raw, '^<!--\\s*[a-f0-9]{24}\\s*-->$'))")]
    [InlineData("length(html.xpath(body.html, '/html/body/p').nodes) == 2 and length(html.xpath(body.html, '/html/head/title').nodes) == 1")]
    [InlineData("any(html.xpath(body.html, '//p[2]').nodes, strings.count(.raw, '&#173;') == 1 and regex.contains(.inner_text, 'bold\\x{AD}x'))")]
    [InlineData("length(html.xpath(body.html, '//table/tbody/tr/td').nodes) == 2 and length(html.xpath(body.html, '//table/tr').nodes) == 0")]
    [InlineData("any(html.xpath(body.html, '//td[@class]').nodes, strings.contains(.raw, 'class=\"button') and any(.links, .href_url.domain.domain == 'thief.example' and .href_url.query_params == 'x=1&y=2'))")]
    [InlineData("any(html.xpath(body.html, '//img/@alt').nodes, .raw == 'logo' and .display_text == 'logo') and any(html.xpath(body.html, '//a/@href').nodes, .raw == 'https://thief.example/a?x=1&y=2')")]
    [InlineData("length(html.xpath(body.html, '//ul[count(li) = 4]/li').nodes) == 4")]
    [InlineData("any(html.xpath(body.html, '//script').nodes, .inner_text == 'var x = \"<b>\";') and length(html.xpath(body.html, '//script//b').nodes) == 0")]
    [InlineData("any(html.xpath(body.html, '//h2').nodes, .display_text == 'Pay now' and .inner_text == 'Pay no now')")]
    [InlineData("length(html.xpath(body.html, \"//*[local-name() = 'o:p']\").nodes) == 1")]
    [InlineData("length(html.xpath(body.html, '//a[.//img[@src]]').nodes) == 1 and length(html.xpath(body.html, '//img[number(@width) > 5]/ancestor::tr/following::h2').nodes) == 1")]
    [InlineData("length(html.xpath(body.html, '//tr/td[2]//a]').nodes) == 1")]
    [InlineData("any(html.xpath(body.html, '//td').nodes, any(html.xpath(., './/a').nodes, .raw is not null))")]
    [InlineData("length(html.xpath(strings.parse_html('<i>a</i><i>b</i>'), '//i').nodes) == 2")]
    [InlineData("length(html.xpath(body.html, '//nothing').nodes) == 0")]
    public void Rule_ThatIsTrueOfThePage_Matches(string source) => Assert.Equal((MqlOutcome.Match, ""), Run(source, Page));

    [Fact]
    public void MailWithoutPage_HasNoNodes_AndNoAnswer() => Assert.Equal(MqlOutcome.NoMatch, RuleBed.Run("length(html.xpath(body.html, '//a').nodes) == 0", "Subject: x\n\nplain").Outcome);

    [Theory]
    [InlineData("//a[", "this is no query of XPath 1.0")]
    [InlineData("count(//a)", "gives no nodes")]
    public void BrokenQuery_IsAProblemOfTheRule(string query, string says)
    {
        var loader = new MqlRuleLoader(MessageModel.Schema);
        loader.AddText("rule.yml", $"name: x\ntype: rule\nsource: |\n  any(html.xpath(body.html, '{query}').nodes, true)\n");
        Assert.Contains(says, Assert.Single(loader.Build().Problems).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<div>", 80_000)]
    [InlineData("<table>", 80_000)]
    [InlineData("<table><tr><td>", 30_000)]
    [InlineData("<a>", 80_000)]
    [InlineData("</p>", 80_000)]
    [InlineData("<!-->", 60_000)]
    [InlineData("<b a=1><p>", 30_000)]
    [InlineData("x<br>", 60_000)]
    [InlineData("<p x='", 40_000)]
    [InlineData("<script>", 30_000)]
    [InlineData("&", 200_000)]
    public void HostilePage_CostsNoMoreThanItsSteps(string piece, int times)
    {
        var (outcome, because) = Run("any(html.xpath(body.html, '//*/following::*[not(.//nothing)]').nodes, strings.contains(.raw, 'never') or strings.contains(.inner_text, 'never'))", string.Concat(Enumerable.Repeat(piece, times)));
        Assert.True(outcome == MqlOutcome.NoMatch || (outcome, because) == (MqlOutcome.Indeterminate, "budget"), because);
    }

    [Fact]
    public void NestedParts_AreNotWrittenOutWithoutEnd()
    {
        var page = string.Concat(Enumerable.Repeat("<div>", 199)) + new string('x', 200_000);
        Assert.Equal((MqlOutcome.Indeterminate, "budget"), Run("any(html.xpath(body.html, '//div').nodes, strings.contains(.raw, 'never'))", page));
    }

    private static (MqlOutcome Outcome, string Because) Run(string source, string page) => RuleBed.Run(source, "Content-Type: text/html; charset=utf-8\n\n" + page);
}
