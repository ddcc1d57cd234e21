using Postvakt.Documents.Excel.Formulas;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Excel.Xlm;

/// <summary>Functions by which a macro writes cells and names, often its own next commands.</summary>
internal static class CellFunctions
{
    /// <summary>Cells that one command fills.</summary>
    private const int MaxFilled = 2_000;

    /// <summary>Names that macros set.</summary>
    private const int MaxNames = 10_000;

    public static void AddTo(Dictionary<string, XlmFunction> table)
    {
        table.Add("FORMULA FORMULA.FILL FORMULA.ARRAY", Formula, acts: true);
        table.Add("SET.VALUE", SetValue, acts: true);
        table.Add("SET.NAME", SetName, acts: true);
        table.Add("DEFINE.NAME", DefineName, acts: true);
        table.Add("DELETE.NAME", a => Done(a.Run.State.Names.Remove(a.Text(0))), acts: true);
        table.Add("COPY", Copy, acts: true);
        table.Add("FORMULA.REPLACE", Replace, acts: true);
        table.Add("CLEAR EDIT.DELETE", a => a.Count > 0 ? Done(a.Value(0) is not ErrorValue) : Done(true), acts: true);
        table.Add("WORKBOOK.HIDE HIDE HIDE.OBJECT WINDOW.MINIMIZE APP.MINIMIZE", Hide, acts: true);
        table.Add("WORKBOOK.UNHIDE UNHIDE WORKBOOK.ACTIVATE WORKBOOK.SELECT WORKBOOK.INSERT WORKBOOK.NEW NEW WORKBOOK.DELETE WORKBOOK.NAME", a => Done(a.Count == 0 || a.Value(0) is not ErrorValue), acts: true);
    }

    private static TruthValue Done(bool done) => new(done);

    private static Value Formula(Arguments a)
    {
        var area = a.IsGiven(1) ? a.Area(1) : a.Run.State.Active;
        var value = a.Value(0);
        if (area is not { } to) return UnknownValue.One;
        var isFormula = value is TextValue { Text: ['=', _, ..] };
        if (isFormula) a.Run.Does(EffectKind.WriteCode, ((TextValue)value).Text, a.Run.Place(to));
        var cells = a.Name == "FORMULA" ? [Area.Of(to.Sheet, to.Row, to.Column)] : a.Run.Places(to).Take(MaxFilled);
        foreach (var cell in cells.ToList()) a.Run.Keep(cell, isFormula ? Written(a, ((TextValue)value).Text, cell) : new Cell(Constant(value), null));
        return Done(true);
    }

    /// <summary>R1C1 is the form that Excel expects here; the plain form is read too.</summary>
    private static Cell Written(Arguments a, string text, Area at) =>
        FormulaParser.Parse(text.AsSpan(1), a.Run.Workbook, at, rowColumn: true) is { } formula ? new Cell(BlankValue.One, formula) : new Cell(new TextValue(text), null);

    /// <summary>Text is taken as if it were typed.</summary>
    private static Value Constant(Value value) => value is TextValue text && Coercion.Parse(text.Text) is { } number && text.Text.Length < 16 ? new NumberValue(number, text.Mark) : value;

    private static Value SetValue(Arguments a)
    {
        if (a.Area(0) is not { } to) return UnknownValue.One;
        var values = a.Run.Items(a.Raw(1)).Take(MaxFilled).ToList();
        var place = 0;
        foreach (var cell in a.Run.Places(to).Take(MaxFilled).ToList())
        {
            var value = values.Count == 0 ? BlankValue.One : values[Math.Min(place++, values.Count - 1)];
            // A formula stays; what it counts as is replaced.
            a.Run.Keep(cell, new Cell(value, a.Run.CellAt(cell)?.Formula));
        }
        return Done(true);
    }

    private static Value SetName(Arguments a) => Named(a, a.Formula(0) is NameExpr name ? name.Name : a.Text(0), a.IsGiven(1) ? a.Raw(1) : BlankValue.One);

    private static Value DefineName(Arguments a)
    {
        if (!a.IsGiven(0)) return UnknownValue.One;
        var value = a.IsGiven(1) ? a.Raw(1) : new AreaValue(a.Run.State.Active);
        if (value is TextValue { Text: ['=', ..] } text && FormulaParser.Parse(text.Text.AsSpan(1), a.Run.Workbook, a.Run.Here, rowColumn: true) is { } formula) value = a.Run.Evaluate(formula);
        return Named(a, a.Text(0), value);
    }

    private static Value Named(Arguments a, string name, Value value)
    {
        if (name.Length is 0 or > 255 || a.Run.State.Names.Count >= MaxNames) return UnknownValue.One;
        a.Run.State.Names[name] = value;
        return value;
    }

    private static TruthValue Copy(Arguments a)
    {
        if (a.Area(0) is not { } from || a.Area(1) is not { } to) return Done(true);
        foreach (var cell in a.Run.Places(from).Take(MaxFilled).ToList())
        {
            var (row, column) = (to.Row + cell.Row - from.Row, to.Column + cell.Column - from.Column);
            if (row <= Area.MaxRow && column <= Area.MaxColumn && a.Run.CellAt(cell) is { } content) a.Run.Keep(Area.Of(to.Sheet, row, column), content);
        }
        return Done(true);
    }

    /// <summary>Replaces within the text of the active cells.</summary>
    private static TruthValue Replace(Arguments a)
    {
        var (old, fresh) = (a.Text(0), a.Text(1));
        if (old.Length == 0) return Done(false);
        foreach (var cell in a.Run.Places(a.Run.State.Active).Take(MaxFilled).ToList())
        {
            if (a.Run.CellAt(cell) is not { Formula: null, Value: TextValue text } || !text.Text.Contains(old, StringComparison.OrdinalIgnoreCase)) continue;
            if ((long)text.Text.Length / old.Length * fresh.Length > Coercion.MaxText) continue;
            var replaced = text.Text.Replace(old, fresh, StringComparison.OrdinalIgnoreCase);
            a.Run.Keep(cell, replaced.StartsWith('=') ? Written(a, replaced, cell) : new Cell(Coercion.Of(replaced, text.Mark), null));
        }
        return Done(true);
    }

    private static TruthValue Hide(Arguments a)
    {
        a.Run.Does(EffectKind.Hide, a.IsGiven(0) ? a.Text(0) : "window");
        return Done(true);
    }
}
