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

    /// <summary>With limits of patience, for large fixtures.</summary>
    public static InspectedFile Long(string name, byte[] content)
    {
        var inspection = new Inspection(Patient.Options);
        var report = DocumentInspector.Inspect(name, content, inspection);
        Assert.Empty(inspection.Mistakes);
        return report.Root;
    }

    /// <summary>With a clock that stops the reading at that many looks at it.</summary>
    public static InspectedFile Until(int looks, string name, byte[] content)
    {
        var inspection = new Inspection(new InspectionOptions { Clock = new TickingClock(), Limits = new InspectionLimits { Time = TimeSpan.FromMilliseconds(looks) } });
        var report = DocumentInspector.Inspect(name, content, inspection);
        Assert.Empty(inspection.Mistakes);
        return report.Root;
    }

    /// <summary>Text of what was left unread, of the whole tree.</summary>
    public static IEnumerable<string> Unread(this InspectedFile file) => file.All.SelectMany(f => f.Findings).Where(f => f.LeavesUnread).Select(f => f.Text);

    public static InspectedFile At(string name, string content) => At(name, Encoding.UTF8.GetBytes(content));

    public static bool Has(this InspectedFile file, FindingKind kind) => file.All.SelectMany(f => f.Findings).Any(f => f.Kind == kind);

    public static IEnumerable<string> Urls(this InspectedFile file) => file.All.SelectMany(f => f.Links.Select(l => l.Url).Concat(f.Effects.Where(e => e.Kind == EffectKind.Download).Select(e => e.Target)));
}
