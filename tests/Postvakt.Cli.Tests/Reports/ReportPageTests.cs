using System.Security.Cryptography;
using System.Text;
using Postvakt.Cli.Reports;
using Postvakt.Detection;
using Postvakt.Memory;

namespace Postvakt.Cli.Tests.Reports;

public sealed class ReportPageTests
{
    [Fact]
    public void Page_OfAnAttack_SaysSoInItsFirstHeading()
    {
        var page = Pages.Write(Pages.Content(Pages.Mail(campaign: "links /A"), Pages.Mail(campaign: "links /A", number: 2), Pages.Mail(verdict: Verdict.Suspicious, number: 3)));

        Assert.Contains("<h1>2 hijacked replies in 103 mails, in 1 campaign; the first at Wed 4 Nov 2026, 08:52</h1>", page.Html, StringComparison.Ordinal);
        Assert.Contains("UTC+01:00", page.Words, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_OfNothingFound_SaysSo()
    {
        var page = Pages.Write(Pages.Content());

        Assert.Contains("<h1>Nothing found in 100 mails</h1>", page.Html, StringComparison.Ordinal);
        Assert.DoesNotContain("caution\"", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_OfUndeterminedMail_IsNotCalledClean() =>
        Assert.Contains("<h1>Nothing found in 101 mails, but 1 mail could not be examined in full</h1>", Pages.Write(Pages.Content(Pages.Mail(verdict: Verdict.Undetermined))).Html, StringComparison.Ordinal);

    [Fact]
    public void Page_OfAScanThatStopped_SaysSo() =>
        Assert.Contains("did not come to its end", Pages.Write(Pages.Content(), Pages.ScopeOf("x")).Html, StringComparison.Ordinal);

    [Theory]
    [InlineData(0, 0, "Memory was empty")]
    [InlineData(12, 3, "Memory is shallow: 12 messages over 3 days")]
    public void Page_OfAShallowMemory_Warns(long messages, double days, string words) =>
        Assert.Contains(words, Pages.Write(Pages.Content() with { Depth = new MemoryDepth(messages, days) }).Html, StringComparison.Ordinal);

    [Fact]
    public void Page_PolicyAllowsItsStyleSheetOnly()
    {
        var html = Pages.Write(Pages.Content()).Html;
        var start = html.IndexOf("<style>", StringComparison.Ordinal) + 7;
        var css = html[start..html.IndexOf("</style>", StringComparison.Ordinal)];
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(css)));

        Assert.Contains($"content=\"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", css, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", css, StringComparison.Ordinal);
        Assert.DoesNotContain(" style=", html, StringComparison.Ordinal);
    }

    [Fact]
    public void Page_OfVeryMuchMail_StaysSmallAndSaysWhatIsMissing()
    {
        var mails = Enumerable.Range(1, 600).Select(n => Pages.Mail(new string('w', 2000), campaign: "links /A", number: n)).ToArray();
        var page = Pages.Write(Pages.Content(mails));

        Assert.InRange(page.Html.Length, 1_000_000, 3_600_000);
        Assert.Contains("of this part have no card", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Headline_CampaignBeganWithMailThatWasOnlySuspicious_CountsFromThere()
    {
        var early = Pages.Mail(verdict: Verdict.Suspicious, campaign: "links /A") with { ArrivedAt = Pages.Morning.AddDays(-1) };
        var times = new LocalTimes(TimeZoneInfo.Utc);

        Assert.EndsWith("the first at Tue 3 Nov 2026, 07:52", Headline.Of(Pages.Content(early, Pages.Mail(campaign: "links /A")), times), StringComparison.Ordinal);
    }
}
