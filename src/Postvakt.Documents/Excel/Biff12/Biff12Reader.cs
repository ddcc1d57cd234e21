using Postvakt.Documents.Bytes;
using Postvakt.Documents.Excel.Formulas;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Excel.Biff12;

/// <summary>Reads a workbook of binary parts ([MS-XLSB] 2.1.7). Cells are read only if there is a macro sheet, whose formulas may need them.</summary>
internal sealed class Biff12Reader(InspectedFile file, ExcelParts parts, Workbook workbook, ShownText shown, Budget budget)
{
    /// <summary>Strings that macros may use.</summary>
    private const int MaxStrings = 500_000;

    private readonly LinkTable _links = new(workbook);
    private readonly List<byte[]> _names = [];
    private readonly List<string> _strings = [];

    public void Read()
    {
        if (parts.Read(parts.WorkbookPart) is not { } book) throw new MalformedException("no workbook part");
        ReadBook(book.Span);
        AddNames();
        foreach (var relation in parts.Of("sharedStrings"))
        {
            if (parts.Read(relation.Target) is { } part) ReadStrings(part.Span);
        }
        foreach (var relation in parts.Of("externalLink"))
        {
            if (parts.Read(relation.Target) is { } part) ReadExternalLink(part.Span);
        }
        for (var number = 0; number < workbook.Sheets.Count; number++)
        {
            budget.Look();
            var sheet = workbook.Sheets[number];
            if (sheet.Kind is SheetKind.Worksheet or SheetKind.MacroSheet && parts.Read(sheet.Part) is { } part) new Biff12Sheet(workbook, number, _strings, _links, shown, budget).Read(part.Span);
        }
    }

    private void ReadBook(ReadOnlySpan<byte> part)
    {
        var records = new Biff12Records(part);
        while (records.Next())
        {
            try
            {
                Global(ref records);
            }
            catch (MalformedException)
            {
                // One record that lies does not hide the others.
            }
        }
    }

    private void Global(ref Biff12Records records)
    {
        var content = records.Content;
        switch (records.Kind)
        {
            case Biff12Kind.BundleSheet: AddSheet(content); break;
            case Biff12Kind.Name when _names.Count < Workbook.MaxNames:
                _names.Add(content.ToArray());
                _links.Names.Add(NameOf(content, out _, out _, out _));
                break;
            case Biff12Kind.Self or Biff12Kind.Same: _links.Books.Add(new LinkedBook(LinkKind.Own, "", [])); break;
            case Biff12Kind.AddIn: _links.Books.Add(new LinkedBook(LinkKind.AddIn, "", [])); break;
            case Biff12Kind.BookSource:
                var reader = new ByteReader(content);
                _links.Books.Add(new LinkedBook(LinkKind.Workbook, parts.ById(Biff12Text.Wide(ref reader))?.Target ?? "?", []));
                break;
            case Biff12Kind.ExternSheet: AddExternSheets(content); break;
            default: break;
        }
    }

    /// <summary>2.4.308.</summary>
    private void AddSheet(ReadOnlySpan<byte> content)
    {
        var reader = new ByteReader(content);
        var visibility = reader.UInt32() switch { 0 => SheetVisibility.Visible, 1 => SheetVisibility.Hidden, _ => SheetVisibility.VeryHidden };
        reader.Skip(4);
        var relation = parts.ById(Biff12Text.Wide(ref reader));
        var kind = relation is null ? SheetKind.Worksheet : parts.KindOf(relation);
        workbook.Add(new Sheet(Biff12Text.Wide(ref reader), kind, visibility, relation?.Target ?? ""));
    }

    /// <summary>2.4.711: flags, key, sheet, name, then the formula.</summary>
    private static string NameOf(ReadOnlySpan<byte> content, out uint flags, out int sheet, out int formulaAt)
    {
        var reader = new ByteReader(content);
        flags = reader.UInt32();
        reader.Skip(1);
        sheet = reader.Int32();
        var name = Biff12Text.Wide(ref reader);
        formulaAt = reader.Position;
        return name;
    }

    private void AddNames()
    {
        foreach (var content in _names)
        {
            try
            {
                var name = NameOf(content, out var flags, out var sheet, out var at);
                var formula = Biff12Sheet.Formula(content.AsSpan(at), _links, new Area(0, 0, 0, 0, 0), budget);
                workbook.Add(new DefinedName(name, sheet >= 0 && sheet < Workbook.MaxSheets ? sheet : null, formula, (flags & 1) != 0));
            }
            catch (MalformedException)
            {
                // A name that is cut off names nothing.
            }
        }
        _names.Clear();
    }

    /// <summary>2.4.664.</summary>
    private void AddExternSheets(ReadOnlySpan<byte> content)
    {
        var reader = new ByteReader(content);
        reader.Skip(4);
        while (reader.Left >= 12 && _links.Sheets.Count < LinkTable.MaxEntries) _links.Sheets.Add((reader.Int32(), reader.Int32(), reader.Int32()));
    }

    private void ReadStrings(ReadOnlySpan<byte> part)
    {
        var records = new Biff12Records(part);
        while (records.Next())
        {
            if (records.Kind != Biff12Kind.SharedItem || records.Content.Length < 5) continue;
            var reader = new ByteReader(records.Content);
            var text = Cut(ref reader);
            var enough = !shown.Add(text);
            if (workbook.HasMacros && _strings.Count < MaxStrings) _strings.Add(text);
            else if (enough) return;
            if ((_strings.Count & 0x3FF) == 0) budget.Look();
        }
    }

    private static string Cut(ref ByteReader reader)
    {
        try
        {
            return Biff12Text.Rich(ref reader);
        }
        catch (MalformedException)
        {
            return "";
        }
    }

    /// <summary>2.4.211: kind 1 is a conversation with a program, whose name and topic are the two strings.</summary>
    private void ReadExternalLink(ReadOnlySpan<byte> part)
    {
        var records = new Biff12Records(part);
        while (records.Next())
        {
            if (records.Kind != Biff12Kind.BeginBook || records.Content.Length < 6) continue;
            var reader = new ByteReader(records.Content);
            if (reader.UInt16() != 1) continue;
            try
            {
                DdeLinks.Dde(file, Biff12Text.Wide(ref reader), Biff12Text.Wide(ref reader), "DDE link");
            }
            catch (MalformedException)
            {
            }
        }
    }
}
