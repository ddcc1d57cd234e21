namespace Postvakt.Documents.Excel;

/// <summary>A sheet of a workbook. Cells are held only where formulas may be followed through them.</summary>
internal sealed class Sheet(string name, SheetKind kind, SheetVisibility visibility, string part)
{
    private readonly Dictionary<long, Cell> _cells = [];

    public string Name { get; } = name;

    public SheetKind Kind { get; set; } = kind;

    public SheetVisibility Visibility { get; } = visibility;

    /// <summary>Part or stream that it lies in.</summary>
    public string Part { get; } = part;

    public IReadOnlyDictionary<long, Cell> Cells => _cells;

    /// <summary>Last row and column with a cell.</summary>
    public int LastRow { get; private set; } = -1;

    public int LastColumn { get; private set; } = -1;

    public static long Key(int row, int column) => (long)row << 20 | (uint)column;

    public static (int Row, int Column) Place(long key) => ((int)(key >> 20), (int)(key & 0xFFFFF));

    public Cell? At(int row, int column) => _cells.GetValueOrDefault(Key(row, column));

    public void Put(int row, int column, Cell cell)
    {
        _cells[Key(row, column)] = cell;
        (LastRow, LastColumn) = (Math.Max(LastRow, row), Math.Max(LastColumn, column));
    }
}
