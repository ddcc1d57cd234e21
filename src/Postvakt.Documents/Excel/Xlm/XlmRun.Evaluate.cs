using System.Text;
using Postvakt.Documents.Excel.Formulas;

namespace Postvakt.Documents.Excel.Xlm;

// Working formulas out.
internal sealed partial class XlmRun
{
    /// <summary>Formulas inside each other, through cells, names and macros.</summary>
    private const int MaxDepth = 160;

    /// <summary>Cells of an area that are looked at one by one.</summary>
    private const int MaxItems = 20_000;

    private readonly HashSet<(int, long)> _underWay = [];
    private int _depth;
    private int _looking;

    /// <summary>Only looked at, not run: what acts stays out.</summary>
    public bool IsLooking => _looking > 0;

    /// <returns>A reference stays one: see <see cref="Resolve"/>.</returns>
    public Value Evaluate(Expr formula)
    {
        if (_depth >= MaxDepth || IsSpent) return UnknownValue.One;
        Spend();
        _depth++;
        var value = formula switch
        {
            ConstantExpr constant => constant.Value,
            AreaExpr area => area.Area.Sheet >= 0 ? new AreaValue(area.Area) : UnknownValue.One,
            NameExpr name => NameValue(name),
            UnaryExpr unary => Unary(unary),
            BinaryExpr binary => Chain(binary),
            CallExpr call => XlmFunctions.Call(this, call),
            InvokeExpr invoke => Invoke(invoke),
            MatrixExpr matrix => new MatrixValue([.. matrix.Rows.Select(r => (IReadOnlyList<Value>)[.. r.Select(Evaluate)])]),
            _ => UnknownValue.One,
        };
        _depth--;
        return value;
    }

    /// <summary>The value that a reference leads to; of an area, that of its first cell.</summary>
    public Value Resolve(Value value) => value is AreaValue area ? ValueAt(area.Area.Sheet, area.Area.Row, area.Area.Column, area.Mark) : value;

    private Value ValueAt(int sheet, int row, int column, Mark mark = Mark.None)
    {
        var at = Area.Of(sheet, row, column);
        var value = CellAt(at) is { } cell ? cell.Formula is null || !IsNothing(cell.Value) ? cell.Value : Look(at, cell) : BlankValue.One;
        return mark == Mark.None || value.Mark == mark ? value : value with { Mark = value.Mark | mark };
    }

    private static bool IsNothing(Value value) => value is BlankValue or NumberValue { Number: 0 } or TruthValue { Truth: false } or TextValue { Text: "" };

    /// <summary>A formula that has not run and states no result: malware leaves results out, or sets them to nothing.</summary>
    private Value Look(Area at, Cell cell)
    {
        var key = (at.Sheet, Sheet.Key(at.Row, at.Column));
        if (State.At(at.Sheet, at.Row, at.Column) is not null && cell.Value is not BlankValue || !_underWay.Add(key)) return cell.Value;
        _looking++;
        var value = Resolve(Evaluate(cell.Formula!));
        _looking--;
        _underWay.Remove(key);
        if (value is UnknownValue) return cell.Value is BlankValue ? value : cell.Value;
        if (_looking == 0 && value is TextValue or NumberValue) Keep(at, cell with { Value = value });
        return value;
    }

    /// <summary>Values of an area or array one by one; a single value is itself.</summary>
    public IEnumerable<Value> Items(Value value)
    {
        switch (value)
        {
            case AreaValue area:
                foreach (var place in Places(area.Area)) yield return ValueAt(place.Sheet, place.Row, place.Column, area.Mark);
                break;
            case MatrixValue matrix:
                foreach (var row in matrix.Rows)
                {
                    foreach (var item in row) yield return item;
                }
                break;
            default: yield return value; break;
        }
    }

    /// <summary>Cells of an area, row by row; of a huge one those that hold something.</summary>
    public IEnumerable<Area> Places(Area area)
    {
        if ((uint)area.Sheet >= (uint)Workbook.Sheets.Count) yield break;
        if ((long)area.Rows * area.Columns <= MaxItems)
        {
            for (var row = area.Row; row <= area.LastRow; row++)
            {
                for (var column = area.Column; column <= area.LastColumn; column++)
                {
                    Spend();
                    yield return Area.Of(area.Sheet, row, column);
                }
            }
            yield break;
        }
        Spend(1 + Workbook.Sheets[area.Sheet].Cells.Count / 16);
        var keys = Workbook.Sheets[area.Sheet].Cells.Keys.Select(Sheet.Place)
            .Where(p => p.Row >= area.Row && p.Row <= area.LastRow && p.Column >= area.Column && p.Column <= area.LastColumn).Order().Take(MaxItems);
        foreach (var (row, column) in keys)
        {
            Spend();
            yield return Area.Of(area.Sheet, row, column);
        }
    }

    public Value Made(string text, Mark mark)
    {
        Spend(1 + text.Length / 256);
        return Coercion.Of(text, mark);
    }

    private Value NameValue(NameExpr name)
    {
        if (State.Names.TryGetValue(name.Name, out var set)) return set;
        if (index.Name(name.Name, name.Sheet ?? Here.Sheet) is { Refers: { } refers }) return Evaluate(refers);
        return State.Functions.ContainsKey(name.Name) ? new TextValue(name.Name) : UnknownValue.One;
    }

    /// <summary>A reference that is written as text: "R1C1", "Sheet!A1", a name.</summary>
    public Area? AreaOf(string text, bool rowColumn = true)
    {
        var formula = FormulaParser.Parse(text.AsSpan().Trim().TrimStart('='), Workbook, Here, rowColumn);
        return formula switch
        {
            AreaExpr area when area.Area.Sheet >= 0 => area.Area,
            NameExpr name => (NameValue(name) as AreaValue)?.Area,
            _ => null,
        };
    }

    private Value Invoke(InvokeExpr invoke)
    {
        if (IsLooking) return UnknownValue.One;
        if (invoke.Target is NameExpr name && State.Functions.TryGetValue(name.Name, out var function))
            return LibraryCalls.Call(new Arguments(this, name.Name, invoke.Arguments), function, 0);
        var target = Evaluate(invoke.Target);
        var arguments = invoke.Arguments.Select(Evaluate).ToList();
        return target is AreaValue area ? Call(area.Area, arguments) : UnknownValue.One;
    }

    private Value Unary(UnaryExpr unary)
    {
        var inner = Evaluate(unary.Inner);
        if (unary.Operator == '(') return inner;
        inner = Resolve(inner);
        if (inner is ErrorValue or UnknownValue) return inner;
        if (Coercion.Number(inner) is not { } number) return new ErrorValue("#VALUE!", inner.Mark);
        return Coercion.Of(unary.Operator == '%' ? number / 100 : -number, inner.Mark);
    }

    /// <summary>Operators lean to the left; pieces of a long text are put together once.</summary>
    private Value Chain(BinaryExpr last)
    {
        var chain = new Stack<BinaryExpr>();
        Expr first = last;
        while (first is BinaryExpr binary)
        {
            chain.Push(binary);
            first = binary.Left;
        }
        var left = Evaluate(first);
        StringBuilder? text = null;
        foreach (var binary in chain)
        {
            Spend();
            if (binary.Operator == "&")
            {
                left = Resolve(left);
                text ??= left is ErrorValue ? null : new StringBuilder(Coercion.Text(left));
                var right = Resolve(Evaluate(binary.Right));
                if (text is null) continue;
                var mark = left.Mark | right.Mark | (left is UnknownValue || right is UnknownValue ? Mark.Partial : Mark.None);
                if (right is ErrorValue error)
                {
                    (left, text) = (error with { Mark = mark }, null);
                    continue;
                }
                if (text.Length <= Coercion.MaxText) text.Append(Coercion.Text(right));
                left = new TextValue("", mark);
                continue;
            }
            if (text is not null) (left, text) = (Made(text.ToString(), left.Mark), null);
            left = Operate(binary.Operator, left, Evaluate(binary.Right));
        }
        return text is null ? left : Made(text.ToString(), left.Mark);
    }

    private Value Operate(string sign, Value left, Value right)
    {
        if (sign is ":" or " " or ",") return Join(sign, left, right);
        (left, right) = (Resolve(left), Resolve(right));
        var mark = left.Mark | right.Mark;
        if (left is ErrorValue) return left with { Mark = mark };
        if (right is ErrorValue) return right with { Mark = mark };
        if (left is UnknownValue || right is UnknownValue) return UnknownValue.One;
        if (sign is "=" or "<>" or "<" or ">" or "<=" or ">=") return new TruthValue(Comparison.Holds(sign, left, right), mark);
        if (Coercion.Number(left) is not { } a || Coercion.Number(right) is not { } b) return new ErrorValue("#VALUE!", mark);
        return sign switch
        {
            "+" => Coercion.Of(a + b, mark),
            "-" => Coercion.Of(a - b, mark),
            "*" => Coercion.Of(a * b, mark),
            "/" => b == 0 ? new ErrorValue("#DIV/0!", mark) : Coercion.Of(a / b, mark),
            _ => Coercion.Of(Math.Pow(a, b), mark),
        };
    }

    private static Value Join(string sign, Value left, Value right)
    {
        if (left is not AreaValue { Area: var a } || right is not AreaValue { Area: var b }) return UnknownValue.One;
        if (sign == ",") return left;
        var (row, column, lastRow, lastColumn) = sign == ":"
            ? (Math.Min(a.Row, b.Row), Math.Min(a.Column, b.Column), Math.Max(a.LastRow, b.LastRow), Math.Max(a.LastColumn, b.LastColumn))
            : (Math.Max(a.Row, b.Row), Math.Max(a.Column, b.Column), Math.Min(a.LastRow, b.LastRow), Math.Min(a.LastColumn, b.LastColumn));
        return row > lastRow || column > lastColumn ? new ErrorValue("#NULL!") : new AreaValue(new Area(a.Sheet, row, column, lastRow, lastColumn));
    }
}
