using System.Buffers.Binary;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;

namespace Postvakt.Documents.Archives;

/// <summary>Zip entries that are packed neither stored nor deflated (APPNOTE 4.4.5): bzip2, LZMA, PPMd, zstd and so on go to the outside parsers.</summary>
internal static class RareMethods
{
    /// <exception cref="MalformedException">Nothing here reads it, or it is broken.</exception>
    public static ReadOnlyMemory<byte> Unpack(ZipFile zip, ushort method, ReadOnlyMemory<byte> packed, ZipEntry entry, Inspection inspection)
    {
        if (method is 0 or 8) return zip.Unpack(method, packed, entry.Size);
        var budget = inspection.Budget;
        if (inspection.Outside is not { } outside) throw new MalformedException($"packed by method {method}, which the outside parsers would read");
        if (budget.ExpandedLeft <= 0) budget.Expand(1);
        var limit = Math.Min(budget.Limits.FileBytes, budget.ExpandedLeft);
        var unpacked = outside.Unpack(FileKind.Zip, Alone(method, packed.Span, entry), null, limit, budget.Left);
        if (unpacked.Files is not [var only, ..]) throw new MalformedException($"packed by method {method}: {(unpacked.Fault.Length > 0 ? unpacked.Fault : "nothing came out")}");
        budget.Expand(only.Content.Length);
        return only.Content;
    }

    /// <summary>An archive with this one entry, in plain: the outside parser sees nothing of the rest, and no password.</summary>
    private static byte[] Alone(ushort method, ReadOnlySpan<byte> packed, ZipEntry entry)
    {
        var zip = new byte[30 + 1 + packed.Length + 46 + 1 + 22];
        var span = zip.AsSpan();
        void Put32(Span<byte> into, int at, long value) => BinaryPrimitives.WriteUInt32LittleEndian(into[at..], (uint)Math.Clamp(value, 0, uint.MaxValue - 1L));
        void Put16(Span<byte> into, int at, int value) => BinaryPrimitives.WriteUInt16LittleEndian(into[at..], (ushort)value);
        // 4.4.4 bits 1 and 2 are options of the method (LZMA: bit 1 says that an end mark follows); all others are about the archive it came from.
        var flags = entry.Flags & 6;
        var length = packed.Length;
        void Describe(Span<byte> into, int at)
        {
            Put16(into, at, 63);
            Put16(into, at + 2, flags);
            Put16(into, at + 4, method);
            Put32(into, at + 10, entry.Crc);
            Put32(into, at + 14, length);
            Put32(into, at + 18, entry.Size);
            Put16(into, at + 22, 1);
        }

        Put32(span, 0, 0x04034b50);
        Describe(span, 4);
        span[30] = (byte)'x';
        packed.CopyTo(span[31..]);
        var directory = span[(31 + packed.Length)..];
        Put32(directory, 0, 0x02014b50);
        Put16(directory, 4, 63);
        Describe(directory, 6);
        directory[46] = (byte)'x';
        var end = directory[47..];
        Put32(end, 0, 0x06054b50);
        Put16(end, 8, 1);
        Put16(end, 10, 1);
        Put32(end, 12, 47);
        Put32(end, 16, 31 + packed.Length);
        return zip;
    }
}
