namespace Postvakt.Documents.Excel;

/// <summary>What the readers of the three forms of workbooks fill.</summary>
internal sealed class Workbook
{
    /// <summary>Sheets, names and books that are kept.</summary>
    public const int MaxSheets = 2_000;

    public const int MaxNames = 20_000;

    /// <summary>Cells kept in all; a macro of ten thousand cells is already long.</summary>
    public const int MaxCells = 300_000;

    private readonly Dictionary<string, int> _byName = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<Sheet> _sheets = [];
    private readonly List<DefinedName> _names = [];
    private int _cells;

    public IReadOnlyList<Sheet> Sheets => _sheets;

    public IReadOnlyList<DefinedName> Names => _names;

    public bool HasMacros => _sheets.Exists(s => s.Kind == SheetKind.MacroSheet);

    /// <summary>False when more cells, sheets or names came than are kept.</summary>
    public bool Complete { get; private set; } = true;

    /// <summary>A formula is nested deeper than is read.</summary>
    public bool TooDeep { get; set; }

    public void Add(Sheet sheet)
    {
        if (_sheets.Count >= MaxSheets)
        {
            Complete = false;
            return;
        }
        _byName.TryAdd(sheet.Name, _sheets.Count);
        _sheets.Add(sheet);
    }

    public void Add(DefinedName name)
    {
        if (_names.Count < MaxNames) _names.Add(name);
        else Complete = false;
    }

    public int? SheetNumber(string name) => _byName.TryGetValue(name, out var number) ? number : null;

    /// <summary>Puts a cell in, if there is still room.</summary>
    public void Put(int sheet, int row, int column, Cell cell)
    {
        if (_cells >= MaxCells) Complete = false;
        else if ((uint)sheet < (uint)_sheets.Count && row is >= 0 and < 1 << 20 && column is >= 0 and < 1 << 14)
        {
            _cells++;
            _sheets[sheet].Put(row, column, cell);
        }
    }
}
