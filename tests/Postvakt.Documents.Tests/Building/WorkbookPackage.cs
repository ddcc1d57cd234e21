using System.Text;
using Postvakt.Documents.Excel;
using Postvakt.Documents.Excel.Formulas;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Writes workbooks as packages, in SpreadsheetML (ECMA-376) or BIFF12 ([MS-XLSB]).</summary>
internal sealed class WorkbookPackage(BookPlan plan, bool binary)
{
    private readonly ZipMaker _zip = new();
    private readonly List<string> _names = [.. plan.Names.Select(n => n.Name)];
    private readonly Workbook _book = new();

    private string Extension => binary ? "bin" : "xml";

    public static byte[] Xml(BookPlan plan) => new WorkbookPackage(plan, binary: false).Build();

    public static byte[] Binary(BookPlan plan) => new WorkbookPackage(plan, binary: true).Build();

    /// <summary>Book and sheets of a plan as one block, to be broken, and put together again by <see cref="Whole"/>.</summary>
    public static byte[] Parts(BookPlan plan, bool binary)
    {
        var package = new WorkbookPackage(plan, binary);
        package.Build();
        return [.. package._blocks.SelectMany(b => b)];
    }

    /// <summary>The package of the dropper, whose book and sheets are taken from a block in their old lengths.</summary>
    public static byte[] Whole(byte[] block, bool binary)
    {
        var package = new WorkbookPackage(Droppers.Datop(), binary) { _given = block };
        return package.Build();
    }

    private readonly List<byte[]> _blocks = [];
    private byte[]? _given;
    private int _taken;

    private byte[] Block(byte[] content)
    {
        _blocks.Add(content);
        if (_given is not { } given) return content;
        var from = Math.Min(_taken, given.Length);
        _taken += content.Length;
        return given[from..Math.Min(_taken, given.Length)];
    }

    /// <summary>Parts more than those of the plan, with the relation that leads to them from the workbook.</summary>
    public List<(string Name, string Kind, string Content)> More { get; } = [];

    public byte[] Build()
    {
        foreach (var sheet in plan.Sheets) _book.Add(new Sheet(sheet.Name, SheetKind.Worksheet, SheetVisibility.Visible, ""));
        var main = binary ? "application/vnd.ms-excel.sheet.binary.macroEnabled.main" : "application/vnd.ms-excel.sheet.macroEnabled.main+xml";
        _zip.Add("[Content_Types].xml", $"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"bin\" ContentType=\"application/vnd.ms-excel.worksheet\"/><Override PartName=\"/xl/workbook.{Extension}\" ContentType=\"{main}\"/></Types>");
        _zip.Add("_rels/.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r0\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.{Extension}\"/></Relationships>");
        var relations = new StringBuilder();
        for (var i = 0; i < plan.Sheets.Count; i++)
        {
            var kind = plan.Sheets[i].IsMacro ? "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet" : "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet";
            relations.Append($"<Relationship Id=\"s{i}\" Type=\"{kind}\" Target=\"parts/p{i}.{Extension}\"/>");
            var content = binary ? BinarySheet(i) : Encoding.UTF8.GetBytes(XmlSheet(i));
            _zip.Add($"xl/parts/p{i}.{Extension}", Block(content));
        }
        foreach (var (name, kind, content) in More)
        {
            relations.Append($"<Relationship Id=\"m{relations.Length}\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}\" Target=\"{name}\"/>");
            _zip.Add("xl/" + name, content);
        }
        _zip.Add($"xl/_rels/workbook.{Extension}.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>");
        _zip.Add($"xl/workbook.{Extension}", Block(binary ? BinaryBook() : Encoding.UTF8.GetBytes(XmlBook())));
        return _zip.Build();
    }

    private static string Escape(string text) => System.Security.SecurityElement.Escape(text)!;

    private string XmlBook()
    {
        var states = new[] { "", " state=\"hidden\"", " state=\"veryHidden\"" };
        var sheets = string.Concat(plan.Sheets.Select((s, i) => $"<sheet name=\"{Escape(s.Name)}\" sheetId=\"{i + 1}\"{states[s.Hidden]} r:id=\"s{i}\"/>"));
        var names = string.Concat(plan.Names.Where(n => n.Refers.Length > 0).Select(n => $"<definedName name=\"{(n.BuiltIn ? "_xlnm." : "")}{Escape(n.Name)}\"{(n.Hidden ? " hidden=\"1\"" : "")}>{Escape(n.Refers)}</definedName>"));
        return $"<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets>{sheets}</sheets><definedNames>{names}</definedNames></workbook>";
    }

    private string XmlSheet(int number)
    {
        var sheet = plan.Sheets[number];
        var text = new StringBuilder();
        foreach (var (cell, content) in sheet.Cells)
        {
            if (content.StartsWith('=')) text.Append($"<row><c r=\"{cell}\"><f>{Escape(content[1..])}</f></c></row>");
            else if (double.TryParse(content, System.Globalization.CultureInfo.InvariantCulture, out _)) text.Append($"<row><c r=\"{cell}\"><v>{content}</v></c></row>");
            else text.Append($"<row><c r=\"{cell}\" t=\"inlineStr\"><is><t>{Escape(content)}</t></is></c></row>");
        }
        var root = sheet.IsMacro ? "xm:macrosheet" : "worksheet";
        return $"<{root} xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:xm=\"http://schemas.microsoft.com/office/excel/2006/main\"><sheetData>{text}</sheetData></{root}>";
    }

    private byte[] BinaryBook()
    {
        using var part = new MemoryStream();
        Record(part, 131, []);
        for (var i = 0; i < plan.Sheets.Count; i++)
            Record(part, 156, [(byte)plan.Sheets[i].Hidden, 0, 0, 0, (byte)(i + 1), 0, 0, 0, .. Wide("s" + i), .. Wide(plan.Sheets[i].Name)]);
        Record(part, 353, []);
        Record(part, 357, []);
        Record(part, 362, Biff8Writer.Bytes(w =>
        {
            w.Write(plan.Sheets.Count);
            for (var i = 0; i < plan.Sheets.Count; i++)
            {
                w.Write(0);
                w.Write(i);
                w.Write(i);
            }
        }));
        Record(part, 354, []);
        foreach (var name in plan.Names)
        {
            var formula = name.Refers.Length > 0 ? Formula(FormulaParser.Parse(name.Refers, _book, default)!) : new byte[8];
            Record(part, 39, [(byte)((name.Hidden ? 1 : 0) | (name.BuiltIn ? 0x20 : 0)), 0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, .. Wide((name.BuiltIn ? "_xlnm." : "") + name.Name), .. formula]);
        }
        Record(part, 132, []);
        return part.ToArray();
    }

    private byte[] BinarySheet(int number)
    {
        using var part = new MemoryStream();
        Record(part, 129, []);
        Record(part, 145, []);
        foreach (var (cell, content) in plan.Sheets[number].Cells)
        {
            if (!CellNames.Plain(cell, out var row, out var column, out _)) throw new ArgumentException(cell);
            Record(part, 0, [.. BitConverter.GetBytes(row), .. new byte[13]]);
            byte[] place = [.. BitConverter.GetBytes(column), 0, 0, 0, 0];
            if (content.StartsWith('='))
            {
                var formula = FormulaParser.Parse(content.AsSpan(1), _book, Area.Of(number, row, column)) ?? throw new ArgumentException(content);
                Record(part, 9, [.. place, .. new byte[8], 0, 0, .. Formula(formula)]);
            }
            else if (double.TryParse(content, System.Globalization.CultureInfo.InvariantCulture, out var value)) Record(part, 5, [.. place, .. BitConverter.GetBytes(value)]);
            else Record(part, 6, [.. place, .. Wide(content)]);
        }
        Record(part, 146, []);
        Record(part, 130, []);
        return part.ToArray();
    }

    private byte[] Formula(Expr formula)
    {
        var tokens = TokenWriter.Write(formula, wide: true, _names);
        return [.. BitConverter.GetBytes(tokens.Length), .. tokens, 0, 0, 0, 0];
    }

    private static byte[] Wide(string text) => [.. BitConverter.GetBytes(text.Length), .. Encoding.Unicode.GetBytes(text)];

    private static void Record(MemoryStream to, int kind, byte[] content)
    {
        if (kind < 128) to.WriteByte((byte)kind);
        else to.Write([(byte)(kind & 0x7F | 0x80), (byte)(kind >> 7)]);
        var length = content.Length;
        do
        {
            to.WriteByte((byte)(length & 0x7F | (length > 0x7F ? 0x80 : 0)));
            length >>= 7;
        }
        while (length > 0);
        to.Write(content);
    }
}
