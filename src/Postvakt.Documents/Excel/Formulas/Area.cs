namespace Postvakt.Documents.Excel.Formulas;

/// <summary>A rectangle of cells, counted from 0.</summary>
/// <param name="Sheet">Number of the sheet; -1 for one outside the workbook.</param>
internal readonly record struct Area(int Sheet, int Row, int Column, int LastRow, int LastColumn)
{
    public const int MaxRow = (1 << 20) - 1;
    public const int MaxColumn = (1 << 14) - 1;

    public int Rows => LastRow - Row + 1;

    public int Columns => LastColumn - Column + 1;

    public bool IsCell => Row == LastRow && Column == LastColumn;

    public static Area Of(int sheet, int row, int column) => new(sheet, row, column, row, column);

    /// <summary>As Excel writes it: "A1", "A1:B7", "A:A".</summary>
    public static string Name(int row, int column) => ColumnName(column) + (row + 1);

    public string Name() => IsCell ? Name(Row, Column) : Row == 0 && LastRow >= 0xFFFF && LastRow is 0xFFFF or MaxRow ? $"{ColumnName(Column)}:{ColumnName(LastColumn)}" : $"{Name(Row, Column)}:{Name(LastRow, LastColumn)}";

    public static string ColumnName(int column)
    {
        Span<char> letters = stackalloc char[7];
        var at = letters.Length;
        for (var rest = column + 1; rest > 0 && at > 0; rest = (rest - 1) / 26) letters[--at] = (char)('A' + (rest - 1) % 26);
        return new string(letters[at..]);
    }
}
