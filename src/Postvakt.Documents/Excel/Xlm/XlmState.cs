using Postvakt.Documents.Excel.Formulas;

namespace Postvakt.Documents.Excel.Xlm;

/// <summary>What a macro has changed so far.</summary>
internal sealed class XlmState
{
    private readonly Dictionary<(int Sheet, long Key), Cell> _cells = [];
    private readonly Dictionary<(int Sheet, int Column), SortedSet<int>> _rows = [];

    /// <summary>Cells written or worked out.</summary>
    public int Written => _cells.Count;

    public Dictionary<string, Value> Names { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Functions of libraries by the name that REGISTER gave them, and by number.</summary>
    public Dictionary<string, LibraryFunction> Functions { get; } = new(StringComparer.OrdinalIgnoreCase);

    public Dictionary<int, LibraryFunction> FunctionNumbers { get; } = [];

    /// <summary>Open files by their number.</summary>
    public Dictionary<int, string> Files { get; } = [];

    public Area Active { get; set; }

    public Cell? At(int sheet, int row, int column) => _cells.GetValueOrDefault((sheet, Sheet.Key(row, column)));

    public void Put(int sheet, int row, int column, Cell cell)
    {
        if (!_cells.TryAdd((sheet, Sheet.Key(row, column)), cell))
        {
            _cells[(sheet, Sheet.Key(row, column))] = cell;
            return;
        }
        if (!_rows.TryGetValue((sheet, column), out var rows)) _rows[(sheet, column)] = rows = [];
        rows.Add(row);
    }

    /// <summary>The next row below that was written to.</summary>
    public int? Below(int sheet, int column, int row) => _rows.TryGetValue((sheet, column), out var rows) && rows.Max > row ? rows.GetViewBetween(row + 1, int.MaxValue).Min : null;
}
