using System.Buffers.Binary;
using System.Text;

namespace Postvakt.Messages.Attachments;

/// <summary>
/// Names and encryption flags of a zip, from its central directory or, if that is missing, its local headers
/// (APPNOTE 4.3). Nothing is decompressed; at most <see cref="MaxEntries"/> names are read.
/// </summary>
internal static class ZipListing
{
    public const int MaxEntries = 64;
    private const uint Local = 0x04034b50;
    private const uint Central = 0x02014b50;
    private const uint End = 0x06054b50;

    public static (IReadOnlyList<string> Names, bool Encrypted) Read(ReadOnlySpan<byte> zip)
    {
        var names = new List<string>();
        var encrypted = false;
        var at = CentralDirectory(zip);
        if (at >= 0)
        {
            while (names.Count < MaxEntries && at + 46 <= zip.Length && UInt32(zip, at) == Central)
            {
                var length = UInt16(zip, at + 28);
                if (at + 46 + length > zip.Length) break;
                Add(names, zip.Slice(at + 46, length));
                encrypted |= (UInt16(zip, at + 8) & 1) != 0;
                at += 46 + length + UInt16(zip, at + 30) + UInt16(zip, at + 32);
            }
        }
        else
        {
            at = 0;
            while (names.Count < MaxEntries && at + 30 <= zip.Length && UInt32(zip, at) == Local)
            {
                var length = UInt16(zip, at + 26);
                if (at + 30 + length > zip.Length) break;
                Add(names, zip.Slice(at + 30, length));
                encrypted |= (UInt16(zip, at + 6) & 1) != 0;
                var next = at + 30L + length + UInt16(zip, at + 28) + UInt32(zip, at + 18);
                if (next <= at || next > zip.Length) break;
                at = (int)next;
            }
        }
        return (names, encrypted);
    }

    private static int CentralDirectory(ReadOnlySpan<byte> zip)
    {
        // The end record is at most 22 + 65,535 bytes from the end (APPNOTE 4.3.16).
        var from = Math.Max(0, zip.Length - 66_000);
        for (var at = zip.Length - 22; at >= from; at--)
        {
            if (UInt32(zip, at) == End) return UInt32(zip, at + 16) is var start && start < zip.Length ? (int)start : -1;
        }
        return -1;
    }

    private static void Add(List<string> names, ReadOnlySpan<byte> name)
    {
        if (name.Length > 0 && name[^1] != '/') names.Add(Encoding.UTF8.GetString(name[..Math.Min(name.Length, 255)]));
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]);

    private static uint UInt32(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[at..]);
}
