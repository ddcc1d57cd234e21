using Postvakt.Facts;
using Postvakt.Messages;

namespace Postvakt.Detection;

/// <summary>Draws findings: from facts by the model and detectors, from inside attachments, and what could not be examined.</summary>
public sealed class Examiner(HijackModel model)
{
    internal const string HijackId = "hijacked-reply", HijackTitle = "A thief may have written this reply inside somebody else's conversation.";

    internal static readonly string[] HijackAttack = ["T1534", "T1586.002"];

    private const int MaxContributions = 8;

    public (IReadOnlyList<Finding> Findings, double Score) Examine(FactSheet sheet, Message message)
    {
        var findings = new List<Finding>();
        var score = model.Score(sheet);
        if (score >= model.Suspicious) findings.Add(Hijack(sheet, score));
        if (sheet.ClaimsConversation) findings.AddRange(Detectors.All.Select(d => d.Examine(sheet)).OfType<Finding>());
        findings.AddRange(DocumentDetector.Examine(message.Attachments));
        if ((message.Defects & MessageDefectSets.Incomplete) is var missing and not 0)
            findings.Add(new Finding(VerdictPolicy.Incomplete, "A part of the mail could not be examined.", Severity.Low, "detector", [new Evidence("message", missing.ToString())], []));
        return (findings, score);
    }

    private Finding Hijack(FactSheet sheet, double score)
    {
        var evidence = model.Contributions(sheet).Take(MaxContributions).Select(c => Evidence(sheet, c)).ToArray();
        return new Finding(HijackId, HijackTitle, score >= model.Malicious ? Severity.Critical : Severity.High, "model", evidence, HijackAttack);
    }

    private static Evidence Evidence(FactSheet sheet, Contribution contribution)
    {
        var definition = FactCatalogue.Of(contribution.Fact);
        var seen = sheet.Evidence.FirstOrDefault(e => e.Fact == contribution.Fact);
        var points = $"+{contribution.Points:0.0} {definition.Name}";
        return seen is null ? new Evidence(points, definition.Sentence) : new Evidence($"{points}, {seen.Where}", seen.Text);
    }
}
