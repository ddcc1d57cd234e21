using Postvakt.Cli.Output;
using Postvakt.Cli.Reports;
using Postvakt.Detection;
using Postvakt.Documents.Report;
using Postvakt.Facts;
using Postvakt.Indicators;
using Postvakt.Intake.Sources;
using Postvakt.Memory;
using Postvakt.Messages;

namespace Postvakt.Cli.Tests.Reports;

/// <summary>Reports made of invented mails, for tests of the page.</summary>
internal static class Pages
{
    public static readonly DateTimeOffset Morning = new(2026, 11, 4, 7, 52, 0, TimeSpan.Zero);

    public static WrittenPage Write(ReportContent content, ScanScope? scope = null)
    {
        using var text = new StringWriter();
        new ReportPage(new HtmlWriter(text), new LocalTimes(new FixedClock(Morning, TimeSpan.FromHours(1)).LocalTimeZone))
            .Write(content, scope ?? Scope(), "0.1.0", Morning.AddHours(20));
        return new WrittenPage(text.ToString());
    }

    public static ScanScope Scope() => new(["stream.mbox"], HijackModel.Default()) { Complete = true };

    public static ReportContent Content(params ReportMail[] mails) => new(
        [100, mails.Count(m => m.Verdict == Verdict.Undetermined), mails.Count(m => m.Verdict == Verdict.Suspicious), mails.Count(m => m.Verdict == Verdict.Malicious)],
        [.. mails.Where(m => m.Campaign.Length > 0).GroupBy(m => m.Campaign).Select(g => new ReportCampaign(g.Key, [.. g]))],
        [.. mails.Where(m => m.Campaign.Length == 0)], [], new MemoryDepth(5000, 300));

    public static ReportMail Mail(string word = "word", Verdict verdict = Verdict.Malicious, string campaign = "", int number = 1) =>
        new(word, 3, word, Morning, new Participant(word, word, ParticipantRole.From), [new Participant(word, word, ParticipantRole.To)], word)
        {
            Verdict = verdict,
            Score = 0.9,
            Summary = word,
            Campaign = campaign,
            Indicators = [new Indicator("host", word), new Indicator("url", "https://" + word), new Indicator("address", word), new Indicator("file", word)],
            Marks = [new CampaignMark(MarkKind.Path, 1, word), new CampaignMark(MarkKind.Host, 2, word)],
            Detail = new ReportDetail(
                [new Finding(word, word, Postvakt.Detection.Severity.Medium, "detector", [new Evidence(word, word)], [word]), new Finding("hijacked-reply", word, Postvakt.Detection.Severity.Critical, "model", [], ["T1534"])],
                [new ScorePart(1.5, "A sentence.", word, word)], Lanes(word),
                [
                    new ReportFile(0, word, "zip", 1, "locked", [new DocumentFinding(new FindingKind(word, Postvakt.Documents.Report.Severity.High, word), word, word)], [word]),
                    new ReportFile(1, word, "pdf", 1, "", [], []),
                ]),
            Number = number,
        };

    public static ReportContent EveryPartIs(string word)
    {
        var mails = new[] { Mail(word, campaign: word), Mail(word, Verdict.Suspicious, word, 2) with { Earlier = Verdict.Clean, BecauseOf = word }, Mail(word, Verdict.Undetermined, number: 3) };
        return Content(mails) with { Loose = [new Revision(word, 1, word, word, word, word, word)] };
    }

    public static ScanScope ScopeOf(string word) => new([word], HijackModel.Default()) { Unread = [new SourceProblem(word, word, true)] };

    private static ConversationLanes Lanes(string word) => new(
        [new Lane(word, word, false), new Lane(word, word, true)],
        [new LaneMark(0, Morning.AddDays(-80), LaneMarkKind.Message), new LaneMark(0, Morning.AddDays(-70), LaneMarkKind.Bad), new LaneMark(1, Morning, LaneMarkKind.This)],
        2, 2, LaneClaim.Quotes, 0);
}
