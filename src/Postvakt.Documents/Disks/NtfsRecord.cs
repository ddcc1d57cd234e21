using System.Buffers.Binary;
using System.Text;

namespace Postvakt.Documents.Disks;

/// <summary>One record of the master file table: a file or folder.</summary>
/// <param name="Parent">Record number of its folder.</param>
/// <param name="Size">Of its unnamed data.</param>
/// <param name="Inline">Data that lies in the record itself; null when it lies in <paramref name="Runs"/>.</param>
/// <param name="Fault">Why its data cannot be read; empty when it can.</param>
internal sealed record NtfsRecord(string Name, long Parent, bool Hidden, bool IsFolder, long Size, byte[]? Inline, List<NtfsRun>? Runs, string Fault)
{
    private const uint Information = 0x10;
    private const uint List = 0x20;
    private const uint FileName = 0x30;
    private const uint Data = 0x80;

    /// <summary>Null for a record that is unused, an extension of another, or broken.</summary>
    public static NtfsRecord? Read(byte[] bytes, int maxRuns)
    {
        var record = bytes.AsSpan();
        if (!record.StartsWith("FILE"u8) || !Restore(record)) return null;
        var flags = BinaryPrimitives.ReadUInt16LittleEndian(record[22..]);
        // Bit 0: in use. A base reference makes it a continuation of another record.
        if ((flags & 1) == 0 || BinaryPrimitives.ReadUInt64LittleEndian(record[32..]) != 0) return null;
        var (name, parent, hidden, size, fault) = ("", 0L, false, 0L, "");
        byte[]? inline = [];
        List<NtfsRun>? runs = null;
        var (space, scattered) = (byte.MaxValue, false);
        for (var at = (int)BinaryPrimitives.ReadUInt16LittleEndian(record[20..]); at + 24 <= record.Length;)
        {
            var (kind, length) = (BinaryPrimitives.ReadUInt32LittleEndian(record[at..]), BinaryPrimitives.ReadUInt32LittleEndian(record[(at + 4)..]));
            if (kind == uint.MaxValue || length < 24 || length > record.Length - at) break;
            var attribute = record.Slice(at, (int)length);
            at += (int)length;
            switch (kind)
            {
                case Information when Resident(attribute) is { Length: >= 36 } value:
                    hidden |= (BinaryPrimitives.ReadUInt32LittleEndian(value[32..]) & 2) != 0;
                    break;
                // Spaces: 0 POSIX, 1 Win32, 2 DOS (the short name), 3 both. The long name counts.
                case FileName when Resident(attribute) is { Length: >= 66 } value && 66 + 2 * value[64] <= value.Length && (name.Length == 0 || space == 2):
                    (parent, space) = (BinaryPrimitives.ReadInt64LittleEndian(value) & 0xFFFF_FFFF_FFFF, value[65]);
                    name = Encoding.Unicode.GetString(value.Slice(66, 2 * value[64])).Replace('/', '_');
                    break;
                case List:
                    scattered = true;
                    break;
                // A name of its own makes it an alternate stream.
                case Data when attribute[9] == 0:
                    (size, inline, runs, fault) = ReadData(attribute, maxRuns);
                    scattered &= runs is null;
                    break;
                default:
                    break;
            }
        }
        return new NtfsRecord(name, parent, hidden, (flags & 2) != 0, size, inline, runs, scattered && fault.Length == 0 && size == 0 ? "its data is described in other records" : fault);
    }

    private static (long Size, byte[]? Inline, List<NtfsRun>? Runs, string Fault) ReadData(ReadOnlySpan<byte> attribute, int maxRuns)
    {
        if (attribute[8] == 0) return Resident(attribute) is { } value ? (value.Length, value.ToArray(), null, "") : (0, [], null, "");
        if (attribute.Length < 64) return (0, [], null, "broken");
        var (size, flags) = (Math.Max(0, BinaryPrimitives.ReadInt64LittleEndian(attribute[48..])), BinaryPrimitives.ReadUInt16LittleEndian(attribute[12..]));
        if ((flags & 0xFF) != 0) return (size, null, null, "packed by the file system");
        if ((flags & 0x4000) != 0) return (size, null, null, "encrypted by the file system");
        return (size, null, ReadRuns(attribute[Math.Min(attribute.Length, (int)BinaryPrimitives.ReadUInt16LittleEndian(attribute[32..]))..], maxRuns), "");
    }

    /// <summary>Each run: how many bytes its length and its distance from the last take, then these. No distance: a hole.</summary>
    private static List<NtfsRun> ReadRuns(ReadOnlySpan<byte> list, int maxRuns)
    {
        var runs = new List<NtfsRun>();
        long start = 0;
        while (!list.IsEmpty && list[0] != 0 && runs.Count < maxRuns)
        {
            var (lengthBytes, startBytes) = (list[0] & 15, list[0] >> 4);
            if (lengthBytes is 0 or > 8 || startBytes > 8 || 1 + lengthBytes + startBytes > list.Length) break;
            var clusters = Signed(list.Slice(1, lengthBytes));
            if (clusters is <= 0 or > 1L << 40) break;
            if (startBytes > 0) start = unchecked(start + Signed(list.Slice(1 + lengthBytes, startBytes)));
            runs.Add(new NtfsRun(startBytes > 0 ? start : null, clusters));
            list = list[(1 + lengthBytes + startBytes)..];
        }
        return runs;
    }

    private static long Signed(ReadOnlySpan<byte> bytes)
    {
        var value = (bytes[^1] & 0x80) != 0 ? -1L : 0;
        for (var i = bytes.Length - 1; i >= 0; i--) value = value << 8 | bytes[i];
        return value;
    }

    private static ReadOnlySpan<byte> Resident(ReadOnlySpan<byte> attribute)
    {
        if (attribute[8] != 0) return default;
        var (length, offset) = (BinaryPrimitives.ReadUInt32LittleEndian(attribute[16..]), BinaryPrimitives.ReadUInt16LittleEndian(attribute[20..]));
        return offset + (long)length <= attribute.Length ? attribute.Slice(offset, (int)length) : default;
    }

    /// <summary>The last two bytes of each sector are kept apart, and stand-ins written in their place, so that a torn write is seen.</summary>
    private static bool Restore(Span<byte> record)
    {
        var (at, count) = (BinaryPrimitives.ReadUInt16LittleEndian(record[4..]), BinaryPrimitives.ReadUInt16LittleEndian(record[6..]));
        if (count == 0 || at + 2 * count > record.Length || (count - 1) * 512 > record.Length) return false;
        for (var i = 1; i < count; i++)
        {
            var end = record.Slice(i * 512 - 2, 2);
            if (!end.SequenceEqual(record.Slice(at, 2))) return false;
            record.Slice(at + 2 * i, 2).CopyTo(end);
        }
        return true;
    }
}
