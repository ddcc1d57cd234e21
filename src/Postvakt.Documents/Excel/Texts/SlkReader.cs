using System.Globalization;
using System.Text;
using Postvakt.Documents.Excel.Formulas;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;
using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Excel.Texts;

/// <summary>
/// SYLK, a text form of one sheet from 1986 that Excel still opens, macro sheets included, and without Protected View for long. Records are lines, fields
/// are parted by semicolons; a doubled one is a character.
/// </summary>
internal sealed class SlkReader : IFileReader
{
    /// <summary>Bytes that are read. 8 MiB.</summary>
    private const int MaxText = 8 << 20;

    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        var workbook = new Workbook();
        var shown = new ShownText(file, inspection);
        new Lines(file, workbook, shown, inspection.Budget).Read(TextBytes.Decode(content.Span, MaxText));
        shown.Show();
        WorkbookReport.Write(file, workbook, inspection);
    }

    private sealed class Lines(InspectedFile file, Workbook workbook, ShownText shown, Budget budget)
    {
        private readonly List<(string Name, string Formula)> _names = [];
        private int _row;
        private int _column;

        public void Read(string text)
        {
            // "O;E" makes it a macro sheet; it may stand anywhere before the first cell.
            workbook.Add(new Sheet("Sheet1", IsMacro(text) ? SheetKind.MacroSheet : SheetKind.Worksheet, SheetVisibility.Visible, ""));
            foreach (var line in text.AsSpan().EnumerateLines())
            {
                budget.Step();
                if (line.Length < 3 || line.Length > 40_000) continue;
                if (line.StartsWith("NN;")) Name(Fields(line));
                else if (line[1] == ';' && line[0] is 'C' or 'F') Cell(Fields(line), line[0] == 'C');
                else if (line.StartsWith("E")) break;
            }
            foreach (var (name, formula) in _names) workbook.Add(new DefinedName(name, null, FormulaParser.Parse(formula, workbook, default, rowColumn: true), false));
        }

        private static bool IsMacro(string text)
        {
            foreach (var line in text.AsSpan().EnumerateLines())
            {
                if (line.StartsWith("O;") && Fields(line).Any(f => f == "E")) return true;
            }
            return false;
        }

        private static List<string> Fields(ReadOnlySpan<char> line)
        {
            var fields = new List<string>();
            var field = new StringBuilder();
            for (var i = 0; i < line.Length; i++)
            {
                if (line[i] != ';') field.Append(line[i]);
                else if (i + 1 < line.Length && line[i + 1] == ';') field.Append(line[i++]);
                else
                {
                    fields.Add(field.ToString());
                    field.Clear();
                }
            }
            fields.Add(field.ToString());
            return fields;
        }

        private void Name(List<string> fields)
        {
            var name = fields.Find(f => f.StartsWith('N') && f.Length > 1 && f != "NN");
            var formula = fields.Find(f => f.StartsWith('E'));
            if (name is not null && formula is not null && _names.Count < Workbook.MaxNames) _names.Add((name[1..], formula[1..]));
        }

        private void Cell(List<string> fields, bool hasContent)
        {
            string? formula = null, value = null;
            foreach (var field in fields.Skip(1))
            {
                if (field.Length < 2) continue;
                var rest = field[1..];
                switch (field[0])
                {
                    case 'X' when Number(rest) is { } column && column <= Area.MaxColumn + 1: _column = column - 1; break;
                    case 'Y' when Number(rest) is { } row && row <= Area.MaxRow + 1: _row = row - 1; break;
                    case 'K': value = rest; break;
                    case 'E' or 'M': formula = rest; break;
                    default: break;
                }
            }
            if (hasContent && (formula ?? value) is not null) Put(formula, value);
        }

        private void Put(string? formula, string? value)
        {
            var result = Stated(value);
            if (result is TextValue text) shown.Add(text.Text);
            if (formula is not null) DdeLinks.DdeFormula(file, formula, Area.Name(_row, _column));
            var parsed = formula is null ? null : FormulaParser.Parse(formula, workbook, Area.Of(0, _row, _column), rowColumn: true) ?? new OutsideExpr(formula);
            workbook.Put(0, _row, _column, new Cell(result, parsed));
        }

        private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

        private static Value Stated(string? value)
        {
            if (value is null) return BlankValue.One;
            if (value.StartsWith('"')) return new TextValue(value.Trim('"'));
            if (value is "TRUE" or "FALSE") return new TruthValue(value == "TRUE");
            if (value.StartsWith('#')) return new ErrorValue(value);
            return double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? new NumberValue(number) : new TextValue(value);
        }
    }
}
