using System.Text;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Inspects bytes as tests want it: without outside parsers, and failing on any mistake of ours.</summary>
internal static class Look
{
    public static InspectedFile At(string name, byte[] content, params string[] passwords)
    {
        var inspection = new Inspection(new InspectionOptions { Passwords = passwords });
        var report = DocumentInspector.Inspect(name, content, inspection);
        Assert.Empty(inspection.Mistakes);
        return report.Root;
    }

    public static InspectedFile At(string name, string content) => At(name, Encoding.UTF8.GetBytes(content));

    public static bool Has(this InspectedFile file, FindingKind kind) => file.All.SelectMany(f => f.Findings).Any(f => f.Kind == kind);

    public static IEnumerable<string> Urls(this InspectedFile file) => file.All.SelectMany(f => f.Links.Select(l => l.Url).Concat(f.Effects.Where(e => e.Kind == EffectKind.Download).Select(e => e.Target)));
}
