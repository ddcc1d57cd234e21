using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Postvakt.Documents.Excel;
using Postvakt.Documents.Excel.Formulas;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Writes workbook streams of Excel 97 to 2003 ([MS-XLS]), as small as Excel and we accept them.</summary>
internal sealed class Biff8Writer
{
    private readonly List<byte> _stream = [];

    /// <summary>Text of a record, before the sheets are written.</summary>
    public Action<Biff8Writer>? Before { get; init; }

    /// <summary>Cells hold their text themselves instead of a number of a shared string.</summary>
    public bool WithoutSharedStrings { get; init; }

    /// <summary>Characters after which the table of strings goes on in a new record.</summary>
    public int BreakStringsAt { get; init; } = 8000;

    /// <summary>Text boxes on the first sheet.</summary>
    public List<string> Boxes { get; } = [];

    public string Footer { get; init; } = "";

    public static byte[] File(BookPlan plan) => new CompoundFileWriter().Stream("Workbook", new Biff8Writer().Write(plan)).ToArray();

    public byte[] Write(BookPlan plan)
    {
        var book = new Workbook();
        foreach (var sheet in plan.Sheets) book.Add(new Sheet(sheet.Name, SheetKind.Worksheet, SheetVisibility.Visible, ""));
        var names = plan.Names.Select(n => n.Name).ToList();
        var strings = new List<string>();
        Record(0x809, Bytes(w => w.Write([0x00, 0x06, 0x05, 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])));
        Before?.Invoke(this);
        var places = new List<int>();
        foreach (var sheet in plan.Sheets)
        {
            places.Add(_stream.Count + 4);
            Record(0x85, Bytes(w =>
            {
                w.Write(0);
                w.Write((byte)sheet.Hidden);
                w.Write((byte)(sheet.IsMacro ? 1 : 0));
                w.Write((byte)sheet.Name.Length);
                w.Write((byte)1);
                w.Write(Encoding.Unicode.GetBytes(sheet.Name));
            }));
        }
        Record(0x1AE, [(byte)plan.Sheets.Count, 0, 1, 4]);
        foreach (var (program, topic) in plan.Programs)
        {
            var path = program + "\u0003" + topic;
            Record(0x1AE, [0, 0, (byte)path.Length, 0, 1, .. Encoding.Unicode.GetBytes(path)]);
        }
        Record(0x17, Bytes(w =>
        {
            w.Write((ushort)plan.Sheets.Count);
            for (var i = 0; i < plan.Sheets.Count; i++)
            {
                w.Write((ushort)0);
                w.Write((ushort)i);
                w.Write((ushort)i);
            }
        }));
        foreach (var name in plan.Names) Record(0x18, Name(name, book, names));
        if (!WithoutSharedStrings) strings.AddRange(plan.Sheets.SelectMany(s => s.Cells).Select(c => c.Content).Where(c => !c.StartsWith('=') && !double.TryParse(c, out _)).Distinct());
        WriteStrings(strings);
        Record(0x0A, []);
        for (var i = 0; i < plan.Sheets.Count; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(CollectionsMarshal.AsSpan(_stream)[places[i]..], _stream.Count);
            WriteSheet(plan.Sheets[i], i, book, names, strings);
        }
        return [.. _stream];
    }

    public void Record(int kind, byte[] content)
    {
        _stream.AddRange([(byte)kind, (byte)(kind >> 8), (byte)content.Length, (byte)(content.Length >> 8)]);
        _stream.AddRange(content);
    }

    public static byte[] Bytes(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream)) write(writer);
        return stream.ToArray();
    }

    private static byte[] Name(NamePlan name, Workbook book, List<string> names)
    {
        var code = name.BuiltIn ? name.Name.ToUpperInvariant() switch { "AUTO_OPEN" => 1, "AUTO_CLOSE" => 2, "AUTO_ACTIVATE" => 10, "AUTO_DEACTIVATE" => 11, _ => -1 } : -1;
        var text = code >= 0 ? ((char)code).ToString() : name.Name;
        var tokens = name.Refers.Length > 0 ? TokenWriter.Write(FormulaParser.Parse(name.Refers, book, default)!, wide: false, names) : [];
        return Bytes(w =>
        {
            w.Write((ushort)((name.Hidden ? 1 : 0) | (code >= 0 ? 0x20 : 0) | 8));
            w.Write((byte)0);
            w.Write((byte)text.Length);
            w.Write((ushort)tokens.Length);
            w.Write(new byte[8]);
            w.Write((byte)1);
            w.Write(Encoding.Unicode.GetBytes(text));
            w.Write(tokens);
        });
    }

    /// <summary>Breaks the table within the characters of a string, as Excel does (2.4.265).</summary>
    private void WriteStrings(List<string> strings)
    {
        var part = new MemoryStream();
        part.Write(BitConverter.GetBytes(strings.Count));
        part.Write(BitConverter.GetBytes(strings.Count));
        var kind = 0xFC;
        foreach (var text in strings)
        {
            part.Write([(byte)text.Length, (byte)(text.Length >> 8), 1]);
            var rest = text;
            while (rest.Length > 0)
            {
                var take = Math.Min(rest.Length, Math.Max(1, (BreakStringsAt - (int)part.Length) / 2));
                part.Write(Encoding.Unicode.GetBytes(rest[..take]));
                rest = rest[take..];
                if (rest.Length == 0) break;
                Record(kind, part.ToArray());
                (kind, part) = (0x3C, new MemoryStream());
                part.WriteByte(1);
            }
            if (part.Length < BreakStringsAt) continue;
            Record(kind, part.ToArray());
            (kind, part) = (0x3C, new MemoryStream());
        }
        Record(kind, part.ToArray());
    }

    private void WriteSheet(SheetPlan sheet, int number, Workbook book, List<string> names, List<string> strings)
    {
        Record(0x809, [0x00, 0x06, (byte)(sheet.IsMacro ? 0x40 : 0x10), 0x00, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        if (Footer.Length > 0) Record(0x15, [(byte)Footer.Length, 0, 0, .. Encoding.Latin1.GetBytes(Footer)]);
        foreach (var (cell, content) in sheet.Cells)
        {
            if (!CellNames.Plain(cell, out var row, out var column, out _)) throw new ArgumentException(cell);
            byte[] place = [(byte)row, (byte)(row >> 8), (byte)column, 0, 0, 0];
            if (content.StartsWith('='))
            {
                var formula = FormulaParser.Parse(content.AsSpan(1), book, Area.Of(number, row, column)) ?? throw new ArgumentException(content);
                var tokens = TokenWriter.Write(formula, wide: false, names);
                Record(0x06, [.. place, .. new byte[14], (byte)tokens.Length, (byte)(tokens.Length >> 8), .. tokens]);
            }
            else if (double.TryParse(content, System.Globalization.CultureInfo.InvariantCulture, out var value)) Record(0x203, [.. place, .. BitConverter.GetBytes(value)]);
            else if (WithoutSharedStrings) Record(0x204, [.. place, (byte)content.Length, (byte)(content.Length >> 8), 1, .. Encoding.Unicode.GetBytes(content)]);
            else Record(0xFD, [.. place, .. BitConverter.GetBytes(strings.IndexOf(content))]);
        }
        if (number == 0)
        {
            foreach (var box in Boxes)
            {
                Record(0x1B6, [.. new byte[10], (byte)box.Length, (byte)(box.Length >> 8), 16, 0, 0, 0, 0, 0]);
                Record(0x3C, [1, .. Encoding.Unicode.GetBytes(box)]);
                Record(0x3C, new byte[16]);
            }
        }
        Record(0x0A, []);
    }
}
