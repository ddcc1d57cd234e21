using Postvakt.Documents.Basic;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Vba;

/// <summary>Has the modules of a project followed, and adds them to the file with what was found out.</summary>
internal static class VbaAnalysis
{
    private const int MaxEntryPoints = 100;
    private const int MaxCompiled = 20;

    /// <param name="projectCache">The stream _VBA_PROJECT.</param>
    /// <param name="forms">Values of controls on forms.</param>
    public static void Read(InspectedFile file, IReadOnlyList<VbaModule> modules, ReadOnlyMemory<byte> projectCache, VbaForms forms, Inspection inspection)
    {
        var units = modules.Select(m => new BasicUnit(m.FileName, m.Source)).ToList();
        try
        {
            Compiled(file, modules, units, projectCache.Span, inspection.Budget);
            foreach (var (control, value) in forms.Values)
            {
                foreach (var url in BasicUrls.In(value)) file.Link(url, control);
            }
            BasicAnalysis.Read(file, units, inspection, isScript: false, forms.Values);
        }
        finally
        {
            // A limit must not hide the modules themselves.
            for (var i = 0; i < modules.Count; i++)
            {
                file.Add(new MacroModule(modules[i].FileName, modules[i].Stream, MacroLanguage.Vba, modules[i].Source)
                {
                    EntryPoints = [.. units[i].Titles.Where(IsEntryPoint).Take(MaxEntryPoints)],
                    Decoded = units[i].Decoded,
                });
            }
        }
    }

    private static void Compiled(InspectedFile file, IReadOnlyList<VbaModule> modules, List<BasicUnit> units, ReadOnlySpan<byte> projectCache, Budget budget)
    {
        var lacking = VbaStomping.Look(file, modules, projectCache, budget);
        for (var i = 0; i < units.Count; i++)
        {
            units[i].Decoded.AddRange(lacking[i].Take(MaxCompiled));
            foreach (var url in lacking[i].SelectMany(BasicUrls.In)) file.Link(url, units[i].Name);
        }
    }

    private static bool IsEntryPoint(string title) => title.ToLowerInvariant() is var name && (BasicEntryPoints.StartsByItself(name) || BasicEntryPoints.StartsOnTouch(name));
}
