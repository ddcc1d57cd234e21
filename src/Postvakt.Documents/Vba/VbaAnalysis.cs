using Postvakt.Documents.Basic;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Vba;

/// <summary>Has the modules of a project followed, and adds them to the file with what was found out.</summary>
internal static class VbaAnalysis
{
    private const int MaxEntryPoints = 100;

    /// <param name="lacking">Strings of each module's compiled code that its source lacks.</param>
    /// <param name="forms">Values of controls on forms.</param>
    public static void Read(InspectedFile file, IReadOnlyList<VbaModule> modules, List<List<string>> lacking, VbaForms forms, Inspection inspection)
    {
        var units = modules.Select(m => new BasicUnit(m.FileName, m.Source)).ToList();
        for (var i = 0; i < units.Count; i++)
        {
            units[i].Decoded.AddRange(lacking[i].Take(20));
            foreach (var url in lacking[i].SelectMany(BasicUrls.In)) file.Link(url, units[i].Name);
        }
        foreach (var (control, value) in forms.Values)
        {
            foreach (var url in BasicUrls.In(value)) file.Link(url, control);
        }
        try
        {
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

    private static bool IsEntryPoint(string title) => title.ToLowerInvariant() is var name && (BasicEntryPoints.StartsByItself(name) || BasicEntryPoints.StartsOnTouch(name));
}
