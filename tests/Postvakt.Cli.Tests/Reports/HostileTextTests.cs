using System.Globalization;
using System.Text;
using Postvakt.Cli.Reports;

namespace Postvakt.Cli.Tests.Reports;

/// <summary>Every character of a mail is somebody's attempt on whoever opens the report.</summary>
public sealed class HostileTextTests
{
    public static TheoryData<string> Words => new(
        "HOSTILE\"><script>alert(1)</script>",
        "HOSTILE' onmouseover='alert(1)",
        "HOSTILE</title></style></pre><img src=x onerror=alert(1)>",
        "HOSTILE<!-- <![CDATA[ &lt;script&gt; &#60;script&#62;",
        "HOSTILE`${alert(1)}` {{7*7}} javascript:alert(1)",
        "HOSTILE\u202Egnp.exe\u2066\u2069\u200F\u061C\uFEFF\u2028\u2029",
        "HOSTILE\0\u0001\u001B[2J\u009B\u007F\r\n",
        "HOSTILE\uD800 lone \uDC00 surrogates",
        "HOSTILE" + new string('x', 10_240),
        "HOSTILE" + string.Concat(Enumerable.Repeat("e\u0301\u0302\u0303", 3000)));

    [Theory]
    [MemberData(nameof(Words))]
    public void Page_WithHostileWordEverywhere_HoldsItAsTextOnly(string word)
    {
        var page = Pages.Write(Pages.EveryPartIs(word), Pages.ScopeOf(word));

        Assert.Equal(0, page.Count("script") + page.Count("img"));
        Assert.Contains("HOSTILE", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(page.AttributeValues, v => v.Contains("HOSTILE", StringComparison.Ordinal));
        Assert.All(page.AttributeValues.Where(v => v.StartsWith('#')), v => Assert.Matches("^#[a-z]+[0-9]*$", v));
    }

    [Theory]
    [MemberData(nameof(Words))]
    public void Page_WithHostileWordEverywhere_HoldsNoCharacterThatHidesOrReorders(string word)
    {
        var page = Pages.Write(Pages.EveryPartIs(word), Pages.ScopeOf(word));

        foreach (var rune in page.Html.EnumerateRunes())
        {
            if (rune.Value == '\n') continue;
            Assert.NotEqual(UnicodeCategory.Control, Rune.GetUnicodeCategory(rune));
            Assert.NotEqual(UnicodeCategory.Format, Rune.GetUnicodeCategory(rune));
        }
        Assert.DoesNotContain(page.Html, char.IsSurrogate);
        Assert.DoesNotMatch("&#x(202[A-E]|206[0-9]|200[B-F]|61C|FEFF|2028|2029|D[89A-F]..);", page.Html);
    }

    [Fact]
    public void Page_WithLongWords_StaysSmall() =>
        Assert.InRange(Pages.Write(Pages.EveryPartIs(new string('x', 10_240)), Pages.ScopeOf("x")).Html.Length, 1, 80_000);

    [Fact]
    public void Page_WithLinksEverywhere_HoldsNoneThatWorks()
    {
        var page = Pages.Write(Pages.EveryPartIs("https://user:pw@evil.example:8080/go?to=http://other.example/x.zip"));

        Assert.DoesNotMatch("https?://", page.Words);
        Assert.Contains("hxxps://", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("evil.example", page.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("other.example", page.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Writer_EncodesValues_NotItsOwnWords()
    {
        using var text = new StringWriter();
        var writer = new HtmlWriter(text);
        writer.Markup($"<p>{"<b>&\"'"}</p>{"abcdef",3}");

        Assert.Equal("<p>&lt;b&gt;&amp;&quot;&#x27;</p>abc\u2026", text.ToString());
        Assert.Equal(text.ToString().Length, writer.Length);
    }
}
