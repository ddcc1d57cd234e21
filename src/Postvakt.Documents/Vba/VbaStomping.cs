using System.Buffers;
using System.Text;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Vba;

/// <summary>
/// Holds a module's compiled code against its source. Office runs the compiled form when it was made by the same version, so whoever overwrites the
/// source ("VBA stomping") shows scanners something else than runs. Three contradictions count, each chosen because no harmless document that we
/// know has it: a string in the compiled code that the source lacks and that tells something (or most strings lacking); compiled code without any
/// source; and both an entry point and a name that starts programs in the project's table of names, but in no source. Names alone do not count: the
/// table keeps those that were deleted long ago.
/// </summary>
internal static class VbaStomping
{
    /// <summary>Larger than what a module without code keeps: its class tables take up to 5 KB.</summary>
    private const int MaxEmptyCache = 12_000;

    private const int MaxSearched = 100 << 20;

    private static readonly SearchValues<string> Telling = SearchValues.Create(
        ["://", @":\", "powershell", "cmd ", "cmd.exe", "cmd /", "wscript", "mshta", "regsvr32", "rundll32", "certutil", ".exe", ".dll", ".vbs", ".ps1", ".hta", ".bat", "shell", "xmlhttp", "adodb", "winmgmts", "win32_", "filesystemobject", "urlmon"], StringComparison.OrdinalIgnoreCase);

    private static readonly string[] Entries = ["AutoOpen", "Auto_Open", "Document_Open", "Workbook_Open", "AutoExec", "AutoClose", "Auto_Close", "Document_Close"];

    private static readonly string[] Actors = ["Shell", "ShellExecuteA", "ShellExecute", "URLDownloadToFileA", "URLDownloadToFile", "WinExec", "CreateProcessA", "VirtualAlloc", "VirtualAllocEx", "CreateThread", "ExecuteExcel4Macro", "SaveToFile", "responseBody", "XMLHTTP", "RegWrite"];

    /// <returns>For each module the strings of its compiled code that tell something and that its source lacks.</returns>
    public static List<List<string>> Look(InspectedFile file, IReadOnlyList<VbaModule> modules, ReadOnlySpan<byte> projectCache, Budget budget)
    {
        var lacking = new List<List<string>>();
        foreach (var module in modules)
        {
            budget.Look();
            lacking.Add(Module(file, module));
        }
        Names(file, modules, projectCache, budget);
        return lacking;
    }

    private static List<string> Module(InspectedFile file, VbaModule module)
    {
        var literals = PCode.Literals(module.PCode.Span, module.CodePage);
        // Each is searched for in the source: many in a long one would cost too much.
        var most = Math.Max(20, MaxSearched / (module.Source.Length + 1));
        if (literals.Count > most) literals.RemoveRange(most, literals.Count - most);
        var missing = literals.Where(l => !IsIn(module.Source, l)).ToList();
        var telling = missing.Where(l => l.AsSpan().ContainsAny(Telling)).ToList();
        var hasCode = HasCode(module.Source);
        if (telling.Count > 0) Report(file, module, $"only in the compiled code: {telling[0]}");
        else if (missing.Count >= 3 && missing.Count * 2 >= literals.Count || missing.Count > 0 && !hasCode) Report(file, module, $"only in the compiled code: {string.Join(", ", missing.Take(3))}");
        else if (module.Source.Length == 0 && module.PCode.Length >= 1024) Report(file, module, "compiled code without source");
        else if (!hasCode && module.PCode.Length > MaxEmptyCache) Report(file, module, $"{module.PCode.Length:N0} bytes of compiled code, and a source without any");
        return telling;
    }

    private static void Names(InspectedFile file, IReadOnlyList<VbaModule> modules, ReadOnlySpan<byte> cache, Budget budget)
    {
        if (cache.Length < 16 || !PresentOnly(Entries, cache, modules, budget, out var entry) || !PresentOnly(Actors, cache, modules, budget, out var actor)) return;
        file.Find(FindingKinds.MacroStomped, $"only in the compiled project: {entry}, {actor}", "_VBA_PROJECT");
    }

    /// <summary>The first of the names that the cache has; false when some source has one of them.</summary>
    private static bool PresentOnly(string[] names, ReadOnlySpan<byte> cache, IReadOnlyList<VbaModule> modules, Budget budget, out string found)
    {
        found = "";
        foreach (var name in names)
        {
            budget.Look();
            if (!PCode.HasIdentifier(cache, Encoding.ASCII.GetBytes(name))) continue;
            if (modules.Any(m => m.Source.Contains(name, StringComparison.OrdinalIgnoreCase))) return false;
            found = name;
        }
        return found.Length > 0;
    }

    /// <summary>In source a quote inside a string is doubled.</summary>
    private static bool IsIn(string source, string literal) => source.Contains(literal.Contains('"', StringComparison.Ordinal) ? literal.Replace("\"", "\"\"", StringComparison.Ordinal) : literal, StringComparison.Ordinal);

    private static bool HasCode(string source)
    {
        foreach (var line in source.AsSpan().EnumerateLines())
        {
            var text = line.Trim();
            if (!text.IsEmpty && !text.StartsWith("Attribute ", StringComparison.Ordinal) && !text.StartsWith("'")) return true;
        }
        return false;
    }

    private static void Report(InspectedFile file, VbaModule module, string text) => file.Find(FindingKinds.MacroStomped, text, module.FileName);
}
