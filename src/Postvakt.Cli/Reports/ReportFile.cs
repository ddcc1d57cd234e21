using Postvakt.Cli.Output;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Messages.Attachments;

namespace Postvakt.Cli.Reports;

/// <summary>What the report keeps of a file in a mail: a line of the tree with what was found and what its code would do.</summary>
/// <param name="State">"locked", "opened with a password", or empty.</param>
internal sealed record ReportFile(int Depth, string Name, string Kind, long Size, string State, IReadOnlyList<DocumentFinding> Findings, IReadOnlyList<string> Effects)
{
    private const int MaxFiles = 60;
    private const int MaxFindings = 12;
    private const int MaxEffects = 20;

    /// <summary>The trees of a mail's attachments, from outside inwards; attachments that hold nothing worth a word are one line.</summary>
    public static IReadOnlyList<ReportFile> Read(IReadOnlyList<Attachment> attachments) =>
        [.. attachments.Where(a => a.Document is not null).SelectMany(a => a.Document!.Root.All).Take(MaxFiles).Select(Of)];

    private static ReportFile Of(InspectedFile file) => new(
        file.Depth, file.Name, FileKindNames.Of(file.Kind), file.Size, file.Locked ? "locked" : file.Password is not null ? "opened with a password" : "",
        [.. file.Findings.OrderByDescending(f => f.Kind.Severity).Take(MaxFindings)],
        [.. file.Effects.Take(MaxEffects).Select(e => $"{InspectionJson.Name(e.Kind).Replace('-', ' ')}: {(e.Target.Length > 0 ? e.Target : e.Call)}{(e.Other.Length > 0 ? " → " + e.Other : "")} ({e.Where})")]);
}
