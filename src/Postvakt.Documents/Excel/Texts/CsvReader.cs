using Postvakt.Documents.Excel.Formulas;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;
using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Excel.Texts;

/// <summary>Tables as text. Excel takes a field that begins with =, +, - or @ for a formula, quoted or not.</summary>
internal sealed class CsvReader : IFileReader
{
    /// <summary>Bytes that are read. 8 MiB.</summary>
    private const int MaxText = 8 << 20;

    /// <summary>Characters shown: the table's head is what a person sees.</summary>
    private const int MaxShown = 50_000;

    /// <summary>Functions that ask an address, or lead to it.</summary>
    private static readonly string[] Asking = ["WEBSERVICE(", "IMPORTXML(", "IMPORTDATA(", "IMPORTHTML(", "IMPORTFEED(", "IMAGE("];

    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        var text = TextBytes.Decode(content.Span, MaxText);
        inspection.Budget.Expand(2L * text.Length);
        inspection.Show(file, text.Length > MaxShown ? text[..MaxShown] : text, "table");
        if (!text.AsSpan().ContainsAny('|', '(')) return;
        var row = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            row++;
            if ((row & 0xFF) == 0) inspection.Budget.Look();
            if (line.ContainsAny('|', '(')) Line(file, line, row, inspection.Budget);
        }
    }

    private static void Line(InspectedFile file, ReadOnlySpan<char> line, int row, Budget budget)
    {
        var column = 0;
        for (var at = 0; at < line.Length; column++)
        {
            if ((column & 0xFF) == 0xFF) budget.Look();
            var field = Field(line, ref at);
            var plain = field.TrimStart(" \t\"'");
            if (plain.Length < 4 || plain[0] is not ('=' or '+' or '-' or '@') || plain.Length > 8192) continue;
            Formula(file, plain.TrimEnd("\"").ToString().Replace("\"\"", "\"", StringComparison.Ordinal), Area.Name(row - 1, Math.Min(column, Area.MaxColumn)));
        }
    }

    /// <summary>
    /// RFC 4180 2: quotes keep separators in, and so do parentheses and quotes of a formula. All four separators count: which one does is a setting of
    /// the reader's Windows.
    /// </summary>
    private static ReadOnlySpan<char> Field(ReadOnlySpan<char> line, scoped ref int at)
    {
        var from = at;
        var isFormula = line[at..].TrimStart(" \"") is ['=' or '+' or '-' or '@', ..];
        var (open, marks) = (0, 0);
        var quoted = line[at] == '"';
        if (quoted) at++;
        for (; at < line.Length; at++)
        {
            var c = line[at];
            if (quoted && c == '"')
            {
                if (at + 1 < line.Length && line[at + 1] == '"') at++;
                else quoted = false;
            }
            else if (!quoted && c is ',' or ';' or '\t' && (!isFormula || open == 0 && marks % 2 == 0)) break;
            else if (c is '(' or ')') open += c == '(' ? 1 : -1;
            else if (c == '\'') marks++;
        }
        var field = line[from..at];
        at++;
        return field;
    }

    private static void Formula(InspectedFile file, string formula, string where)
    {
        if (DdeLinks.DdeFormula(file, formula, where)) return;
        var asks = Array.Exists(Asking, a => formula.Contains(a, StringComparison.OrdinalIgnoreCase));
        if (!asks && !formula.Contains("HYPERLINK(", StringComparison.OrdinalIgnoreCase)) return;
        foreach (var url in UrlScan.Find(formula, 5))
        {
            file.Link(url, where);
            if (asks) file.Find(FindingKinds.WebQuery, formula, where);
        }
    }
}
