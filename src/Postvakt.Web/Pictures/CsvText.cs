using System.Globalization;
using System.Text;
using Postvakt.Wording;

namespace Postvakt.Web.Pictures;

/// <summary>A picture's table as a file for spreadsheets.</summary>
internal static class CsvText
{
    public static string Of(PictureTable table)
    {
        var text = new StringBuilder(CsvLine.Of(table.Head.Select(h => h.Name)));
        foreach (var row in table.Rows) text.Append(CsvLine.Quoted(row.Select((cell, i) => table.Head[i].Kind == ColumnKind.Number && decimal.TryParse(cell, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) ? cell : CsvLine.Harmless(cell))));
        return text.ToString();
    }
}
