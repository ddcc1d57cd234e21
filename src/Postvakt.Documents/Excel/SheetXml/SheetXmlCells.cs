using System.Globalization;
using Postvakt.Documents.Excel.Formulas;
using Postvakt.Documents.Packages;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Excel.SheetXml;

/// <summary>Reads the cells of one sheet (ECMA-376 part 1, 18.3.1.4), and what is printed above and below it.</summary>
internal sealed class SheetXmlCells(InspectedFile file, Workbook workbook, int sheet, List<string> strings, ShownText shown)
{
    private const int MaxText = 32_767;

    private readonly bool _keep = workbook.HasMacros;
    private readonly bool _isMacro = workbook.Sheets[sheet].Kind == SheetKind.MacroSheet;

    /// <summary>Formulas that others are copies of, by their number.</summary>
    private readonly Dictionary<string, (string Text, int Row, int Column)> _shared = [];

    private int _row = -1;
    private int _column = -1;

    public void Read(PartXml xml)
    {
        while (xml.Read())
        {
            if (!xml.IsElement) continue;
            switch (xml.Name)
            {
                case "row":
                    _row = int.TryParse(xml.Attribute("r"), NumberStyles.None, CultureInfo.InvariantCulture, out var row) && row is >= 1 and <= Area.MaxRow + 1 ? row - 1 : Math.Min(_row + 1, Area.MaxRow);
                    _column = -1;
                    break;
                case "c": ReadCell(xml); break;
                case "oddHeader" or "oddFooter" or "evenHeader" or "evenFooter" or "firstHeader" or "firstFooter": shown.Add(xml.Text(MaxText)); break;
                default: break;
            }
        }
    }

    private void ReadCell(PartXml xml)
    {
        // Places may be left out: then a cell is right of the one before it.
        if (CellNames.Plain(xml.Attribute("r") ?? "", out var row, out var column, out _)) (_row, _column) = (row, column);
        else _column = Math.Min(_column + 1, Area.MaxColumn);
        var type = xml.Attribute("t") ?? "n";
        if (xml.IsEmpty) return;
        var depth = xml.Depth;
        string? formula = null, value = null, inline = null;
        while (xml.Read() && !(xml.IsEnd && xml.Depth == depth))
        {
            if (!xml.IsElement) continue;
            switch (xml.Name)
            {
                case "f": formula = Formula(xml); break;
                case "v": value = xml.Text(MaxText); break;
                case "t" when type == "inlineStr": inline = string.Concat(inline, xml.Text(MaxText)); break;
                default: break;
            }
        }
        if (inline is not null) shown.Add(inline);
        if (formula is not null) DdeLinks.DdeFormula(file, formula, $"{workbook.Sheets[sheet].Name} {Area.Name(_row, _column)}");
        if (_keep) Put(type, value, inline, formula);
    }

    /// <summary>18.3.1.40: a copy of a shared formula has only its number; references of it move along.</summary>
    private string? Formula(PartXml xml)
    {
        var (kind, number) = (xml.Attribute("t"), xml.Attribute("si"));
        var text = xml.Text(MaxText);
        if (kind != "shared" || number is null) return text.Length > 0 ? text : null;
        if (text.Length > 0) return _shared.Count < 10_000 && _shared.TryAdd(number, (text, _row, _column)) ? text : text;
        return _shared.TryGetValue(number, out var first) ? SharedFormula.Move(first.Text, _row - first.Row, _column - first.Column) : null;
    }

    private void Put(string type, string? value, string? inline, string? formula)
    {
        var result = inline is not null ? new TextValue(inline) : Stated(type, value);
        var parsed = formula is not null && (_isMacro || result is BlankValue or NumberValue { Number: 0 }) ? FormulaParser.Parse(formula.AsSpan().TrimStart('='), workbook, Area.Of(sheet, _row, _column)) : null;
        if (formula is not null && parsed is null && _isMacro) parsed = new OutsideExpr(formula);
        if (parsed is not null || result is not BlankValue) workbook.Put(sheet, _row, _column, new Cell(result, parsed));
    }

    private Value Stated(string type, string? value)
    {
        if (value is null) return BlankValue.One;
        switch (type)
        {
            case "s": return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < strings.Count ? new TextValue(strings[number]) : BlankValue.One;
            case "b": return new TruthValue(value.Trim() is "1" or "true");
            case "e": return new ErrorValue(value);
            case "n" or "": return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var plain) && double.IsFinite(plain) ? new NumberValue(plain) : new TextValue(value);
            default: return new TextValue(value);
        }
    }
}
