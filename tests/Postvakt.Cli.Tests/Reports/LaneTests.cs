using Postvakt.Cli.Reports;
using Postvakt.Detection;

namespace Postvakt.Cli.Tests.Reports;

public sealed class LaneTests
{
    [Fact]
    public void Lanes_OfAStrangersReply_GiveHimALaneOfHisOwn()
    {
        using var scenario = new HijackScenario();
        scenario.Converse(3);
        var lanes = scenario.Lanes(scenario.StrangerReplies(HijackScenario.Began.AddDays(70)))!;

        Assert.Equal(["anna@org.example", "bo@partner.example", "info@stranger.example"], lanes.Lanes.Select(l => l.Name));
        Assert.Equal([false, false, true], lanes.Lanes.Select(l => l.Foreign));
        Assert.Equal([0, 1, 0, 2], lanes.Marks.Select(m => m.Lane));
        Assert.Equal(LaneMarkKind.This, lanes.Marks[^1].Kind);
        Assert.Equal((LaneClaim.Quotes, 0), (lanes.Claim, lanes.Answered));
    }

    [Fact]
    public void Lanes_OfAReplyThatNamesAnId_PointToThatMessage()
    {
        using var scenario = new HijackScenario();
        scenario.Converse(3);
        var lanes = scenario.Lanes(scenario.StrangerReplies(HijackScenario.Began.AddDays(70), "<m1@x.example>"))!;

        Assert.Equal((LaneClaim.Answers, 1), (lanes.Claim, lanes.Answered));
    }

    [Fact]
    public void Lanes_OfALongConversation_DrawTheNewestForty()
    {
        using var scenario = new HijackScenario();
        scenario.Converse(60);
        var lanes = scenario.Lanes(scenario.StrangerReplies(HijackScenario.Began.AddDays(70), "<m59@x.example>"))!;

        Assert.Equal(41, lanes.Marks.Count);
        Assert.Equal(60, lanes.Messages);
        Assert.Equal(LaneMarkKind.This, lanes.Marks[^1].Kind);
    }

    [Fact]
    public void Report_OfAStrangersReply_DrawsThePauseAndSaysTheSameInWords()
    {
        using var scenario = new HijackScenario();
        scenario.Converse(3);
        var judgement = scenario.StrangerReplies(HijackScenario.Began.AddDays(70)) with { Verdict = Verdict.Malicious };
        var page = scenario.Report([judgement]);

        Assert.Contains("<h1>1 hijacked reply in 1 mail; the first at", page.Html, StringComparison.Ordinal);
        Assert.Contains(">69 days</text>", page.Html, StringComparison.Ordinal);
        Assert.Contains(">this mail</text>", page.Html, StringComparison.Ordinal);
        Assert.Contains("this mail, quotes the message of Sat 1 Aug 2026, 08:00", page.Html, StringComparison.Ordinal);
        Assert.Contains("never seen before, not in this conversation", page.Html, StringComparison.Ordinal);
    }
}
