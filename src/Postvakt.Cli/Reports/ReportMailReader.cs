using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Indicators;
using Postvakt.Intake;
using Postvakt.Messages.Attachments;

namespace Postvakt.Cli.Reports;

/// <summary>Takes from a judgement what the report will show, so that the mail itself need not be kept.</summary>
internal sealed class ReportMailReader(LaneReader lanes, HijackModel model)
{
    private const int MaxParts = 10;
    private const int MaxIndicators = 60;
    private const int MaxRecipients = 30;
    private const int MaxSubject = 300;

    public ReportMail Read(Judgement judgement, bool detailed)
    {
        var message = judgement.Message;
        return new ReportMail(message.Path, message.Index, message.Id, message.ArrivedAt, message.From, [.. message.Recipients.Take(MaxRecipients)], Cut(message.Subject.Raw))
        {
            Verdict = judgement.Verdict,
            ByContent = judgement.Verdict == Verdict.Malicious && judgement.Findings.Any(f => f.Severity == Severity.Critical && f.Source is not ("model" or "detector")),
            Score = judgement.Score,
            Summary = judgement.Summary,
            Campaign = judgement.Campaign,
            Indicators = [.. (judgement.Verdict == Verdict.Clean ? Observables(judgement.Profile) : judgement.Indicators).Take(MaxIndicators)],
            Marks = judgement.Profile.Marks,
            Detail = detailed ? new ReportDetail(judgement.Findings, Parts(judgement), lanes.Read(judgement), ReportFile.Read(message.Attachments)) : null,
        };
    }

    private ScorePart[] Parts(Judgement judgement) =>
    [
        .. model.Contributions(judgement.Facts).Take(MaxParts).Select(c =>
        {
            var seen = judgement.Facts.Evidence.FirstOrDefault(e => e.Fact == c.Fact);
            return new ScorePart(c.Points, FactCatalogue.Of(c.Fact).Sentence, seen?.Where ?? "", seen?.Text ?? "");
        }),
    ];

    /// <summary>A mail called clean has no indicators; one that is named later needs them after all.</summary>
    private static IEnumerable<Indicator> Observables(MessageProfile profile)
    {
        if (profile.Message.From.Address.Length > 0) yield return new Indicator("address", profile.Message.From.Address);
        foreach (var link in profile.Links)
        {
            yield return new Indicator("host", link.Host);
            yield return new Indicator("url", link.Url);
        }
        foreach (var file in profile.Files.Where(f => f.Kind != AttachmentKind.Picture)) yield return new Indicator("file", file.Name);
    }

    private static string Cut(string text) => text.Length > MaxSubject ? text[..MaxSubject] : text;
}
