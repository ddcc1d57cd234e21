using System.Globalization;
using Postvakt.Documents.Excel.Formulas;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Packages;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Excel.Texts;

/// <summary>XML Spreadsheet 2003: a whole workbook in one XML file, references in the R1C1 form.</summary>
internal sealed class ExcelXmlReader : IFileReader
{
    private const int MaxText = 32_767;

    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        var shown = new ShownText(file, inspection);
        var workbook = new Workbook();
        var book = new Book(file, workbook, shown);
        try
        {
            using var xml = new PartXml(content, inspection.Budget);
            while (xml.Read()) book.Node(xml);
        }
        finally
        {
            book.Finish();
            shown.Show();
            WorkbookReport.Write(file, workbook, inspection);
        }
    }

    private sealed class Book(InspectedFile file, Workbook workbook, ShownText shown)
    {
        private readonly List<(string Name, string Refers, bool Hidden)> _names = [];
        private readonly List<(int Sheet, int Row, int Column, string? Formula, Value Value)> _cells = [];
        private int _row = -1;
        private int _column = -1;
        private string? _formula;
        private Value _value = BlankValue.One;

        public void Node(PartXml xml)
        {
            if (xml.IsEnd && xml.Name == "Cell") Put();
            if (!xml.IsElement) return;
            switch (xml.Name)
            {
                case "Worksheet" or "MacroSheet" or "Macrosheet":
                    (_row, _column) = (-1, -1);
                    workbook.Add(new Sheet(xml.Attribute("Name") ?? "", xml.Name == "Worksheet" ? SheetKind.Worksheet : SheetKind.MacroSheet, SheetVisibility.Visible, ""));
                    break;
                case "NamedRange" when _names.Count < Workbook.MaxNames:
                    _names.Add((xml.Attribute("Name") ?? "", xml.Attribute("RefersTo") ?? "", xml.Attribute("Hidden") is "1"));
                    break;
                case "Row":
                    (_row, _column) = (Index(xml, _row, Area.MaxRow), -1);
                    break;
                case "Cell": Cell(xml); break;
                case "Data":
                    var (type, text) = (xml.Attribute("Type"), xml.Text(MaxText));
                    if (type is "String" or null) shown.Add(text);
                    _value = type == "Number" && double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? new NumberValue(number) : new TextValue(text);
                    break;
                case "Path" when xml.Text(MaxText) is { Length: > 0 } path: file.Find(FindingKinds.WorkbookLink, path); break;
                default: break;
            }
        }

        private void Cell(PartXml xml)
        {
            _column = Index(xml, _column, Area.MaxColumn);
            if (xml.Attribute("HRef") is { } address) shown.Link(address, Area.Name(Math.Max(_row, 0), _column));
            (_formula, _value) = (xml.Attribute("Formula"), BlankValue.One);
            if (_formula is not null) DdeLinks.DdeFormula(file, _formula, Area.Name(Math.Max(_row, 0), _column));
            if (xml.IsEmpty) Put();
        }

        private void Put()
        {
            if (_cells.Count < Workbook.MaxCells && workbook.Sheets.Count > 0 && _row >= 0 && (_formula is not null || _value is not BlankValue)) _cells.Add((workbook.Sheets.Count - 1, _row, _column, _formula, _value));
            (_formula, _value) = (null, BlankValue.One);
        }

        private static int Index(PartXml xml, int before, int most) =>
            int.TryParse(xml.Attribute("Index"), NumberStyles.None, CultureInfo.InvariantCulture, out var stated) && stated >= 1 && stated <= most + 1 ? stated - 1 : Math.Min(before + 1, most);

        /// <summary>Formulas may refer to sheets and names that come later.</summary>
        public void Finish()
        {
            foreach (var (name, refers, hidden) in _names)
                workbook.Add(new DefinedName(name, null, FormulaParser.Parse(refers.AsSpan().TrimStart('='), workbook, default, rowColumn: true), hidden));
            if (!workbook.HasMacros) return;
            foreach (var (sheet, row, column, formula, value) in _cells)
                workbook.Put(sheet, row, column, new Cell(value, formula is null ? null : FormulaParser.Parse(formula.AsSpan().TrimStart('='), workbook, Area.Of(sheet, row, column), rowColumn: true)));
        }
    }
}
