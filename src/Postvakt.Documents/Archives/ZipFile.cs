using System.Buffers.Binary;
using System.Text;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Archives;

/// <summary>
/// A zip archive, read from memory (PKWARE APPNOTE 6.3.10): by its central directory or, where that is missing or broken, by its local headers. Sizes
/// that it states are not believed.
/// </summary>
internal sealed class ZipFile
{
    private const uint Local = 0x04034b50;
    private const uint Central = 0x02014b50;
    private const uint End = 0x06054b50;
    private const int MaxEntries = 10_000;

    private readonly ReadOnlyMemory<byte> _bytes;
    private readonly Budget _budget;
    private readonly Dictionary<string, ZipEntry> _byName = new(StringComparer.OrdinalIgnoreCase);

    private ZipFile(ReadOnlyMemory<byte> bytes, Budget budget)
    {
        (_bytes, _budget) = (bytes, budget);
        var entries = new List<ZipEntry>();
        if (DirectoryStart(bytes.Span) is { } start) ReadDirectory(start, entries);
        if (entries.Count == 0) ReadHeaders(entries);
        if (entries.Count == 0) throw new MalformedException("a zip archive without entries");
        Entries = entries;
        foreach (var entry in entries) _byName.TryAdd(entry.Name.Replace('\\', '/').TrimStart('/'), entry);
    }

    /// <summary>In the order of the directory; at most 10,000.</summary>
    public IReadOnlyList<ZipEntry> Entries { get; }

    /// <exception cref="MalformedException">Nothing in it is an entry.</exception>
    public static ZipFile Open(ReadOnlyMemory<byte> bytes, Budget budget) => new(bytes, budget);

    /// <summary>An entry by name, letters in any case, as Office looks parts up.</summary>
    public ZipEntry? Find(string name) => _byName.GetValueOrDefault(name);

    public ReadOnlyMemory<byte>? Read(string name) => Find(name) is { } entry ? Read(entry) : null;

    /// <summary>Content of an entry that is neither encrypted nor packed in a rare way, at most <see cref="InspectionLimits.FileBytes"/> of it.</summary>
    /// <exception cref="MalformedException">Encrypted, packed otherwise, or broken at its first byte.</exception>
    public ReadOnlyMemory<byte> Read(ZipEntry entry)
    {
        if (entry.Encrypted) throw new MalformedException("an encrypted entry");
        var packed = Packed(entry);
        return entry.Method switch
        {
            0 => packed.Length > _budget.Limits.FileBytes ? packed[.._budget.Limits.FileBytes] : packed,
            8 => Inflating.Inflate(packed, entry.Size, _budget),
            _ => throw new MalformedException($"packed by method {entry.Method}"),
        };
    }

    /// <summary>The packed bytes of an entry, as many as are there.</summary>
    public ReadOnlyMemory<byte> Packed(ZipEntry entry)
    {
        var span = _bytes.Span;
        if (entry.Header < 0 || entry.Header + 30L > span.Length || UInt32(span, entry.Header) != Local) throw new MalformedException("no local header where the directory says");
        var from = entry.Header + 30L + UInt16(span, entry.Header + 26) + UInt16(span, entry.Header + 28);
        if (from > span.Length) throw new MalformedException("content beyond the end");
        var length = Math.Min(entry.Packed, span.Length - from);
        return _bytes.Slice((int)from, (int)length);
    }

    /// <summary>The end record is at most 22 + 65,535 bytes from the end (4.3.16).</summary>
    private static int? DirectoryStart(ReadOnlySpan<byte> zip)
    {
        var from = Math.Max(0, zip.Length - 66_000);
        for (var at = zip.Length - 22; at >= from; at--)
        {
            if (UInt32(zip, at) != End) continue;
            var start = UInt32(zip, at + 16);
            // Bytes put before the archive shift everything; the directory ends where the end record begins.
            if (start + 4L <= zip.Length && UInt32(zip, (int)start) == Central) return (int)start;
            var shifted = at - (long)UInt32(zip, at + 12);
            if (shifted >= 0 && shifted + 4 <= zip.Length && UInt32(zip, (int)shifted) == Central) return (int)shifted;
        }
        return null;
    }

    private void ReadDirectory(int at, List<ZipEntry> entries)
    {
        var zip = _bytes.Span;
        while (entries.Count < MaxEntries && at + 46 <= zip.Length && UInt32(zip, at) == Central)
        {
            var (name, extra, comment) = (UInt16(zip, at + 28), UInt16(zip, at + 30), UInt16(zip, at + 32));
            if (at + 46 + name + extra > zip.Length) break;
            var header = UInt32(zip, at + 42);
            entries.Add(new ZipEntry(
                NameOf(zip.Slice(at + 46, name), UInt16(zip, at + 8)), header < zip.Length ? (int)header : -1, UInt16(zip, at + 8), UInt16(zip, at + 10), UInt32(zip, at + 16),
                UInt16(zip, at + 12), UInt32(zip, at + 20), UInt32(zip, at + 24), _bytes.Slice(at + 46 + name, extra)));
            at += 46 + name + extra + comment;
        }
    }

    private void ReadHeaders(List<ZipEntry> entries)
    {
        var zip = _bytes.Span;
        var at = 0;
        while (entries.Count < MaxEntries)
        {
            var next = zip[at..].IndexOf("PK\x03\x04"u8);
            if (next < 0 || (at += next) + 30 > zip.Length) return;
            var (name, extra) = (UInt16(zip, at + 26), UInt16(zip, at + 28));
            if (at + 30L + name + extra > zip.Length) return;
            long packed = UInt32(zip, at + 18);
            // 4.4.4 bit 3: the size stands behind the data; the next header or directory ends it.
            var from = at + 30 + name + extra;
            if ((UInt16(zip, at + 6) & 8) != 0 && packed == 0)
            {
                var end = zip[from..].IndexOf("PK\x03\x04"u8);
                packed = end < 0 ? zip.Length - from : end;
            }
            entries.Add(new ZipEntry(
                NameOf(zip.Slice(at + 30, name), UInt16(zip, at + 6)), at, UInt16(zip, at + 6), UInt16(zip, at + 8), UInt32(zip, at + 14), UInt16(zip, at + 10), packed, UInt32(zip, at + 22),
                _bytes.Slice(at + 30 + name, extra)));
            at = (int)Math.Min(zip.Length, from + Math.Max(packed, 0));
        }
    }

    /// <summary>4.4.4 bit 11: UTF-8; else the sender's code page, of which the ASCII part is certain.</summary>
    private static string NameOf(ReadOnlySpan<byte> name, ushort flags) => (flags & 0x800) != 0 || name.ContainsAnyInRange((byte)0x80, (byte)0xFF) && IsUtf8(name) ? Encoding.UTF8.GetString(name) : Encoding.Latin1.GetString(name);

    private static bool IsUtf8(ReadOnlySpan<byte> name) => System.Text.Unicode.Utf8.IsValid(name);

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
