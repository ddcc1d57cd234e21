using Postvakt.Documents.Archives;
using Postvakt.Documents.Compound;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Macros;
using Postvakt.Documents.Report;
using Postvakt.Documents.Vba;

namespace Postvakt.Documents.Bench;

/// <summary>Inspects a file; a package whose kind has no reader is opened here, so that its VBA project counts.</summary>
internal static class BenchInspection
{
    private static readonly InspectionOptions Options = new() { Limits = new InspectionLimits { Time = TimeSpan.FromSeconds(60) } };

    public static InspectedFile Inspect(BenchFile file)
    {
        var inspection = new Inspection(Options);
        var report = DocumentInspector.Inspect(file.FileName, file.Content, inspection);
        if (report.Root.Kind == FileKind.Zip && FileReaders.For(FileKind.Zip) is null) ReadPackage(report.Root, file.Content, inspection);
        foreach (var mistake in inspection.Mistakes) Console.WriteLine($"MISTAKE in {file.Name}: {string.Join(" ", mistake.ToString().Split('\n').Take(5))}");
        return report.Root;
    }

    private static void ReadPackage(InspectedFile root, byte[] content, Inspection inspection)
    {
        var zip = ZipFile.Open(content, inspection.Budget);
        foreach (var entry in zip.Entries)
        {
            if (entry.Name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase))
                VbaProjectReader.Read(root, CompoundFile.Open(zip.Read(entry), inspection.Budget), entry.Name, inspection);
        }
        MacroAssessment.Assess(root);
    }
}
