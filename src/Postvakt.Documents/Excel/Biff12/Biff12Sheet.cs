using Postvakt.Documents.Bytes;
using Postvakt.Documents.Excel.Biff;
using Postvakt.Documents.Excel.Formulas;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Excel.Biff12;

/// <summary>Reads one sheet of a binary workbook ([MS-XLSB] 2.1.7.61, 2.1.7.31): a row record, then its cells.</summary>
internal sealed class Biff12Sheet(Workbook workbook, int sheet, List<string> strings, LinkTable links, ShownText shown, Budget budget)
{
    private readonly bool _keep = workbook.HasMacros;
    private readonly bool _isMacro = workbook.Sheets[sheet].Kind == SheetKind.MacroSheet;
    private readonly List<(int Row, int Column, Value Value, (int, int) Shared)> _sharing = [];
    private readonly Dictionary<(int, int), byte[]> _shared = [];
    private int _row = -1;
    private int _column = -1;

    public void Read(ReadOnlySpan<byte> part)
    {
        var records = new Biff12Records(part);
        var seen = 0;
        while (records.Next())
        {
            if ((++seen & 0xFFF) == 0) budget.Look();
            try
            {
                Record(records.Kind, records.Content);
            }
            catch (MalformedException)
            {
                // One record that lies does not hide the others.
            }
        }
        foreach (var (row, column, value, at) in _sharing)
        {
            workbook.Put(sheet, row, column, new Cell(value, _shared.TryGetValue(at, out var formula) ? Formula(formula, links, Area.Of(sheet, row, column), budget) : null));
        }
    }

    private void Record(int kind, ReadOnlySpan<byte> content)
    {
        var reader = new ByteReader(content);
        switch (kind)
        {
            case Biff12Kind.RowHeader: _row = reader.Int32(); break;
            case Biff12Kind.CellText or Biff12Kind.CellRich or Biff12Kind.FormulaText: Text(ref reader, kind); break;
            case Biff12Kind.BeginHeaderFooter:
                reader.Skip(2);
                for (var i = 0; i < 6 && reader.Left >= 4; i++) shown.Add(Biff12Text.Wide(ref reader));
                break;
            case Biff12Kind.SharedFormula or Biff12Kind.ArrayFormula when _keep: Share(ref reader, kind == Biff12Kind.ArrayFormula); break;
            case >= Biff12Kind.CellRk and <= Biff12Kind.FormulaError when _keep: Cell(ref reader, kind); break;
            default: break;
        }
    }

    /// <summary>2.5.9: column, then format and a flag.</summary>
    private void Place(ref ByteReader reader)
    {
        _column = reader.Int32();
        reader.Skip(4);
    }

    private void Text(ref ByteReader reader, int kind)
    {
        Place(ref reader);
        var text = kind == Biff12Kind.CellRich ? Biff12Text.Rich(ref reader) : Biff12Text.Wide(ref reader);
        shown.Add(text);
        if (kind == Biff12Kind.FormulaText) Result(new TextValue(text), reader.Rest);
        else if (_keep) Put(new TextValue(text), null);
    }

    private void Cell(ref ByteReader reader, int kind)
    {
        Place(ref reader);
        Value value = kind switch
        {
            Biff12Kind.CellRk => new NumberValue(BiffCells.Rk(reader.UInt32())),
            Biff12Kind.CellReal or Biff12Kind.FormulaNumber => new NumberValue(reader.Double()),
            Biff12Kind.CellBool or Biff12Kind.FormulaBool => new TruthValue(reader.Byte() != 0),
            Biff12Kind.CellError or Biff12Kind.FormulaError => new ErrorValue(ErrorCodes.Name(reader.Byte())),
            Biff12Kind.CellShared => reader.Int32() is var number && number >= 0 && number < strings.Count ? new TextValue(strings[number]) : BlankValue.One,
            _ => BlankValue.One,
        };
        if (kind >= Biff12Kind.FormulaText) Result(value, reader.Rest);
        else Put(value, null);
    }

    /// <summary>A cell with a formula: after the result two bytes of flags, then the formula.</summary>
    private void Result(Value value, ReadOnlySpan<byte> rest)
    {
        if (!_keep) return;
        if (!_isMacro && value is not (BlankValue or NumberValue { Number: 0 }) || rest.Length < 6)
        {
            Put(value, null);
            return;
        }
        var formula = rest[2..];
        var (tokens, extra) = Split(formula);
        if (TokenReader.SharedAt(tokens, extra, TokenForm.Biff12) is { } shared) _sharing.Add((_row, _column, value, shared));
        else Put(value, Formula(formula, links, Area.Of(sheet, _row, _column), budget));
    }

    private void Put(Value value, Expr? formula) => workbook.Put(sheet, _row, _column, new Cell(value, formula));

    /// <summary>2.4.841 and 2.4.6: the area it is for, then the formula; one of an array has a byte of flags before it.</summary>
    private void Share(ref ByteReader reader, bool array)
    {
        var row = reader.Int32();
        reader.Skip(4);
        var column = reader.Int32();
        reader.Skip(array ? 5 : 4);
        budget.Expand(reader.Left);
        var formula = reader.Rest.ToArray();
        _shared.TryAdd((row, column), formula);
        _shared.TryAdd((_row, _column), formula);
    }

    /// <summary>2.5.97.1: length, tokens, length, what stands behind them.</summary>
    private static (byte[] Tokens, byte[] Extra) Split(ReadOnlySpan<byte> formula)
    {
        var reader = new ByteReader(formula);
        if (reader.Left < 4) return ([], []);
        var tokens = reader.Take(Math.Clamp(reader.Int32(), 0, reader.Left)).ToArray();
        var extra = reader.Left >= 4 ? reader.Take(Math.Clamp(reader.Int32(), 0, reader.Left)).ToArray() : [];
        return (tokens, extra);
    }

    public static Expr? Formula(ReadOnlySpan<byte> formula, LinkTable links, Area at, Budget budget)
    {
        var (tokens, extra) = Split(formula);
        if (tokens.Length == 0) return null;
        // A token of one byte becomes a node of forty and more.
        budget.Expand(40L * tokens.Length);
        return TokenReader.Read(tokens, extra, TokenForm.Biff12, links, at);
    }
}
