using Postvakt.Documents.Families;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Inspecting;

/// <summary>
/// Says what a file would do without running it: reads, never executes, never connects, writes nothing. Any bytes give a report in bounded time and
/// memory. Safe to use from several threads.
/// </summary>
public static class DocumentInspector
{
    /// <param name="name">As the mail names it; tells what the file claims to be.</param>
    public static DocumentReport Inspect(string name, ReadOnlyMemory<byte> content, InspectionOptions options)
    {
        // Before the file's time begins: a worker that starts compiles all rules.
        if (options.Yara) options.Outside?.Prepare();
        return Inspect(name, content, new Inspection(options));
    }

    /// <summary>The report on a file that nobody opened, and why.</summary>
    public static DocumentReport Unopened(string name, long size, string reason)
    {
        var file = new InspectedFile(null, name, size, Kinds.FileKind.Unknown, "");
        file.Find(FindingKinds.AnalysisIncomplete, reason);
        return new DocumentReport(file, [], []);
    }

    internal static DocumentReport Inspect(string name, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        var root = inspection.Open(null, name, content)!;
        TreeFindings.Look(root, inspection);
        var report = new DocumentReport(root, IndicatorCollector.Collect(root), FamilyReader.Read(root));
        if (report.Severity >= Severity.Medium) inspection.LikenPictures();
        return report;
    }
}
