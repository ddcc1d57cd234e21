using System.Buffers.Binary;
using System.Text;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Excel.Formulas;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Excel.Biff;

/// <summary>
/// Reads a workbook stream of Excel 5 to 2003 ([MS-XLS] 2.1.7.20): what holds for all sheets first, then each sheet where its record in the first part
/// says. Cells are read only if there is a macro sheet, whose formulas may need them.
/// </summary>
internal sealed class BiffReader(ReadOnlyMemory<byte> stream, string streamName, Workbook workbook, ShownText shown, Budget budget)
{
    /// <summary>Characters of shared strings that are read when nothing but their text is wanted.</summary>
    private const int ShownStrings = 100_000;

    /// <summary>Characters of shared strings that macros may use.</summary>
    private const int MacroStrings = 16 << 20;

    private readonly LinkTable _links = new(workbook);
    private readonly List<(int Position, int Sheet)> _places = [];
    private readonly List<int> _namesAt = [];
    private readonly List<byte[]> _names = [];
    private List<string> _strings = [];
    private bool _old;

    private TokenForm Form => _old ? TokenForm.Biff5 : TokenForm.Biff8;

    /// <summary>Programs and books that the workbook is linked with.</summary>
    public IEnumerable<LinkedBook> Books => _links.Books;

    /// <exception cref="MalformedException">No workbook begins here.</exception>
    public void Read()
    {
        ReadGlobals();
        KeepNames();
        AddNames();
        foreach (var (position, sheet) in _places)
        {
            budget.Look();
            ReadSheet(position, sheet);
        }
    }

    private void ReadGlobals()
    {
        var records = new BiffRecords(stream.Span, 0);
        if (!records.Next() || records.Kind != BiffKind.Bof || records.Content.Length < 4) throw new MalformedException("no workbook begins here");
        // 2.4.21: 0x0600 is BIFF8; Excel 5 and 95 wrote 0x0500.
        _old = BinaryPrimitives.ReadUInt16LittleEndian(records.Content) < 0x0600;
        var stringsAt = -1;
        var depth = 0;
        while (records.Next())
        {
            var content = records.Content;
            if (records.Kind == BiffKind.Eof && depth-- == 0) break;
            if (records.Kind == BiffKind.Bof) depth++;
            try
            {
                switch (records.Kind)
                {
                    case BiffKind.BoundSheet: AddSheet(content); break;
                    case BiffKind.Name when _namesAt.Count < Workbook.MaxNames: _namesAt.Add(records.Start - 4); break;
                    case BiffKind.SupBook when !_old && _links.Books.Count < LinkTable.MaxEntries: AddBook(content); break;
                    case BiffKind.ExternSheet when !_old: AddExternSheets(ref records); break;
                    case BiffKind.ExternName when !_old: AddExternName(content); break;
                    case BiffKind.Sst when stringsAt < 0: stringsAt = records.Start - 4; break;
                    default: break;
                }
            }
            catch (MalformedException)
            {
                // One record that lies does not hide the others.
            }
        }
        if (stringsAt >= 0) ReadStrings(stringsAt);
    }

    private void ReadStrings(int at)
    {
        var records = new BiffRecords(stream.Span, at);
        records.Next();
        _strings = SharedStringReader.Read(ref records, workbook.HasMacros ? MacroStrings : ShownStrings, budget);
        foreach (var text in _strings)
        {
            if (!shown.Add(text)) break;
        }
        if (!workbook.HasMacros) _strings = [];
    }

    /// <summary>2.4.28. The kind is believed only until the sheet itself begins: see <see cref="ReadSheet"/>.</summary>
    private void AddSheet(ReadOnlySpan<byte> content)
    {
        var reader = new ByteReader(content);
        var position = reader.Int32();
        var visibility = (reader.Byte() & 3) switch { 0 => SheetVisibility.Visible, 1 => SheetVisibility.Hidden, _ => SheetVisibility.VeryHidden };
        var kind = reader.Byte() switch { 0 => SheetKind.Worksheet, 1 => SheetKind.MacroSheet, 2 => SheetKind.Chart, _ => SheetKind.Module };
        var name = BiffText.Short(ref reader, _old);
        if (workbook.Sheets.Count >= Workbook.MaxSheets) return;
        // 2.4.21: the sheet's own first record says once more what it is; code hides best where both differ.
        if (position > 0 && position <= stream.Length - 8 && BinaryPrimitives.ReadUInt16LittleEndian(stream.Span[position..]) == BiffKind.Bof)
        {
            if (BinaryPrimitives.ReadUInt16LittleEndian(stream.Span[(position + 6)..]) == 0x0040) kind = SheetKind.MacroSheet;
            _places.Add((position, workbook.Sheets.Count));
        }
        workbook.Add(new Sheet(name, kind, visibility, streamName));
    }

    /// <summary>2.4.150: formulas refer to names that come later, so what they are called is read before what they stand for. Only macros use them here.</summary>
    private void KeepNames()
    {
        if (!workbook.HasMacros) return;
        foreach (var position in _namesAt)
        {
            var records = new BiffRecords(stream.Span, position);
            records.Next();
            var content = records.Content.ToArray();
            for (var more = 0; more < 16 && records.Continued(); more++) content = [.. content, .. records.Content];
            budget.Expand(content.Length);
            _names.Add(content);
            var name = "#NAME?";
            try
            {
                name = NameOf(content, out _, out _);
            }
            catch (MalformedException)
            {
            }
            _links.Names.Add(name);
        }
    }

    private string NameOf(ReadOnlySpan<byte> content, out int flags, out int tokensAt)
    {
        var reader = new ByteReader(content);
        flags = reader.UInt16();
        reader.Skip(1);
        var length = reader.Byte();
        reader.Skip(10);
        var name = _old ? Encoding.Latin1.GetString(reader.Take(length)) : BiffText.Chars(ref reader, length);
        tokensAt = reader.Position;
        // 2.5.114: one of Excel's own names is stored as its number.
        if ((flags & 0x20) != 0 && name.Length > 0 && BuiltInNames.Name(name[0]) is { } builtIn) name = builtIn + name[1..];
        return name;
    }

    private void AddNames()
    {
        foreach (var content in _names)
        {
            try
            {
                var name = NameOf(content, out var flags, out var at);
                var tokens = BinaryPrimitives.ReadUInt16LittleEndian(content.AsSpan(4));
                var sheet = BinaryPrimitives.ReadUInt16LittleEndian(content.AsSpan(8));
                var rest = content.AsSpan(at);
                var formula = tokens > 0 && tokens <= rest.Length ? TokenReader.Read(rest[..tokens], rest[tokens..], Form, _links, new Area(0, 0, 0, 0, 0)) : null;
                workbook.Add(new DefinedName(name, sheet > 0 ? sheet - 1 : null, formula, (flags & 1) != 0));
            }
            catch (MalformedException)
            {
                // A name that is cut off names nothing.
            }
        }
        _names.Clear();
    }

    /// <summary>2.4.271.</summary>
    private void AddBook(ReadOnlySpan<byte> content)
    {
        var reader = new ByteReader(content);
        var sheets = reader.UInt16();
        var length = reader.UInt16();
        if (length is 0x0401 or 0x3A01)
        {
            _links.Books.Add(new LinkedBook(length == 0x0401 ? LinkKind.Own : LinkKind.AddIn, "", []));
            return;
        }
        var path = BiffText.Chars(ref reader, length);
        if (BookPath.Program(path) is { } program)
        {
            _links.Books.Add(new LinkedBook(LinkKind.Program, program.Program + "|" + program.Topic, []));
            return;
        }
        var names = new List<string>();
        _links.Books.Add(new LinkedBook(LinkKind.Workbook, BookPath.Plain(path), names));
        for (var i = 0; i < sheets && !reader.AtEnd; i++) names.Add(BiffText.Long(ref reader, old: false));
    }

    /// <summary>2.4.105.</summary>
    private void AddExternSheets(ref BiffRecords records)
    {
        var reader = new ByteReader(records.Content);
        reader.Skip(2);
        while (true)
        {
            while (reader.Left >= 6 && _links.Sheets.Count < LinkTable.MaxEntries) _links.Sheets.Add((reader.UInt16(), reader.Int16(), reader.Int16()));
            if (!records.Continued()) return;
            reader = new ByteReader(records.Content);
        }
    }

    /// <summary>2.4.106: belongs to the book before it.</summary>
    private void AddExternName(ReadOnlySpan<byte> content)
    {
        if (_links.Books.Count == 0 || _links.Books[^1].Names.Count >= LinkTable.MaxEntries) return;
        var reader = new ByteReader(content);
        var flags = reader.UInt16();
        reader.Skip(4);
        var name = BiffText.Short(ref reader, old: false);
        _links.Books[^1].Names.Add(name);
        // Bit 4: an object that is linked from a file, not a conversation with a program.
        if ((flags & 0x10) != 0 && _links.Books[^1] is { Kind: LinkKind.Program } program) _links.Books[^1] = Linked(program);
    }

    private static LinkedBook Linked(LinkedBook program)
    {
        var linked = program with { Kind = LinkKind.Workbook, Path = program.Path[(program.Path.IndexOf('|', StringComparison.Ordinal) + 1)..] };
        linked.Names.AddRange(program.Names.Except(linked.Names));
        return linked;
    }

    private void ReadSheet(int position, int sheet)
    {
        var cells = workbook.HasMacros ? new BiffCells(workbook, sheet, _strings, _links, Form, budget) : null;
        var records = new BiffRecords(stream.Span, position);
        records.Next();
        var depth = 0;
        var seen = 0;
        while (cells is null ? records.NextShown() : records.Next())
        {
            if ((++seen & 0xFFF) == 0) budget.Look();
            var content = records.Content;
            var kind = records.Kind;
            if (kind == BiffKind.Eof && depth-- == 0) break;
            if (kind == BiffKind.Bof) depth++;
            if (depth > 0 && kind != BiffKind.Txo) continue;
            try
            {
                switch (kind)
                {
                    case BiffKind.Header or BiffKind.Footer when content.Length > 0:
                        shown.Add(_old ? BiffText.Most([content[0], 0, .. content[1..]], 0, old: true) : BiffText.Most(content, 0, old: false));
                        break;
                    case BiffKind.Txo: ReadTextBox(ref records); break;
                    case BiffKind.HLink when content.Length > 32:
                        shown.Link(HyperlinkRecord.Address(content[24..]), $"{workbook.Sheets[sheet].Name} {Area.Name(BinaryPrimitives.ReadUInt16LittleEndian(content), BinaryPrimitives.ReadUInt16LittleEndian(content[4..]) & 0xFF)}");
                        break;
                    case BiffKind.Label or BiffKind.RString when cells is null && content.Length > 8:
                        shown.Add(BiffText.Most(content, 6, _old));
                        break;
                    default: cells?.Take(ref records, shown, _old); break;
                }
            }
            catch (MalformedException)
            {
                // One record that lies does not hide the others.
            }
        }
        cells?.Finish();
    }

    /// <summary>2.4.329: the text follows in records that continue this one, each with its own flag.</summary>
    private void ReadTextBox(ref BiffRecords records)
    {
        if (_old || records.Content.Length < 12) return;
        int left = BinaryPrimitives.ReadUInt16LittleEndian(records.Content[10..]);
        var text = new StringBuilder();
        while (left > 0 && records.Continued() && records.Content.Length > 0)
        {
            var content = records.Content;
            var wide = (content[0] & 1) != 0;
            var here = Math.Min(left, (content.Length - 1) / (wide ? 2 : 1));
            if (here == 0) break;
            text.Append((wide ? Encoding.Unicode : Encoding.Latin1).GetString(content.Slice(1, wide ? 2 * here : here)));
            left -= here;
        }
        if (text.Length > 0) shown.Add(text.ToString());
    }
}
