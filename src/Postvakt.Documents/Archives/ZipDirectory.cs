using System.Buffers.Binary;
using System.Text;
using System.Text.Unicode;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Archives;

/// <summary>Finds the entries of a zip archive: by its central directory and by its local headers (PKWARE APPNOTE 6.3.10, 4.3).</summary>
internal sealed class ZipDirectory
{
    public const uint Local = 0x04034b50;
    private const uint Central = 0x02014b50;
    private const uint End = 0x06054b50;
    private const uint Locator64 = 0x07064b50;
    private const uint End64 = 0x06064b50;
    private const uint Descriptor = 0x08074b50;
    private const int MaxEntries = 10_000;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Budget _budget;

    private ZipDirectory(ReadOnlyMemory<byte> bytes, Budget budget)
    {
        (_bytes, _budget) = (bytes, budget);
        if (FindStart(bytes.Span) is var (start, shift)) ReadCentral(start, shift);
        if (Entries.Count == 0) Entries.AddRange(ReadHeaders(0, bytes.Length));
        else FindUnlisted();
    }

    /// <summary>As the directory lists them, or by their headers where there is none; at most 10,000.</summary>
    public List<ZipEntry> Entries { get; } = [];

    /// <summary>Local headers that the directory passes over: in front of the archive, or between its entries.</summary>
    public List<ZipEntry> Unlisted { get; } = [];

    /// <summary>Entries share bytes: one small piece of data is told to be many files.</summary>
    public bool Overlaps { get; private set; }

    /// <summary>There are more entries than are kept.</summary>
    public bool Cut { get; private set; }

    public static ZipDirectory Read(ReadOnlyMemory<byte> bytes, Budget budget) => new(bytes, budget);

    /// <summary>The local header of an entry (4.3.7); null when there is none where the directory says.</summary>
    public ZipEntry? HeaderOf(ZipEntry entry) => entry.Header >= 0 ? ReadHeader(entry.Header, _bytes.Length) : null;

    /// <summary>Where an entry's data begins; null when that is nowhere.</summary>
    public int? DataOf(ZipEntry entry)
    {
        var zip = _bytes.Span;
        if (entry.Header < 0 || entry.Header + 30L > zip.Length || UInt32(zip, entry.Header) != Local) return null;
        var from = entry.Header + 30L + UInt16(zip, entry.Header + 26) + UInt16(zip, entry.Header + 28);
        return from <= zip.Length ? (int)from : null;
    }

    /// <summary>
    /// The directory's offset, and how far all offsets are off because of bytes that were put in front of the archive. The end record is at most 22 +
    /// 65,535 bytes from the end (4.3.16).
    /// </summary>
    private static (int Start, long Shift)? FindStart(ReadOnlySpan<byte> zip)
    {
        var from = Math.Max(0, zip.Length - 66_000);
        for (var at = zip.Length - 22; at >= from; at--)
        {
            if (UInt32(zip, at) != End) continue;
            var (size, start, end) = ((ulong)UInt32(zip, at + 12), (ulong)UInt32(zip, at + 16), at);
            // 4.3.14 and 4.3.15: the locator stands before the end record and tells where the large one is.
            if (at >= 20 && UInt32(zip, at - 20) == Locator64)
            {
                var large = (long)Math.Min(UInt64(zip, at - 12), int.MaxValue);
                if (large + 56 > at || UInt32(zip, (int)large) != End64) large = at - 76;
                if (large >= 0 && UInt32(zip, (int)large) == End64) (size, start, end) = (UInt64(zip, (int)large + 40), UInt64(zip, (int)large + 48), (int)large);
            }
            // The directory ends where the end record begins: that place is surer than the offset, which bytes in front of the archive make wrong.
            if (size <= (ulong)end && UInt32(zip, end - (int)size) == Central && size > 0) return (end - (int)size, end - (long)size - (long)Math.Min(start, int.MaxValue));
            if (start + 4 <= (ulong)zip.Length && UInt32(zip, (int)start) == Central) return ((int)start, 0);
        }
        return null;
    }

    private void ReadCentral(int at, long shift)
    {
        var zip = _bytes.Span;
        while (at + 46 <= zip.Length && UInt32(zip, at) == Central)
        {
            if (Entries.Count == MaxEntries)
            {
                Cut = true;
                return;
            }
            _budget.Step();
            var (name, extra, comment) = (UInt16(zip, at + 28), UInt16(zip, at + 30), UInt16(zip, at + 32));
            if (at + 46 + name + extra > zip.Length) return;
            var flags = UInt16(zip, at + 8);
            var entry = new ZipEntry(
                NameOf(zip.Slice(at + 46, name), flags), -1, flags, UInt16(zip, at + 10), UInt32(zip, at + 16), UInt16(zip, at + 12),
                UInt32(zip, at + 20), UInt32(zip, at + 24), _bytes.Slice(at + 46 + name, extra));
            Entries.Add(Widen(entry, UInt32(zip, at + 42), shift));
            at += 46 + name + extra + comment;
        }
    }

    /// <summary>4.5.3: values of 0xFFFFFFFF stand in the extra field 1, in this order and only those.</summary>
    private ZipEntry Widen(ZipEntry entry, long header, long shift)
    {
        var field = entry.Field(1);
        long Wide(long value, ref ReadOnlySpan<byte> rest)
        {
            if (value != uint.MaxValue || rest.Length < 8) return value;
            var wide = (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(rest), long.MaxValue);
            rest = rest[8..];
            return wide;
        }

        var size = Wide(entry.Size, ref field);
        var packed = Wide(entry.Packed, ref field);
        header = Wide(header, ref field);
        var zip = _bytes.Span;
        foreach (var at in new[] { header <= int.MaxValue ? header + shift : -1, header })
        {
            if (at >= 0 && at <= zip.Length - 30 && UInt32(zip, (int)at) == Local) return entry with { Header = (int)at, Size = size, Packed = packed };
        }
        return entry with { Size = size, Packed = packed };
    }

    /// <summary>
    /// Headers in the gaps that the listed entries leave. Programs that read an archive from its beginning (and those that join archives) unpack them.
    /// </summary>
    private void FindUnlisted()
    {
        long end = 0;
        foreach (var entry in Entries.Where(e => e.Header >= 0).OrderBy(e => e.Header))
        {
            _budget.Step();
            if (entry.Header < end) Overlaps = true;
            else if (end < entry.Header) Unlisted.AddRange(ReadHeaders((int)end, entry.Header));
            end = Math.Max(end, Math.Min(_bytes.Length, (DataOf(entry) ?? entry.Header) + Math.Min(entry.Packed, int.MaxValue)));
        }
        Unlisted.RemoveRange(Math.Min(Unlisted.Count, MaxEntries), Math.Max(0, Unlisted.Count - MaxEntries));
    }

    private List<ZipEntry> ReadHeaders(int at, int end)
    {
        var found = new List<ZipEntry>();
        var zip = _bytes.Span[..end];
        while (found.Count < MaxEntries)
        {
            _budget.Step();
            var next = zip[at..].IndexOf("PK\x03\x04"u8);
            if (next < 0 || (at += next) + 30 > zip.Length) return found;
            if (ReadHeader(at, end) is not { } entry) return found;
            var from = DataOf(entry) ?? end;
            // 4.4.4 bit 3: the size stands behind the data; the descriptor, the next header or the directory ends it.
            if (entry.Streamed && entry.Packed == 0 && from < end) entry = Streamed(entry, from, zip);
            found.Add(entry);
            at = (int)Math.Min(end, from + Math.Min(entry.Packed, int.MaxValue));
        }
        Cut = true;
        return found;
    }

    private static ZipEntry Streamed(ZipEntry entry, int from, ReadOnlySpan<byte> zip)
    {
        var length = zip[from..].IndexOf("PK\x03\x04"u8) is var next and >= 0 ? next : zip.Length - from;
        if (zip.Slice(from, length).IndexOf("PK\x01\x02"u8) is var directory and >= 0) length = directory;
        // 4.3.9: the descriptor repeats the packed size, which tells it from data that looks alike.
        for (var at = from + length - 16; at >= from && at >= from + length - 24; at--)
        {
            if (UInt32(zip, at) == Descriptor && UInt32(zip, at + 8) == at - from) return entry with { Packed = at - from, Crc = UInt32(zip, at + 4), Size = UInt32(zip, at + 12) };
        }
        return entry with { Packed = length };
    }

    private ZipEntry? ReadHeader(int at, int end)
    {
        var zip = _bytes.Span;
        if (at + 30L > end || UInt32(zip, at) != Local) return null;
        var (name, extra) = (UInt16(zip, at + 26), UInt16(zip, at + 28));
        if (at + 30L + name + extra > end) return null;
        var entry = new ZipEntry(
            NameOf(zip.Slice(at + 30, name), UInt16(zip, at + 6)), at, UInt16(zip, at + 6), UInt16(zip, at + 8), UInt32(zip, at + 14), UInt16(zip, at + 10),
            UInt32(zip, at + 18), UInt32(zip, at + 22), _bytes.Slice(at + 30 + name, extra));
        return Widen(entry, at, 0);
    }

    /// <summary>4.4.4 bit 11: UTF-8; else the sender's code page, of which the ASCII part is certain.</summary>
    private static string NameOf(ReadOnlySpan<byte> name, ushort flags) =>
        (flags & 0x800) != 0 || name.ContainsAnyInRange((byte)0x80, (byte)0xFF) && Utf8.IsValid(name) ? Encoding.UTF8.GetString(name) : Encoding.Latin1.GetString(name);

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);

    private static ulong UInt64(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[at..]);
}
