using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Excel;

/// <summary>What a workbook takes from elsewhere: programs by DDE, books on servers, addresses of the web.</summary>
internal static class OutsideLinks
{
    /// <summary>Programs that run what they are given.</summary>
    private static readonly string[] Interpreters =
        ["cmd", "powershell", "pwsh", "mshta", "rundll32", "regsvr32", "wscript", "cscript", "certutil", "bitsadmin", "msiexec", "explorer", "wmic", "installutil", "msbuild", "hh", "ftp", "curl", "forfiles", "schtasks"];

    /// <param name="program">As the link names it: "cmd".</param>
    /// <param name="topic">What the program is started with, or asked for: "/c …".</param>
    public static void Dde(InspectedFile file, string program, string topic, string where)
    {
        var (name, asked) = (program.Trim(' ', '\'', '"'), topic.Trim(' ', '\'', '"'));
        if (name.Length is 0 or > 1000) return;
        var plain = name[(name.LastIndexOfAny(['\\', '/']) + 1)..].ToLowerInvariant();
        if (plain.EndsWith(".exe", StringComparison.Ordinal)) plain = plain[..^4];
        var runs = Interpreters.Contains(plain) || Has(asked, ".exe") || Has(asked, @"\..\") || Has(asked, "/c ") || Has(asked, "powershell") || Has(name, ".exe");
        var command = $"{name} {asked}";
        if (!runs)
        {
            file.Find(FindingKinds.DdeLink, command, where);
            return;
        }
        file.Find(FindingKinds.Dde, command, where);
        file.Does(new Effect(EffectKind.Execute, command.Length > 2048 ? command[..2048] : command, "", where, $"{name}|{asked}" is var call && call.Length > 160 ? call[..160] : call));
    }

    /// <summary>Another book or an object in a file; what lies on a server is asked for with the user's name and password.</summary>
    public static void Book(InspectedFile file, string address, string where)
    {
        if (address.Length is 0 or > 2048) return;
        if (Has(address, "://") && !address.StartsWith("file:///", StringComparison.OrdinalIgnoreCase))
        {
            file.Find(FindingKinds.NetworkLink, address, where);
            file.Link(address, where);
        }
        else if (address.StartsWith(@"\\", StringComparison.Ordinal) || address.StartsWith("file://", StringComparison.OrdinalIgnoreCase) && !address.StartsWith("file:///", StringComparison.OrdinalIgnoreCase)
            || address.StartsWith(@"file:///\\", StringComparison.OrdinalIgnoreCase))
        {
            file.Find(FindingKinds.NetworkLink, address, where);
        }
        else
        {
            file.Find(FindingKinds.OutsideLink, address, where);
        }
    }

    /// <summary>"program|topic!item" in the text of a formula; false when it is none.</summary>
    public static bool DdeFormula(InspectedFile file, string formula, string where)
    {
        var bar = formula.IndexOf('|', StringComparison.Ordinal);
        if (bar < 1) return false;
        var from = bar;
        while (from > 0 && (char.IsAsciiLetterOrDigit(formula[from - 1]) || formula[from - 1] is '.' or '_' or '\\' or ':' or '-')) from--;
        var mark = formula.IndexOf('!', bar);
        if (from == bar || mark < 0) return false;
        Dde(file, formula[from..bar], formula[(bar + 1)..mark], where);
        return true;
    }

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
