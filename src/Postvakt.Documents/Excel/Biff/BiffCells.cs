using System.Buffers.Binary;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Excel.Formulas;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Excel.Biff;

/// <summary>Takes the cells of one sheet out of its records ([MS-XLS] 2.1.7.20.6).</summary>
internal sealed class BiffCells(Workbook workbook, int sheet, List<string> strings, LinkTable links, TokenForm form, Budget budget)
{
    /// <summary>Formulas that stand for another one, put in when all of those are known.</summary>
    private readonly List<(int Row, int Column, Value Value, (int, int) Shared)> _sharing = [];

    private readonly Dictionary<(int, int), byte[]> _shared = [];
    private readonly bool _isMacro = workbook.Sheets[sheet].Kind == SheetKind.MacroSheet;
    private (int Row, int Column) _last;

    public void Take(ref BiffRecords records, ShownText shown, bool old)
    {
        var content = records.Content;
        switch (records.Kind)
        {
            case BiffKind.Formula or BiffKind.FormulaOld3 or BiffKind.FormulaOld4: Formula(content); break;
            case BiffKind.String: Result(new TextValue(BiffText.Most(content, 0, old))); break;
            case BiffKind.SharedFormula when content.Length > 10: Share(content, 8); break;
            case BiffKind.Array when content.Length > 14: Share(content, 12); break;
            case BiffKind.LabelSst:
                var at = new ByteReader(content);
                var (row, column, _) = (at.UInt16(), at.UInt16(), at.UInt16());
                if (at.Int32() is var number && number >= 0 && number < strings.Count) Put(row, column, new TextValue(strings[number]));
                break;
            case BiffKind.Label or BiffKind.RString:
                var text = BiffText.Most(content, 6, old);
                shown.Add(text);
                Put(content, new TextValue(text));
                break;
            case BiffKind.Number: Put(content, new NumberValue(Head(content, 8).Double())); break;
            case BiffKind.Rk: Put(content, new NumberValue(Rk(Head(content, 4).UInt32()))); break;
            case BiffKind.MulRk: Many(content); break;
            case BiffKind.BoolErr:
                var last = Head(content, 2);
                var value = last.Byte();
                Put(content, last.Byte() != 0 ? new ErrorValue(ErrorCodes.Name(value)) : new TruthValue(value != 0));
                break;
            default: break;
        }
    }

    /// <summary>Puts in what shared and array formulas stand for.</summary>
    public void Finish()
    {
        foreach (var (row, column, value, at) in _sharing)
        {
            if (_shared.TryGetValue(at, out var tokens)) Put(row, column, new Cell(value, Decode(tokens, row, column)));
            else Put(row, column, new Cell(value, null));
        }
    }

    private Expr Decode(ReadOnlySpan<byte> tokens, int row, int column)
    {
        var length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(tokens), tokens.Length - 2);
        // A token of one byte becomes a node of forty and more.
        budget.Expand(40L * length);
        return TokenReader.Read(tokens.Slice(2, length), tokens[(2 + length)..], form, links, Area.Of(sheet, row, column));
    }

    private static ByteReader Head(ReadOnlySpan<byte> content, int after)
    {
        if (content.Length < 6 + after) throw new MalformedException("a cell that is cut off");
        var reader = new ByteReader(content);
        reader.Skip(6);
        return reader;
    }

    private void Put(ReadOnlySpan<byte> content, Value value) => Put(BinaryPrimitives.ReadUInt16LittleEndian(content), BinaryPrimitives.ReadUInt16LittleEndian(content[2..]), value);

    private void Put(int row, int column, Value value) => Put(row, column, new Cell(value, null));

    private void Put(int row, int column, Cell cell)
    {
        _last = (row, column);
        workbook.Put(sheet, row, column, cell);
    }

    /// <summary>2.4.127: place, format, result, flags, chain, then the tokens.</summary>
    private void Formula(ReadOnlySpan<byte> content)
    {
        var reader = Head(content, 16);
        var result = reader.Take(8);
        reader.Skip(6);
        var (row, column) = (BinaryPrimitives.ReadUInt16LittleEndian(content), BinaryPrimitives.ReadUInt16LittleEndian(content[2..]));
        var tokens = content[reader.Position..];
        var value = Stated(result);
        _last = (row, column);
        var length = Math.Min(BinaryPrimitives.ReadUInt16LittleEndian(tokens), tokens.Length - 2);
        if (!_isMacro && !IsNothing(value)) Put(row, column, new Cell(value, null));
        else if (TokenReader.SharedAt(tokens.Slice(2, length), default, form) is { } shared) _sharing.Add((row, column, value, shared));
        else Put(row, column, new Cell(value, Decode(tokens, row, column)));
    }

    /// <summary>The result of a formula of a worksheet is what its macros see; a formula is worth reading where the file states none.</summary>
    private static bool IsNothing(Value value) => value is BlankValue or NumberValue { Number: 0 };

    /// <summary>2.5.133: a number, unless its last two bytes are set: then the first says what it is.</summary>
    private static Value Stated(ReadOnlySpan<byte> result)
    {
        if (result[6] != 0xFF || result[7] != 0xFF) return new NumberValue(BinaryPrimitives.ReadDoubleLittleEndian(result));
        return result[0] switch
        {
            1 => new TruthValue(result[2] != 0),
            2 => new ErrorValue(ErrorCodes.Name(result[2])),
            _ => BlankValue.One,
        };
    }

    /// <summary>The text that the formula before it resulted in.</summary>
    private void Result(TextValue value)
    {
        if (_sharing.Count > 0 && _sharing[^1] is var last && (last.Row, last.Column) == _last) _sharing[^1] = last with { Value = value };
        else if (workbook.Sheets[sheet].At(_last.Row, _last.Column) is { Formula: not null } cell) workbook.Sheets[sheet].Put(_last.Row, _last.Column, cell with { Value = value });
    }

    private void Share(ReadOnlySpan<byte> content, int at)
    {
        budget.Expand(content.Length);
        _shared.TryAdd((BinaryPrimitives.ReadUInt16LittleEndian(content), content[4]), content[at..].ToArray());
        // The first cell of the area is the one before this record, whatever its area says.
        _shared.TryAdd(_last, content[at..].ToArray());
    }

    /// <summary>2.4.175: numbers side by side.</summary>
    private void Many(ReadOnlySpan<byte> content)
    {
        var reader = new ByteReader(content);
        var (row, column) = (reader.UInt16(), reader.UInt16());
        for (; reader.Left >= 8; column++)
        {
            reader.Skip(2);
            Put(row, column, new NumberValue(Rk(reader.UInt32())));
        }
    }

    /// <summary>2.5.217: thirty bits of an integer or of a floating point number, perhaps to be divided by a hundred.</summary>
    internal static double Rk(uint rk)
    {
        var number = (rk & 2) != 0 ? (int)rk >> 2 : BitConverter.Int64BitsToDouble((long)(rk & 0xFFFFFFFC) << 32);
        return (rk & 1) != 0 ? number / 100 : number;
    }
}
