using System.Buffers.Binary;
using System.Text;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Compound;

/// <summary>Text, fields and template of an old Word document: [MS-DOC] 2.4.1 (piece table), 2.8.25 (fields), 2.9.276 (SttbfAssoc).</summary>
internal static class WordDocument
{
    private const int MaxText = 4 << 20;
    private const int MaxShown = 200_000;

    public static void Read(InspectedFile file, CompoundFile compound, Inspection inspection)
    {
        if (compound.Find("WordDocument") is not { } entry) return;
        var stream = compound.View(entry);
        // 2.5.1: files of Word 97 and later; the forms before hold their text otherwise.
        if (stream.Length < 0x1AA || UInt16(stream.Span, 0) != 0xA5EC) return;
        var flags = UInt16(stream.Span, 0x0A);
        if ((flags & 0x0100) != 0)
        {
            file.Locked = true;
            file.Find(FindingKinds.Locked, "the document is encrypted");
            return;
        }
        if (compound.Find((flags & 0x0200) != 0 ? "1Table" : "0Table") is not { } tableEntry) return;
        var table = compound.View(tableEntry).Span;
        Template(file, Part(table, stream.Span, 0x19A));
        var text = Text(stream.Span, Part(table, stream.Span, 0x1A2), inspection.Budget);
        if (text.Length >= MaxText) file.Find(FindingKinds.AnalysisIncomplete, $"more than {MaxText:N0} characters");
        Fields(file, text);
        inspection.Show(file, Visible(text), "text");
    }

    /// <summary>A part of the table stream, by its offset and length in the header (FibRgFcLcb97).</summary>
    private static ReadOnlySpan<byte> Part(ReadOnlySpan<byte> table, ReadOnlySpan<byte> stream, int at)
    {
        var (from, length) = (BinaryPrimitives.ReadUInt32LittleEndian(stream[at..]), BinaryPrimitives.ReadUInt32LittleEndian(stream[(at + 4)..]));
        return from >= table.Length ? default : table.Slice((int)from, (int)Math.Min(length, table.Length - from));
    }

    /// <summary>2.9.38: property changes are skipped, then follows the table of pieces: n + 1 character positions, n descriptors of 8 bytes.</summary>
    private static string Text(ReadOnlySpan<byte> stream, ReadOnlySpan<byte> clx, Budget budget)
    {
        while (clx.Length > 3 && clx[0] == 1) clx = clx[Math.Min(clx.Length, 3 + UInt16(clx, 1))..];
        if (clx.Length < 5 || clx[0] != 2) return "";
        clx = clx[5..];
        var pieces = (clx.Length - 4) / 12;
        var text = new StringBuilder();
        for (var i = 0; i < pieces && text.Length < MaxText; i++)
        {
            budget.Step();
            var (from, to) = (BinaryPrimitives.ReadUInt32LittleEndian(clx[(4 * i)..]), BinaryPrimitives.ReadUInt32LittleEndian(clx[(4 * i + 4)..]));
            var at = BinaryPrimitives.ReadUInt32LittleEndian(clx[(4 * (pieces + 1) + 8 * i + 2)..]);
            if (to <= from) continue;
            var isNarrow = (at & 0x4000_0000) != 0;
            at &= 0x3FFF_FFFF;
            if (isNarrow) at /= 2;
            if (at >= stream.Length) continue;
            var bytes = (int)Math.Min(Math.Min((to - from) * (isNarrow ? 1L : 2L), stream.Length - at), MaxText);
            var piece = stream.Slice((int)at, bytes);
            text.Append(isNarrow ? CodePages.Decode(piece, 1252) : Encoding.Unicode.GetString(piece));
        }
        return text.ToString();
    }

    /// <summary>2.8.25: U+0013 begins a field, U+0014 parts code from result, U+0015 ends it.</summary>
    private static void Fields(InspectedFile file, string text)
    {
        var at = 0;
        while (at < text.Length && text.IndexOf('\x13', at) is var begin && begin >= 0)
        {
            at = begin + 1;
            var end = text.AsSpan(at).IndexOfAny('\x14', '\x15', '\x13');
            if (end is <= 0 or > 4096) continue;
            var code = text.AsSpan(at, end).Trim();
            if (code.StartsWith("DDE", StringComparison.OrdinalIgnoreCase) && (code.Length < 4 || code[3] == ' ' || code.StartsWith("DDEAUTO", StringComparison.OrdinalIgnoreCase))) file.Find(FindingKinds.Dde, code.ToString(), "field");
            else if (Quoted(code) is { } target && code.StartsWith("HYPERLINK", StringComparison.OrdinalIgnoreCase) && target.Contains("://", StringComparison.Ordinal)) file.Link(target, "field");
        }
    }

    private static string? Quoted(ReadOnlySpan<char> code)
    {
        var open = code.IndexOf('"');
        if (open < 0) return null;
        var rest = code[(open + 1)..];
        var close = rest.IndexOf('"');
        return close < 0 ? null : rest[..close].ToString();
    }

    private static void Template(InspectedFile file, ReadOnlySpan<byte> strings)
    {
        // 2.2.4: 0xFFFF marks UTF-16; then the number of strings and of extra bytes. The second string is the template.
        var reader = new ByteReader(strings);
        if (reader.Left < 8 || reader.UInt16() != 0xFFFF) return;
        reader.Skip(4);
        reader.Skip(Math.Min(reader.Left, reader.UInt16() * 2));
        if (reader.Left < 2) return;
        var template = Encoding.Unicode.GetString(reader.Take(Math.Min(reader.UInt16() * 2, reader.Left & ~1)));
        file.Property("attached template", template);
        // A plain \\server\share is how companies keep templates; a host with a dot, a port or an address is elsewhere.
        var isUnc = template.StartsWith(@"\\", StringComparison.Ordinal) && template.AsSpan(2).IndexOf('\\') is var slash && slash > 0 && template.AsSpan(2, slash).ContainsAny('.', '@');
        if (!isUnc && !template.StartsWith("http://", StringComparison.OrdinalIgnoreCase) && !template.StartsWith("https://", StringComparison.OrdinalIgnoreCase)) return;
        file.Find(FindingKinds.RemoteTemplate, template);
        file.Link(template, "template");
    }

    /// <summary>Without field codes, which nobody sees.</summary>
    private static string Visible(string text)
    {
        var shown = new StringBuilder(Math.Min(text.Length, MaxShown));
        // One flag for each open field: still in its code. A field inside another's code is hidden with it.
        var open = new Stack<bool>();
        var hidden = 0;
        foreach (var c in text)
        {
            if (shown.Length >= MaxShown) break;
            if (c is '\x14' or '\x15' && open.TryPop(out var inCode) && inCode) hidden--;
            if (c == '\x13') hidden++;
            if (c is '\x13' or '\x14') open.Push(c == '\x13');
            else if (hidden == 0 && c != '\x15') shown.Append(c is '\r' or '\a' or '\v' ? '\n' : c);
        }
        return shown.ToString();
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);
}
