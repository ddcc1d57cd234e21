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

    /// <summary>Excel takes no longer formula; one that is longer ends at the next separator, whatever is open in it.</summary>
    private const int MaxFormula = 8192;

    /// <summary>Characters between two looks at the clock: a table may be one line.</summary>
    private const int Stride = 4096;

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
        var (column, looked) = (0, 0);
        for (var at = 0; at < line.Length; column++)
        {
            var field = Field(line, ref at, ref looked, budget);
            var plain = field.TrimStart(" \t\"'");
            if (plain.Length < 4 || plain[0] is not ('=' or '+' or '-' or '@') || plain.Length > MaxFormula) continue;
            Formula(file, plain.TrimEnd("\"").ToString().Replace("\"\"", "\"", StringComparison.Ordinal), Area.Name(row - 1, Math.Min(column, Area.MaxColumn)));
        }
    }

    /// <summary>RFC 4180 2: quotes keep separators in. All four separators count: which one does is a setting of the reader's Windows.</summary>
    private static ReadOnlySpan<char> Field(ReadOnlySpan<char> line, scoped ref int at, scoped ref int looked, Budget budget)
    {
        var from = at;
        var quoted = line[at] == '"';
        // A separator within the parentheses or quotes of a formula belongs to it.
        var formula = line[from..].TrimStart(" \"") is ['=' or '+' or '-' or '@', ..];
        var (open, quotes) = (0, 0);
        if (quoted) at++;
        for (; at < line.Length; at++)
        {
            if (at - looked >= Stride)
            {
                looked = at;
                budget.Look();
            }
            if (line[at] == '(') open++;
            else if (line[at] == ')') open--;
            else if (line[at] == '\'') quotes++;
            if (quoted && line[at] == '"')
            {
                if (at + 1 < line.Length && line[at + 1] == '"') at++;
                else quoted = false;
            }
            else if (!quoted && line[at] is ',' or ';' or '\t' && (!formula || open == 0 && quotes % 2 == 0 || at - from > MaxFormula)) break;
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
