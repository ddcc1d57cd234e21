using Postvakt.Documents.Report;
using Postvakt.Messages.Attachments;

namespace Postvakt.Detection;

/// <summary>What was found inside attachments, as findings of the mail. Whoever sends it and whatever conversation it claims makes no difference.</summary>
internal static class DocumentDetector
{
    public const string Source = "documents";

    /// <summary>Says which family a document resembles; the family's name stands in the title.</summary>
    public const string FamilyFinding = "family";

    private const int MaxEvidence = 8;
    private const int MaxText = 160;

    public static IEnumerable<Finding> Examine(IReadOnlyList<Attachment> attachments)
    {
        var found = attachments.Where(a => a.Document is not null).SelectMany(a => a.Document!.Root.All).SelectMany(f => f.Findings.Select(g => (File: f, Finding: g))).ToArray();
        foreach (var kind in found.Where(f => f.Finding.Kind != FindingKinds.AnalysisIncomplete).GroupBy(f => f.Finding.Kind))
            yield return new Finding(kind.Key.Id, kind.Key.Title, Of(kind.Key.Severity), Source, Evidence(kind), kind.Key.Attack);
        // A broken file is broken for everybody; what a limit or a mistake of ours left unread may hold anything.
        var unread = found.Where(f => f.Finding.LeavesUnread).ToArray();
        if (unread.Length > 0) yield return new Finding(VerdictPolicy.Incomplete, "An attachment could not be examined to its end.", Severity.Low, Source, Evidence(unread), []);
        foreach (var (attachment, match) in attachments.SelectMany(a => a.Document?.Families.Take(1).Select(m => (a, m)) ?? []))
        {
            yield return new Finding(
                FamilyFinding, $"It resembles {match.Family} (confidence {match.Confidence:0.00}).", Severity.Info, Source,
                [.. match.Reasons.Take(MaxEvidence).Select(r => new Evidence(attachment.Name, Cut(r)))], match.Attack);
        }
    }

    /// <summary>The gravest thing found inside attachments, with the file that has it; null when nothing weighs.</summary>
    public static (string Path, string Title)? Worst(IReadOnlyList<Attachment> attachments)
    {
        var worst = attachments.Where(a => a.Document is not null).SelectMany(a => a.Document!.Root.All).SelectMany(f => f.Findings.Select(g => (File: f, g.Kind))).Where(f => f.Kind.Severity >= Documents.Report.Severity.High)
            .OrderByDescending(f => f.Kind.Severity).FirstOrDefault();
        return worst.File is null ? null : (Cut(worst.File.Path), worst.Kind.Title);
    }

    private static Evidence[] Evidence(IEnumerable<(InspectedFile File, DocumentFinding Finding)> found) =>
        [.. found.Take(MaxEvidence).Select(f => new Evidence(Cut(f.Finding.Where.Length > 0 ? $"{f.File.Path} » {f.Finding.Where}" : f.File.Path), Cut(f.Finding.Text)))];

    private static string Cut(string text) => text.Length > MaxText ? text[..(MaxText - 1)] + "…" : text;

    private static Severity Of(Documents.Report.Severity severity) => severity switch
    {
        Documents.Report.Severity.Critical => Severity.Critical,
        Documents.Report.Severity.High => Severity.High,
        Documents.Report.Severity.Medium => Severity.Medium,
        Documents.Report.Severity.Low => Severity.Low,
        _ => Severity.Info,
    };
}
