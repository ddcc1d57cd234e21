using System.Text;

namespace Postvakt.Sharing.Lists;

/// <summary>Cuts comma-separated text into rows (RFC 4180), also with semicolons or tabs where the first line has those. One pass.</summary>
internal static class CsvRows
{
    /// <summary>Cells of a row: a list of indicators has a dozen columns.</summary>
    private const int MaxCells = 100;

    /// <summary>Rows with the line that each begins on; of a row with too many cells the first are given.</summary>
    public static IEnumerable<(int Line, IReadOnlyList<string> Cells)> Of(string text)
    {
        var end = text.IndexOfAny(['\n', '\r']);
        var first = end < 0 ? text : text[..end];
        var separator = first.Contains(',', StringComparison.Ordinal) ? ',' : first.Contains(';', StringComparison.Ordinal) ? ';' : first.Contains('\t', StringComparison.Ordinal) ? '\t' : ',';
        var (cells, cell, line, start, isQuoted) = (new List<string>(), new StringBuilder(), 1, 1, false);
        for (var i = 0; i < text.Length; i++)
        {
            var c = text[i];
            if (c == '\n') line++;
            if (isQuoted)
            {
                if (c != '"') cell.Append(c);
                else if (i + 1 < text.Length && text[i + 1] == '"') cell.Append(text[i++]);
                else isQuoted = false;
            }
            else if (c == '"' && cell.Length == 0)
            {
                isQuoted = true;
            }
            else if (c == separator)
            {
                if (cells.Count < MaxCells) cells.Add(cell.ToString());
                cell.Clear();
            }
            else if (c == '\n')
            {
                cells.Add(cell.ToString());
                cell.Clear();
                yield return (start, cells);
                (cells, start) = ([], line);
            }
            else if (c != '\r')
            {
                cell.Append(c);
            }
        }
        if (cell.Length == 0 && cells.Count == 0) yield break;
        cells.Add(cell.ToString());
        yield return (start, cells);
    }
}
