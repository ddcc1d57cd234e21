using Postvakt.Documents.Report;
using Postvakt.Documents.Macros;

namespace Postvakt.Documents.Excel;

/// <summary>Links of a workbook with other programs (DDE), which start those programs.</summary>
internal static class DdeLinks
{
    /// <param name="program">As the link names it: "cmd".</param>
    /// <param name="topic">What the program is started with, or asked for: "/c …".</param>
    public static void Dde(InspectedFile file, string program, string topic, string where)
    {
        var (name, asked) = (program.Trim(' ', '\'', '"'), topic.Trim(' ', '\'', '"'));
        if (name.Length is 0 or > 1000) return;
        var runs = CommandLine.StartsCarrier(name) || Has(asked, ".exe") || Has(asked, @"\..\") || Has(asked, "/c ") || Has(asked, "powershell") || Has(name, ".exe");
        var command = $"{name} {asked}";
        if (!runs)
        {
            file.Find(FindingKinds.DdeLink, command, where);
            return;
        }
        file.Find(FindingKinds.Dde, command, where);
        CommandEffects.Write(file, command.Length > 2048 ? command[..2048] : command, where, $"{name}|{asked}");
    }

    /// <summary>"program|topic!item" in the text of a formula; false when it is none.</summary>
    public static bool DdeFormula(InspectedFile file, string formula, string where)
    {
        var bar = formula.IndexOf('|', StringComparison.Ordinal);
        if (bar < 1) return false;
        var from = bar;
        while (from > 0 && (char.IsAsciiLetterOrDigit(formula[from - 1]) || formula[from - 1] is '.' or '_' or '\\' or ':' or '-')) from--;
        // Between quotes the topic may hold anything.
        var quote = bar + 1 < formula.Length && formula[bar + 1] == '\'' ? formula.IndexOf('\'', bar + 2) : -1;
        var mark = formula.IndexOf('!', quote > 0 ? quote : bar);
        if (from == bar || mark < 0) return false;
        Dde(file, formula[from..bar], formula[(bar + 1)..mark], where);
        return true;
    }

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}
