using Postvakt.Cli.Output;
using Postvakt.Detection;

namespace Postvakt.Cli.Tests.Reports;

public sealed class RevisionTests
{
    [Fact]
    public void Report_OfACleanMailNamedLater_CountsAndShowsItAsMalicious()
    {
        using var scenario = new HijackScenario();
        scenario.Converse(3);
        var clean = scenario.StrangerReplies(HijackScenario.Began.AddDays(70)) with { Verdict = Verdict.Clean, Campaign = "" };
        var page = scenario.Report([clean], Revision(clean.Message.Index));

        Assert.Contains("<h1>1 hijacked reply in 1 mail, in 1 campaign", page.Html, StringComparison.Ordinal);
        Assert.Contains("was clean", page.Html, StringComparison.Ordinal);
        Assert.Contains("hxxps://evil[.]example/go/now-1234567", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_OfARevisionOfAnEarlierScan_ListsItWithoutCountingIt()
    {
        using var scenario = new HijackScenario();
        var page = scenario.Report([], Revision(99));

        Assert.Contains("<h1>No mail was judged</h1>", page.Html, StringComparison.Ordinal);
        Assert.Contains("Judged earlier, named now", page.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Report_OfMoreThanFiveHundred_KeepsTheCertainOnes()
    {
        using var scenario = new HijackScenario();
        scenario.Converse(1);
        var mail = scenario.StrangerReplies(HijackScenario.Began.AddDays(70));
        var doubtful = Enumerable.Repeat(mail with { Verdict = Verdict.Suspicious, Campaign = "" }, 510);
        var page = scenario.Report([.. doubtful, mail with { Verdict = Verdict.Malicious, Campaign = "" }]);

        Assert.Contains("<h1>1 hijacked reply in 511 mails", page.Html, StringComparison.Ordinal);
        Assert.Contains("""class="mail malicious" id="m1" """.TrimEnd(), page.Html, StringComparison.Ordinal);
        Assert.Contains("11 mails of 511 that are not clean have no card here", page.Html, StringComparison.Ordinal);
    }

    private static Revision Revision(int index) => new("stream.mbox", index, "evil@x.example", "clean", "malicious", "links /A", "later@x.example");
}
