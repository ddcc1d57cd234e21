using System.Text;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Excel.Formulas;

/// <summary>Turns the tokens of a formula, which stand in the order of a stack machine, into its tree.</summary>
internal ref struct TokenReader
{
    private static readonly string[] Binaries = ["+", "-", "*", "/", "^", "&", "<", "<=", "=", ">=", ">", "<>", " ", ",", ":"];

    private readonly TokenForm _form;
    private readonly LinkTable _links;
    private readonly Area _at;
    private readonly Stack<Expr> _stack = new();
    private ByteReader _tokens;
    private ByteReader _extra;

    private TokenReader(ReadOnlySpan<byte> tokens, ReadOnlySpan<byte> extra, TokenForm form, LinkTable links, Area at)
    {
        (_form, _links, _at) = (form, links, at);
        _tokens = new ByteReader(tokens);
        _extra = new ByteReader(extra);
    }

    /// <param name="extra">What stands behind the tokens: the content of constant arrays.</param>
    /// <param name="at">The cell of the formula; the base of relative references of shared ones.</param>
    /// <returns>What could be read; an unknown value when that is nothing.</returns>
    public static Expr Read(ReadOnlySpan<byte> tokens, ReadOnlySpan<byte> extra, TokenForm form, LinkTable links, Area at)
    {
        var reader = new TokenReader(tokens, extra, form, links, at);
        try
        {
            while (!reader._tokens.AtEnd) reader.Token();
        }
        catch (LimitException)
        {
            links.TooDeep();
        }
        catch (MalformedException)
        {
            // A formula that Excel would refuse, too; what was read stands on the stack.
        }
        return reader._stack.TryPop(out var formula) ? formula : new ConstantExpr(UnknownValue.One);
    }

    /// <summary>The cell whose shared or array formula a formula stands for: tokens that begin with PtgExp.</summary>
    public static (int Row, int Column)? SharedAt(ReadOnlySpan<byte> tokens, ReadOnlySpan<byte> extra, TokenForm form) => tokens switch
    {
        // [MS-XLSB] 2.5.97.46 and 2.5.97.47: the column stands behind the tokens.
        [1, _, _, _, _, ..] when form == TokenForm.Biff12 => (BitConverter.ToInt32(tokens[1..]), extra.Length >= 4 ? BitConverter.ToInt32(extra) : 0),
        [1, _, _, _, _, ..] when form != TokenForm.Biff12 => (BitConverter.ToUInt16(tokens[1..]), BitConverter.ToUInt16(tokens[3..])),
        _ => null,
    };

    private readonly void Push(Expr formula) => _stack.Push(formula.Depth <= Expr.MaxDepth ? formula : throw new LimitException("a formula too deep"));

    private readonly Expr Pop() => _stack.TryPop(out var formula) ? formula : throw new MalformedException("a formula without operand");

    private readonly void Push(Value value) => Push(new ConstantExpr(value));

    private void Token()
    {
        var token = _tokens.Byte();
        // 2.5.198.25: bits 5 and 6 say whether a reference, a value or an array is wanted.
        if (token >= 0x20) token = (byte)(token & 0x1F | 0x20);
        switch (token)
        {
            case >= 0x03 and <= 0x11:
                var right = Pop();
                Push(new BinaryExpr(Binaries[token - 3], Pop(), right));
                break;
            case 0x12: break;
            case 0x13: Push(new UnaryExpr('-', Pop())); break;
            case 0x14: Push(new UnaryExpr('%', Pop())); break;
            case 0x15: Push(new UnaryExpr('(', Pop())); break;
            case 0x16: Push(MissingValue.One); break;
            case 0x17: Push(new TextValue(Text())); break;
            case 0x18: Extended(); break;
            case 0x19: Attribute(); break;
            case 0x1C: Push(new ErrorValue(ErrorCodes.Name(_tokens.Byte()))); break;
            case 0x1D: Push(new TruthValue(_tokens.Byte() != 0)); break;
            case 0x1E: Push(new NumberValue(_tokens.UInt16())); break;
            case 0x1F: Push(new NumberValue(_tokens.Double())); break;
            case 0x20:
                _tokens.Skip(_form == TokenForm.Biff12 ? 14 : 7);
                Push(Matrix());
                break;
            case 0x21: Function(_tokens.UInt16()); break;
            case 0x22: VariableFunction(); break;
            case 0x23: Push(_links.Name(NameNumber())); break;
            case 0x26: SkipMemory(6, hasList: true); break;
            case 0x27 or 0x28 or 0x2F: SkipMemory(6, hasList: false); break;
            case 0x29 or 0x2E: SkipMemory(2, hasList: false); break;
            case 0x24 or 0x25 or 0x2C or 0x2D: Push(new AreaExpr(Reference(_at.Sheet, isArea: (token & 1) == 1, relative: token >= 0x2C), false)); break;
            case 0x2A: SkipReference(area: false); break;
            case 0x2B: SkipReference(area: true); break;
            case 0x39: OutsideName(); break;
            case 0x3A or 0x3B: Sheeted(token == 0x3B); break;
            case 0x3C or 0x3D:
                _ = Entry();
                SkipReference(area: token == 0x3D);
                break;
            default: throw new MalformedException($"formula token {token:x2}");
        }
    }

    private string Text()
    {
        switch (_form)
        {
            case TokenForm.Biff5: return Encoding.Latin1.GetString(_tokens.Take(_tokens.Byte()));
            case TokenForm.Biff8:
                var length = _tokens.Byte();
                return (_tokens.Byte() & 1) != 0 ? Encoding.Unicode.GetString(_tokens.Take(2 * length)) : Encoding.Latin1.GetString(_tokens.Take(length));
            default: return Encoding.Unicode.GetString(_tokens.Take(2 * _tokens.UInt16()));
        }
    }

    /// <summary>2.5.198.34 on: marks for evaluation order, which a tree does not need; only a sum of one argument is a function.</summary>
    private void Attribute()
    {
        var kind = _tokens.Byte();
        var data = _tokens.UInt16();
        if ((kind & 0x04) != 0) _tokens.Skip(2 * (data + 1));
        if ((kind & 0x10) != 0) Push(new CallExpr("SUM", [Pop()]));
    }

    private void Extended()
    {
        // [MS-XLSB] 2.5.97.56: a column of a table; [MS-XLS] 2.5.198.47: natural language references, which no current Excel writes.
        if (_tokens.Byte() == 0x19 && _form == TokenForm.Biff12) _tokens.Skip(12);
        else _tokens.Skip(4);
        Push(UnknownValue.One);
    }

    private void Function(int number) => Push(new CallExpr(FunctionTable.Function(number), Arguments(FunctionTable.FixedArguments(number) ?? Math.Min(1, _stack.Count))));

    /// <summary>2.5.198.63: bit 15 marks a command; function 255 takes the function itself as its first argument.</summary>
    private void VariableFunction()
    {
        var count = _tokens.Byte() & 0x7F;
        var number = _tokens.UInt16();
        var arguments = Arguments(count);
        if ((number & 0x8000) != 0) Push(new CallExpr(FunctionTable.Command(number & 0x7FFF), arguments));
        else if (number != 0xFF) Push(new CallExpr(FunctionTable.Function(number), arguments));
        else if (arguments.Length > 0) Push(UserFunction(arguments));
        else throw new MalformedException("a call of nothing");
    }

    private readonly Expr UserFunction(Expr[] arguments)
    {
        // Functions younger than the format are stored as names: "_xlfn.CONCAT"; those of Excel's own add-ins, too: "RANDBETWEEN".
        if (arguments[0] is NameExpr { Sheet: null, Name: var name })
        {
            if (name.StartsWith("_xlfn.", StringComparison.OrdinalIgnoreCase)) return new CallExpr(name[6..].ToUpperInvariant(), arguments[1..]);
            if (FunctionTable.IsKnown(name.ToUpperInvariant()) && !_links.IsName(name)) return new CallExpr(name.ToUpperInvariant(), arguments[1..]);
        }
        return new InvokeExpr(arguments[0], arguments[1..]);
    }

    private readonly Expr[] Arguments(int count)
    {
        if (count > _stack.Count) throw new MalformedException("a function without its arguments");
        var arguments = new Expr[count];
        for (var i = count - 1; i >= 0; i--) arguments[i] = _stack.Pop();
        return arguments;
    }

    private long NameNumber()
    {
        switch (_form)
        {
            case TokenForm.Biff5:
                var number = _tokens.UInt16();
                _tokens.Skip(12);
                return number;
            case TokenForm.Biff8:
                return _tokens.UInt32() & 0xFFFF;
            default:
                return _tokens.UInt32();
        }
    }

    private void OutsideName()
    {
        if (_form == TokenForm.Biff5)
        {
            var book = _tokens.Int16();
            _tokens.Skip(8);
            var number = _tokens.UInt16();
            _tokens.Skip(12);
            Push(book < 0 ? _links.Name(number) : new OutsideExpr($"[{book}]!{number}"));
            return;
        }
        var entry = _tokens.UInt16();
        Push(_links.Name(entry, _form == TokenForm.Biff12 ? _tokens.UInt32() : _tokens.UInt32() & 0xFFFF));
    }

    /// <summary>A number in the table of sheets; in BIFF5 the sheet itself, or -1 for one outside.</summary>
    private int Entry()
    {
        if (_form != TokenForm.Biff5) return _tokens.UInt16();
        var own = _tokens.Int16() < 0;
        _tokens.Skip(8);
        var first = _tokens.UInt16();
        _tokens.Skip(2);
        return own ? first : -1;
    }

    private void Sheeted(bool area)
    {
        var entry = Entry();
        var sheet = _form == TokenForm.Biff5 ? entry : _links.Sheet(entry);
        var reference = Reference(sheet, area, relative: false);
        Push(sheet >= 0 || _form == TokenForm.Biff5 ? new AreaExpr(reference, true) : new OutsideExpr(_links.Outside(entry) + reference.Name()));
    }

    private Area Reference(int sheet, bool isArea, bool relative)
    {
        int row = Row(), lastRow = isArea ? Row() : row;
        int column = Column(ref row, relative), lastColumn = column;
        if (isArea) lastColumn = Column(ref lastRow, relative);
        else lastRow = row;
        return new Area(sheet, Math.Min(row, lastRow), Math.Min(column, lastColumn), Math.Max(row, lastRow), Math.Max(column, lastColumn));
    }

    private int Row() => _form == TokenForm.Biff12 ? _tokens.Int32() : _tokens.UInt16();

    /// <summary>2.5.198.111: bits 14 and 15 of the column (BIFF5: of the row) say that column and row are relative; in shared formulas they then are offsets.</summary>
    private int Column(ref int row, bool relative)
    {
        int flags, column;
        if (_form == TokenForm.Biff5)
        {
            (flags, column) = (row & 0xC000, _tokens.Byte());
            row &= 0x3FFF;
        }
        else
        {
            var stored = _tokens.UInt16();
            (flags, column) = (stored & 0xC000, _form == TokenForm.Biff12 ? stored & 0x3FFF : stored & 0xFF);
        }
        var (maxRow, maxColumn) = _form switch { TokenForm.Biff12 => (Area.MaxRow, Area.MaxColumn), TokenForm.Biff8 => (0xFFFF, 0xFF), _ => (0x3FFF, 0xFF) };
        if (relative && (flags & 0x8000) != 0) row += _at.Row;
        if (relative && (flags & 0x4000) != 0) column += _at.Column;
        row &= maxRow;
        return column & maxColumn;
    }

    private void SkipReference(bool area)
    {
        _tokens.Skip((_form, area) switch
        {
            (TokenForm.Biff5, false) => 3,
            (TokenForm.Biff5, true) => 6,
            (TokenForm.Biff8, false) => 4,
            (TokenForm.Biff8, true) => 8,
            (_, false) => 6,
            _ => 12,
        });
        Push(new ErrorValue("#REF!"));
    }

    /// <summary>2.5.198.69 on: what follows gives the same reference as tokens; the stored result is passed over.</summary>
    private void SkipMemory(int bytes, bool hasList)
    {
        _tokens.Skip(bytes);
        if (!hasList || _extra.Left < 2) return;
        var count = _form == TokenForm.Biff12 ? _extra.Int32() : _extra.UInt16();
        var size = _form switch { TokenForm.Biff12 => 16, TokenForm.Biff8 => 8, _ => 6 };
        if (count < 0 || count > _extra.Left / size) throw new MalformedException("a list of areas beyond its end");
        _extra.Skip(count * size);
    }

    /// <summary>2.5.198.8 and [MS-XLSB] 2.5.97.9: columns, rows, then the items, each with its kind.</summary>
    private MatrixExpr Matrix()
    {
        int columns, rows;
        if (_form == TokenForm.Biff12) (columns, rows) = (_extra.Int32(), _extra.Int32());
        else (columns, rows) = (_extra.Byte() + 1, _extra.UInt16() + 1);
        if (_form == TokenForm.Biff5 && columns == 0) columns = 256;
        if (columns < 1 || rows < 1 || (long)columns * rows > _extra.Left) throw new MalformedException("an array beyond its end");
        var all = new List<IReadOnlyList<Expr>>();
        for (var r = 0; r < rows; r++)
        {
            var row = new Expr[columns];
            for (var c = 0; c < columns; c++) row[c] = new ConstantExpr(Item());
            all.Add(row);
        }
        return new MatrixExpr(all);
    }

    private Value Item()
    {
        var kind = _extra.Byte();
        if (_form == TokenForm.Biff12)
        {
            return kind switch
            {
                0 => new NumberValue(_extra.Double()),
                1 => new TextValue(Encoding.Unicode.GetString(_extra.Take(2 * _extra.UInt16()))),
                2 => new TruthValue(_extra.Byte() != 0),
                4 => Error(4),
                _ => throw new MalformedException("an item of unknown kind"),
            };
        }
        switch (kind)
        {
            case 1: return new NumberValue(_extra.Double());
            case 2 when _form == TokenForm.Biff5: return new TextValue(Encoding.Latin1.GetString(_extra.Take(_extra.Byte())));
            case 2:
                var length = _extra.UInt16();
                return new TextValue((_extra.Byte() & 1) != 0 ? Encoding.Unicode.GetString(_extra.Take(2 * length)) : Encoding.Latin1.GetString(_extra.Take(length)));
            case 4: return new TruthValue(_extra.Take(8)[0] != 0);
            case 0x10: return Error(8);
            case 0:
                _extra.Skip(8);
                return BlankValue.One;
            default: throw new MalformedException("an item of unknown kind");
        }
    }

    private ErrorValue Error(int bytes) => new(ErrorCodes.Name(_extra.Take(bytes)[0]));
}
