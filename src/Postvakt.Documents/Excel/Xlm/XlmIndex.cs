namespace Postvakt.Documents.Excel.Xlm;

/// <summary>Finds what runs look for again and again: the next formula in a column, and names.</summary>
internal sealed class XlmIndex(Workbook workbook)
{
    private readonly Dictionary<(int Sheet, int Column), int[]> _rows = Rows(workbook);

    private readonly ILookup<string, DefinedName> _names = workbook.Names.ToLookup(n => n.Name, StringComparer.OrdinalIgnoreCase);

    public Workbook Workbook { get; } = workbook;

    /// <summary>Cells that a run came through.</summary>
    public HashSet<(int Sheet, long Key)> Visited { get; } = [];

    /// <summary>Steps of all runs.</summary>
    public long Spent { get; set; }

    public IEnumerable<(int Sheet, int Column)> Columns => _rows.Keys;

    public int? Below(int sheet, int column, int row)
    {
        if (!_rows.TryGetValue((sheet, column), out var rows)) return null;
        var at = Array.BinarySearch(rows, row + 1);
        if (at < 0) at = ~at;
        return at < rows.Length ? rows[at] : null;
    }

    public DefinedName? Name(string name, int? sheet)
    {
        DefinedName? found = null;
        foreach (var candidate in _names[name])
        {
            if (candidate.Sheet == sheet) return candidate;
            found ??= candidate;
        }
        return found;
    }

    private static Dictionary<(int, int), int[]> Rows(Workbook workbook)
    {
        var rows = new Dictionary<(int, int), List<int>>();
        for (var sheet = 0; sheet < workbook.Sheets.Count; sheet++)
        {
            foreach (var (key, cell) in workbook.Sheets[sheet].Cells)
            {
                if (cell.Formula is null) continue;
                var (row, column) = Sheet.Place(key);
                if (!rows.TryGetValue((sheet, column), out var list)) rows[(sheet, column)] = list = [];
                list.Add(row);
            }
        }
        return rows.ToDictionary(r => r.Key, r => r.Value.Order().ToArray());
    }
}
