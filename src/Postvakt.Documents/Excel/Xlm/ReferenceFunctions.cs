using Postvakt.Documents.Excel.Formulas;

namespace Postvakt.Documents.Excel.Xlm;

/// <summary>Functions that find cells.</summary>
internal static class ReferenceFunctions
{
    public static void AddTo(Dictionary<string, XlmFunction> table)
    {
        table.Add("ROW", a => a.Of((a.IsGiven(0) ? a.Area(0)?.Row ?? 0 : a.Run.Here.Row) + 1.0));
        table.Add("COLUMN", a => a.Of((a.IsGiven(0) ? a.Area(0)?.Column ?? 0 : a.Run.Here.Column) + 1.0));
        table.Add("ROWS", a => a.Area(0) is { } area ? a.Of((double)area.Rows) : a.Error());
        table.Add("COLUMNS", a => a.Area(0) is { } area ? a.Of((double)area.Columns) : a.Error());
        table.Add("OFFSET", Offset);
        table.Add("INDEX", Index);
        table.Add("INDIRECT", a => Indirect(a, a.IsGiven(1) && a.Truth(1) == false));
        table.Add("TEXTREF", a => Indirect(a, !(a.IsGiven(1) && a.Truth(1) == true)));
        table.Add("ABSREF", a => Indirect(a, rowColumn: true));
        table.Add("ADDRESS", Address);
        table.Add("REFTEXT RELREF", a => a.Raw(0) is AreaValue { Area: var area } ? a.Of(a.IsGiven(1) && a.Name == "REFTEXT" && a.Truth(1) == true ? area.Name() : RowColumn(area)) : a.Error());
        table.Add("DEREF", a => a.Value(0));
        table.Add("ACTIVE.CELL SELECTION", a => new AreaValue(a.Run.State.Active));
        table.Add("CALLER", a => new AreaValue(a.Run.Here));
        table.Add("VLOOKUP", a => Lookup(a, down: true));
        table.Add("HLOOKUP", a => Lookup(a, down: false));
        table.Add("MATCH", Match);
        table.Add("EVALUATE", Evaluate);
        table.Add("GET.FORMULA FORMULATEXT", a => a.Area(0) is { } area && a.Run.CellAt(area) is { } cell ? a.Of(cell.Formula is { } f ? "=" + FormulaText.Of(f, a.Run.Workbook) : Coercion.Text(cell.Value)) : a.Of(""));
        table.Add("GET.NAME", a => a.Run.Index.Name(a.Text(0).TrimStart('!'), null)?.Refers is { } refers ? a.Of("=" + FormulaText.Of(refers, a.Run.Workbook)) : a.Error("#NAME?"));
    }

    private static string RowColumn(Area area) => area.IsCell ? $"R{area.Row + 1}C{area.Column + 1}" : $"R{area.Row + 1}C{area.Column + 1}:R{area.LastRow + 1}C{area.LastColumn + 1}";

    private static Value Offset(Arguments a)
    {
        if (a.Area(0) is not { } from || a.Integer(1) is not { } down || a.Integer(2) is not { } right) return UnknownValue.One;
        var rows = a.IsGiven(3) ? a.Integer(3) ?? 1 : from.Rows;
        var columns = a.IsGiven(4) ? a.Integer(4) ?? 1 : from.Columns;
        return Reference(a, new Area(from.Sheet, from.Row + down, from.Column + right, from.Row + down + Math.Max(rows, 1) - 1, from.Column + right + Math.Max(columns, 1) - 1));
    }

    private static Value Reference(Arguments a, Area area) =>
        area.Row < 0 || area.Column < 0 || area.LastRow > Area.MaxRow || area.LastColumn > Area.MaxColumn ? a.Error("#REF!") : new AreaValue(area, a.Mark);

    private static Value Index(Arguments a)
    {
        if (a.Integer(1) is not { } row || a.Integer(2, 1) is not { } column) return UnknownValue.One;
        if (a.Raw(0) is MatrixValue matrix)
        {
            if (matrix.Rows.Count == 1 && !a.IsGiven(2)) (row, column) = (1, row);
            return row >= 1 && row <= matrix.Rows.Count && column >= 1 && column <= matrix.Rows[row - 1].Count ? matrix.Rows[row - 1][column - 1] : a.Error("#REF!");
        }
        if (a.Area(0) is not { } area) return UnknownValue.One;
        if (area.Rows == 1 && !a.IsGiven(2)) (row, column) = (1, row);
        (row, column) = (Math.Max(row, 1), Math.Max(column, 1));
        return row > area.Rows || column > area.Columns ? a.Error("#REF!") : Reference(a, Area.Of(area.Sheet, area.Row + row - 1, area.Column + column - 1));
    }

    private static Value Indirect(Arguments a, bool rowColumn)
    {
        if (a.Value(0) is not TextValue text) return UnknownValue.One;
        return a.Run.AreaOf(text.Text, rowColumn) is { } area ? new AreaValue(area, a.Mark) : a.Error("#REF!");
    }

    private static Value Address(Arguments a)
    {
        if (a.Integer(0) is not { } row || a.Integer(1) is not { } column || row < 1 || column < 1 || row > Area.MaxRow + 1 || column > Area.MaxColumn + 1) return a.Error();
        var kind = a.Integer(2, 1) ?? 1;
        var sheet = a.IsGiven(4) ? $"'{a.Text(4)}'!" : "";
        if (a.IsGiven(3) && a.Truth(3) == false) return a.Of($"{sheet}R{row}C{column}");
        return a.Of($"{sheet}{(kind is 1 or 3 ? "$" : "")}{Area.ColumnName(column - 1)}{(kind is 1 or 2 ? "$" : "")}{row}");
    }

    private static Value Lookup(Arguments a, bool down)
    {
        if (a.Area(1) is not { } area || a.Integer(2) is not { } number || number < 1 || number > (down ? area.Columns : area.Rows)) return UnknownValue.One;
        var wanted = a.Value(0);
        var near = !a.IsGiven(3) || a.Truth(3) != false;
        Area? best = null;
        foreach (var place in a.Run.Places(down ? area with { LastColumn = area.Column } : area with { LastRow = area.Row }))
        {
            var order = Comparison.Order(a.Run.Resolve(new AreaValue(place)), wanted);
            if (order == 0 || near && order < 0) best = place;
            if (order == 0 || near && order > 0) break;
        }
        if (best is not { } found) return a.Error("#N/A");
        return new AreaValue(down ? Area.Of(found.Sheet, found.Row, found.Column + number - 1) : Area.Of(found.Sheet, found.Row + number - 1, found.Column), a.Mark);
    }

    private static Value Match(Arguments a)
    {
        var wanted = a.Value(0);
        var kind = a.Integer(2, 1) ?? 1;
        var (place, best) = (0, 0);
        foreach (var value in a.Run.Items(a.Raw(1)))
        {
            place++;
            var order = Comparison.Order(value, wanted);
            if (order == 0) return a.Of((double)place);
            if (kind > 0 && order < 0 || kind < 0 && order > 0) best = place;
        }
        return best > 0 ? a.Of((double)best) : a.Error("#N/A");
    }

    private static Value Evaluate(Arguments a)
    {
        var text = a.Text(0);
        return FormulaParser.Parse(text.AsSpan().TrimStart(" ="), a.Run.Workbook, a.Run.Here) is { } formula ? a.Run.Evaluate(formula) : a.Error();
    }
}
