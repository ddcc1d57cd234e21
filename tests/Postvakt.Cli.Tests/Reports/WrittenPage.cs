using System.Text.RegularExpressions;

namespace Postvakt.Cli.Tests.Reports;

/// <summary>A page read strictly: every tag must be one that the report writes, with attributes that it writes, opened and closed in order.</summary>
internal sealed partial class WrittenPage
{
    private static readonly HashSet<string> Elements = new(
        ("html head meta title style body header main footer nav section article figure figcaption details summary h1 h2 h3 h4 h5 p ul ol li dl dt dd div span b bdi a code pre "
         + "table thead tbody tr th td time svg line rect circle path text").Split(' '), StringComparer.Ordinal);

    private static readonly HashSet<string> Attributes = new(
        ("lang charset name content http-equiv class id href tabindex role aria-label aria-labelledby aria-hidden scope datetime open "
         + "width height x y x1 x2 y1 y2 cx cy r d").Split(' '), StringComparer.Ordinal);

    public WrittenPage(string html)
    {
        Html = html;
        Text = Tag().Replace(html, "");
        Read();
    }

    public string Html { get; }

    /// <summary>What stands between tags, still encoded.</summary>
    public string Text { get; }

    /// <summary>The same as a reader sees it.</summary>
    public string Words => System.Net.WebUtility.HtmlDecode(Text);

    public List<string> AttributeValues { get; } = [];

    public int Count(string element) => Tag().Matches(Html).Count(t => t.Groups["name"].Value == element && t.Groups["end"].Length == 0);

    private void Read()
    {
        var open = new Stack<string>();
        foreach (Match tag in Tag().Matches(Html))
        {
            var name = tag.Groups["name"].Value;
            if (name == "!DOCTYPE") continue;
            Assert.Contains(name, Elements);
            foreach (Match attribute in Attribute().Matches(tag.Groups["rest"].Value))
            {
                Assert.Contains(attribute.Groups["name"].Value, Attributes);
                AttributeValues.Add(attribute.Groups["value"].Value);
            }
            Assert.Equal("", Attribute().Replace(tag.Groups["rest"].Value, "").Trim(' ', '/'));
            if (tag.Groups["end"].Length > 0) Assert.Equal(open.Pop(), name);
            else if (name != "meta" && !tag.Value.EndsWith("/>", StringComparison.Ordinal)) open.Push(name);
        }
        Assert.Empty(open);
        Assert.DoesNotContain('<', Text);
        Assert.DoesNotContain("--><", Html, StringComparison.Ordinal);
    }

    [GeneratedRegex("""<(?<end>/?)(?<name>!?[A-Za-z][A-Za-z0-9]*)(?<rest>(?:[^<>"]|"[^"<>]*")*)>""")]
    private static partial Regex Tag();

    [GeneratedRegex("""\s(?<name>[a-z0-9-]+)(?:="(?<value>[^"]*)")?(?=[\s/]|$)""")]
    private static partial Regex Attribute();
}
