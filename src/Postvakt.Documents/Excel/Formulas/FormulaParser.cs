using System.Globalization;
using System.Text;

namespace Postvakt.Documents.Excel.Formulas;

/// <summary>
/// Reads the text of a formula (ECMA-376 part 1, 18.17), without its "=". References are taken in the A1 and in the R1C1 form; a semicolon separates
/// arguments like a comma, because text that a macro writes comes in the form of its author's country.
/// </summary>
internal ref struct FormulaParser
{
    /// <summary>Longer text is no formula: Excel's limit is 8,192.</summary>
    private const int MaxText = 32_768;

    private readonly ReadOnlySpan<char> _text;
    private readonly Workbook _workbook;
    private readonly Area _at;
    private readonly bool _rowColumn;
    private int _position;
    private int _depth;

    private FormulaParser(ReadOnlySpan<char> text, Workbook workbook, Area at, bool rowColumn)
    {
        _text = text;
        (_workbook, _at, _rowColumn) = (workbook, at, rowColumn);
    }

    /// <param name="at">The cell that the formula stands in.</param>
    /// <param name="rowColumn">True where R1C1 is the form expected: then "RC1" is column 1 of this row.</param>
    /// <returns>Null for what is no formula.</returns>
    public static Expr? Parse(ReadOnlySpan<char> text, Workbook workbook, Area at, bool rowColumn = false)
    {
        if (text.Length > MaxText) return null;
        var parser = new FormulaParser(text, workbook, at, rowColumn);
        var formula = parser.Binary(0);
        parser.Blanks();
        return parser._position == text.Length && formula is not null && formula.Depth <= Expr.MaxDepth ? formula : null;
    }

    private readonly char Next => _position < _text.Length ? _text[_position] : '\0';

    private readonly char After(int count) => _position + count < _text.Length ? _text[_position + count] : '\0';

    private bool Blanks()
    {
        var from = _position;
        while (Next is ' ' or '\t' or '\r' or '\n' or '\u00A0') _position++;
        return _position > from;
    }

    private bool Take(char c)
    {
        Blanks();
        if (Next != c) return false;
        _position++;
        return true;
    }

    /// <summary>Operators by how tightly they bind, loosest first (18.17.2.2); all lean to the left.</summary>
    private Expr? Binary(int loosest)
    {
        if (_depth > Expr.MaxDepth / 2)
        {
            _workbook.TooDeep = true;
            return null;
        }
        _depth++;
        var left = Signed();
        while (left is not null)
        {
            Blanks();
            var (sign, binds) = Operator();
            if (sign.Length == 0 || binds < loosest) break;
            _position += sign.Length;
            left = Binary(binds + 1) is { } right ? new BinaryExpr(sign, left, right) : null;
        }
        _depth--;
        return left;
    }

    private readonly (string Sign, int Binds) Operator() => (Next, After(1)) switch
    {
        ('<', '>') => ("<>", 0),
        ('<', '=') => ("<=", 0),
        ('>', '=') => (">=", 0),
        ('=', _) => ("=", 0),
        ('<', _) => ("<", 0),
        ('>', _) => (">", 0),
        ('&', _) => ("&", 1),
        ('+', _) => ("+", 2),
        ('-', _) => ("-", 2),
        ('*', _) => ("*", 3),
        ('/', _) => ("/", 3),
        ('^', _) => ("^", 4),
        _ => ("", -1),
    };

    private Expr? Signed()
    {
        var signs = 0;
        while (true)
        {
            Blanks();
            if (Next is '-') signs++;
            else if (Next is not ('+' or '@')) break;
            _position++;
        }
        var inner = Postfix();
        // Two signs turn text into a number and change nothing else.
        for (var i = 0; inner is not null && i < (signs == 0 ? 0 : 2 - signs % 2); i++) inner = new UnaryExpr('-', inner);
        return inner;
    }

    private Expr? Postfix()
    {
        var inner = Primary();
        while (inner is not null)
        {
            var blank = Blanks();
            if (Next == '%') inner = inner.Depth < Expr.MaxDepth ? new UnaryExpr('%', inner) : null;
            else if (Next == '#') { }
            else if (Next == ':' && inner is AreaExpr or CallExpr or UnaryExpr or NameExpr or BinaryExpr)
            {
                _position++;
                inner = Primary() is { } end ? Joined(inner, end) : null;
                continue;
            }
            else if (blank && inner is AreaExpr && (char.IsLetter(Next) || Next is '$' or '\''))
            {
                inner = Primary() is { } other ? new BinaryExpr(" ", inner, other) : null;
                continue;
            }
            else break;
            _position++;
        }
        return inner;
    }

    private static Expr Joined(Expr from, Expr to) => from is AreaExpr a && to is AreaExpr b
        ? new AreaExpr(a.Area with
        {
            Row = Math.Min(a.Area.Row, b.Area.Row), Column = Math.Min(a.Area.Column, b.Area.Column),
            LastRow = Math.Max(a.Area.LastRow, b.Area.LastRow), LastColumn = Math.Max(a.Area.LastColumn, b.Area.LastColumn),
        }, a.Named)
        : new BinaryExpr(":", from, to);

    private Expr? Primary()
    {
        Blanks();
        switch (Next)
        {
            case '"': return Quoted('"') is { } text ? new ConstantExpr(new TextValue(text)) : null;
            case '(': return Paren();
            case '{': return Matrix();
            case '#': return Error();
            case '\'': return Quoted('\'') is { } sheet && Next == '!' ? OfSheet(sheet) : null;
            case '[': return Outside();
            case '!':
                _position++;
                return Named(_at.Sheet);
            case >= '0' and <= '9' or '.': return RowRange() ?? Number();
            default: return Named(null);
        }
    }

    private Expr? Paren()
    {
        _position++;
        var inner = Binary(0);
        while (inner is not null && Take(',')) inner = Binary(0) is { } right ? new BinaryExpr(",", inner, right) : null;
        return inner is not null && Take(')') ? new UnaryExpr('(', inner) : null;
    }

    private string? Quoted(char quote)
    {
        _position++;
        StringBuilder? text = null;
        while (true)
        {
            var end = _text[_position..].IndexOf(quote);
            if (end < 0) return null;
            var piece = _text.Slice(_position, end);
            _position += end + 1;
            if (Next != quote) return text is null ? piece.ToString() : text.Append(piece).ToString();
            (text ??= new()).Append(piece).Append(quote);
            _position++;
        }
    }

    private Expr? Matrix()
    {
        _position++;
        var rows = new List<IReadOnlyList<Expr>>();
        var row = new List<Expr>();
        while (true)
        {
            if (Signed() is not { } item) return null;
            row.Add(item);
            if (Take(',')) continue;
            rows.Add(row);
            if (Take('}')) return new MatrixExpr(rows);
            if (!Take(';')) return null;
            row = [];
        }
    }

    private Expr? Error()
    {
        foreach (var code in Errors)
        {
            if (!_text[_position..].StartsWith(code, StringComparison.OrdinalIgnoreCase)) continue;
            _position += code.Length;
            return new ConstantExpr(new ErrorValue(code));
        }
        return null;
    }

    private static readonly string[] Errors = ["#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA", "#SPILL!", "#CALC!"];

    private Expr? Number()
    {
        var from = _position;
        while (char.IsAsciiDigit(Next) || Next == '.') _position++;
        if (Next is 'e' or 'E' && (char.IsAsciiDigit(After(1)) || After(1) is '+' or '-' && char.IsAsciiDigit(After(2))))
        {
            _position += 2;
            while (char.IsAsciiDigit(Next)) _position++;
        }
        return double.TryParse(_text[from.._position], NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? new ConstantExpr(new NumberValue(number)) : null;
    }

    /// <summary>"1:3": whole rows.</summary>
    private AreaExpr? RowRange()
    {
        var colon = _text[_position..].IndexOf(':');
        if (colon is < 1 or > 7 || !int.TryParse(_text.Slice(_position, colon), NumberStyles.None, CultureInfo.InvariantCulture, out var first)) return null;
        var from = _position + colon + 1;
        var to = from;
        while (to < _text.Length && to - from < 8 && char.IsAsciiDigit(_text[to])) to++;
        if (!int.TryParse(_text[from..to], NumberStyles.None, CultureInfo.InvariantCulture, out var last) || first < 1 || last < first || last > Area.MaxRow + 1) return null;
        _position = to;
        return new AreaExpr(new Area(_at.Sheet, first - 1, 0, last - 1, Area.MaxColumn), false);
    }

    private static bool IsWord(char c) => char.IsLetterOrDigit(c) || c is '_' or '.' or '\\' or '?' or '$' || c > 0x7F && !char.IsWhiteSpace(c) || c is > '\0' and < ' ' and not ('\t' or '\r' or '\n');

    private ReadOnlySpan<char> Word()
    {
        var from = _position;
        while (IsWord(Next)) _position++;
        return _text[from.._position];
    }

    /// <summary>"Sheet!…", after the name of the sheet.</summary>
    private Expr? OfSheet(string sheet)
    {
        _position++;
        if (sheet.StartsWith('[') || sheet.Contains('[', StringComparison.Ordinal)) return OutsideItem("'" + sheet + "'!");
        var colon = sheet.IndexOf(':', StringComparison.Ordinal);
        return Named(_workbook.SheetNumber(sheet) ?? (colon > 0 ? _workbook.SheetNumber(sheet[..colon]) : null) ?? -1);
    }

    /// <summary>"[1]Sheet!A1", "[1]!Name": another workbook, or what a link of another program gives.</summary>
    private OutsideExpr? Outside()
    {
        var end = _text[_position..].IndexOf(']');
        if (end < 0) return null;
        var from = _position;
        _position += end + 1;
        if (Next == '\'') _ = Quoted('\'');
        else _ = Word();
        if (Next != '!') return new OutsideExpr(_text[from.._position].ToString());
        _position++;
        return OutsideItem(_text[from.._position].ToString());
    }

    private OutsideExpr OutsideItem(string before)
    {
        var from = _position;
        if (Next == '\'') _ = Quoted('\'');
        else _ = Word();
        return new OutsideExpr(before + _text[from..Math.Min(_position, _text.Length)].ToString());
    }

    /// <summary>A reference, a name, or a call, with or without a sheet before it.</summary>
    private Expr? Named(int? sheet)
    {
        if (Cell(sheet) is { } cell) return Next == '(' ? Invoke(cell) : cell;
        var word = Word();
        if (word.IsEmpty) return null;
        switch (Next)
        {
            case '!' when sheet is null: return OfSheet(word.ToString());
            // [MS-XLS] 2.5.198.2: a DDE link is written program|topic!item.
            case '|' when sheet is null: return Dde(word);
            case ':' when sheet is null && IsSheetRange(): return OfSheet(word.ToString());
            case '(': return Call(word, sheet);
            default: break;
        }
        if (sheet is null && word.Equals("TRUE", StringComparison.OrdinalIgnoreCase)) return new ConstantExpr(new TruthValue(true));
        if (sheet is null && word.Equals("FALSE", StringComparison.OrdinalIgnoreCase)) return new ConstantExpr(new TruthValue(false));
        return new NameExpr(word.ToString(), sheet);
    }

    /// <summary>"First:Last!A1": leaves the position at the "!".</summary>
    private bool IsSheetRange()
    {
        var at = _position + 1;
        while (at < _text.Length && IsWord(_text[at])) at++;
        if (at >= _text.Length || _text[at] != '!' || at == _position + 1) return false;
        _position = at;
        return true;
    }

    private OutsideExpr Dde(ReadOnlySpan<char> program)
    {
        var from = _position - program.Length;
        _position++;
        if (Next == '\'') _ = Quoted('\'');
        else _ = Word();
        if (Next == '!')
        {
            _position++;
            if (Next == '\'') _ = Quoted('\'');
            else _ = Word();
        }
        return new OutsideExpr(_text[from..Math.Min(_position, _text.Length)].ToString());
    }

    private Expr? Call(ReadOnlySpan<char> word, int? sheet)
    {
        if (Arguments() is not { } arguments) return null;
        var name = word.ToString();
        var upper = name.TrimEnd('?').ToUpperInvariant();
        if (upper.StartsWith("_XLFN.", StringComparison.Ordinal)) upper = upper[6..];
        if (upper.StartsWith("_XLWS.", StringComparison.Ordinal)) upper = upper[6..];
        if (upper.StartsWith("_XLUDF.", StringComparison.Ordinal)) name = name[7..];
        return sheet is null && (IsBuiltIn(upper))
            ? new CallExpr(upper, arguments)
            : new InvokeExpr(new NameExpr(name, sheet), arguments);
    }

    /// <summary>Functions with a number, and some that came later.</summary>
    private static bool IsBuiltIn(string upper) => FunctionTable.IsKnown(upper) || upper is "UNICHAR" or "UNICODE" or "CONCAT" or "TEXTJOIN" or "XOR" or "BITXOR" or "BASE" or "NUMBERVALUE" or "SHEET" or "SHEETS" or "FORMULATEXT" or "IFS" or "SWITCH" or "IFNA" or "WEBSERVICE";

    private InvokeExpr? Invoke(AreaExpr cell) => Arguments() is { } arguments ? new InvokeExpr(cell, arguments) : null;

    private List<Expr>? Arguments()
    {
        _position++;
        var arguments = new List<Expr>();
        if (Take(')')) return arguments;
        while (true)
        {
            Blanks();
            if (Next is ',' or ';' or ')')
            {
                arguments.Add(new ConstantExpr(MissingValue.One));
            }
            else
            {
                if (Binary(0) is not { } argument) return null;
                arguments.Add(argument);
            }
            if (arguments.Count > 255) return null;
            Blanks();
            if (Take(')')) return arguments;
            if (!Take(',') && !Take(';')) return null;
        }
    }

    private AreaExpr? Cell(int? sheet)
    {
        var from = _position;
        var number = sheet ?? _at.Sheet;
        var found = CellNames.RowColumn(_text[from..], _at, _rowColumn, out var row, out var column, out var length)
            || CellNames.Plain(_text[from..], out row, out column, out length);
        if (found && (from + length >= _text.Length || !IsWord(_text[from + length]) && _text[from + length] is not ('!' or '|')))
        {
            _position = from + length;
            return new AreaExpr(Area.Of(number, row, column), sheet is not null);
        }
        if (CellNames.Columns(_text[from..], out var first, out var last, out length) && (from + length >= _text.Length || !IsWord(_text[from + length])))
        {
            _position = from + length;
            return new AreaExpr(new Area(number, 0, first, Area.MaxRow, last), sheet is not null);
        }
        return null;
    }
}
