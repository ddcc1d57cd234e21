using System.Globalization;
using System.Text;

namespace Postvakt.Web.Pictures;

/// <summary>A table as a file for spreadsheets (RFC 4180). No cell is taken for a formula: one that would be begins with an apostrophe.</summary>
internal static class CsvText
{
    /// <summary>What a spreadsheet takes for the beginning of a formula (OWASP, CSV injection).</summary>
    private const string Formula = "=+-@\t\r";

    public static string Of(PictureTable table)
    {
        var text = new StringBuilder();
        Write(text, table.Head.Select(h => Harmless(h.Name)));
        foreach (var row in table.Rows) Write(text, row.Select((cell, i) => table.Head[i].Kind == ColumnKind.Number && decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) ? cell : Harmless(cell)));
        return text.ToString();
    }

    private static void Write(StringBuilder text, IEnumerable<string> cells) => text.AppendJoin(',', cells.Select(Quoted)).Append("\r\n");

    private static string Harmless(string cell) => cell.Length > 0 && Formula.Contains(cell[0], StringComparison.Ordinal) ? "'" + cell : cell;

    private static string Quoted(string cell) => cell.AsSpan().IndexOfAny(",\"\r\n") < 0 ? cell : "\"" + cell.Replace("\"", "\"\"", StringComparison.Ordinal) + "\"";
}
