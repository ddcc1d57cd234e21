using System.Text;

namespace Postvakt.Wording;

/// <summary>A line of a file for spreadsheets (RFC 4180). Cells hold words of people and of attackers: none is taken for a formula, one that would be begins with an apostrophe.</summary>
public static class CsvLine
{
    /// <summary>What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection; ASVS 5.0.0, 1.2.10); the wide ones where its language is Japanese.</summary>
    private const string Formula = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20";

    private const string Special = ",\"\r\n";

    /// <summary>The cells, made harmless, with commas between them and the line's end.</summary>
    public static string Of(IEnumerable<string> cells) => Quoted(cells.Select(Harmless));

    /// <summary>Cells that are harmless already: numbers keep their sign.</summary>
    public static string Quoted(IEnumerable<string> cells) =>
        new StringBuilder().AppendJoin(',', cells.Select(c => c.AsSpan().IndexOfAny(Special) < 0 ? c : "\"" + c.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"")).Append("\r\n").ToString();

    public static string Harmless(string cell) => cell.Length > 0 && Formula.Contains(cell[0], StringComparison.Ordinal) ? "'" + cell : cell;
}
