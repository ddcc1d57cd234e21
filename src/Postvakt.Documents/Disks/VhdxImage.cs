using System.Buffers.Binary;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Disks;

/// <summary>Virtual hard disks of the second kind ([MS-VHDX]). Its log, which repairs after a crash, is not replayed.</summary>
internal static class VhdxImage
{
    /// <summary>2.1: the two region tables.</summary>
    private static readonly int[] Regions = [192 << 10, 256 << 10];

    private static readonly Guid BlockTable = new("2DC27766-F623-4200-9D64-115E9BFD4A08");
    private static readonly Guid Metadata = new("8B7CA206-4790-4B9A-B8FE-575F050F886E");
    private static readonly Guid FileParameters = new("CAA16737-FA36-4D43-B3B6-33F0AA44E76B");
    private static readonly Guid DiskSize = new("2FA54224-CD1B-4876-B211-5DBED83BF4B8");
    private static readonly Guid SectorSize = new("8141BF1D-A96F-4709-BA47-F233A8FAAB5F");

    /// <exception cref="MalformedException">Broken, or it needs another image.</exception>
    public static DiskBytes Open(ReadOnlyMemory<byte> image)
    {
        var (table, metadata) = (-1L, -1L);
        foreach (var region in Regions)
        {
            if (region + (64 << 10) > image.Length || !image.Span[region..].StartsWith("regi"u8)) continue;
            var entries = Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(image.Span[(region + 8)..]), 2047);
            for (var i = 0; i < entries; i++)
            {
                var entry = image.Span.Slice(region + 16 + 32 * i, 32);
                var (id, at) = (new Guid(entry[..16]), BinaryPrimitives.ReadInt64LittleEndian(entry[16..]));
                if (at < 0 || at >= image.Length) continue;
                if (id == BlockTable) table = at;
                if (id == Metadata) metadata = at;
            }
            break;
        }
        if (table < 0 || metadata < 0) throw new MalformedException("no tables in its regions");
        var parameters = Item(image.Span, metadata, FileParameters, 8);
        var block = BinaryPrimitives.ReadUInt32LittleEndian(parameters);
        var size = BinaryPrimitives.ReadInt64LittleEndian(Item(image.Span, metadata, DiskSize, 8));
        var sector = BinaryPrimitives.ReadUInt32LittleEndian(Item(image.Span, metadata, SectorSize, 4));
        if ((BinaryPrimitives.ReadUInt32LittleEndian(parameters[4..]) & 2) != 0) throw new MalformedException("a differencing disk, whose parent is not here");
        if (block is < 1 << 20 or > 256 << 20 || (block & block - 1) != 0) throw new MalformedException($"blocks of {block} bytes");
        if (sector is not (512 or 4096) || size is < 0 or > 64L << 40) throw new MalformedException("a disk of odd size");
        // 2.5.1: behind every so many blocks stands an entry for a bitmap that only differencing disks use.
        var chunk = (1L << 23) * sector / block;
        return new BlockDisk(image, size, block, index =>
        {
            var at = table + 8 * (index + index / chunk);
            if (at > image.Length - 8) throw new MalformedException($"block {index} beyond the table");
            var entry = BinaryPrimitives.ReadUInt64LittleEndian(image.Span[(int)at..]);
            // 2.5.1.1: 6 is fully present; 7 is for differencing disks. The place is in megabytes.
            return (entry & 7) is 6 or 7 ? (long)Math.Min(entry >> 20, 1L << 30) << 20 : null;
        });
    }

    /// <summary>2.6.1: items of the metadata table, each with its place behind the table's beginning.</summary>
    private static ReadOnlySpan<byte> Item(ReadOnlySpan<byte> image, long table, Guid id, int length)
    {
        if (table > image.Length - 64 || !image[(int)table..].StartsWith("metadata"u8)) throw new MalformedException("no metadata table");
        var count = Math.Min((int)BinaryPrimitives.ReadUInt16LittleEndian(image[(int)(table + 10)..]), 2047);
        for (var i = 0; i < count; i++)
        {
            var at = table + 32 + 32L * i;
            if (at > image.Length - 32) break;
            var entry = image.Slice((int)at, 32);
            if (new Guid(entry[..16]) != id) continue;
            var place = table + BinaryPrimitives.ReadUInt32LittleEndian(entry[16..]);
            if (place > image.Length - length) break;
            return image.Slice((int)place, length);
        }
        throw new MalformedException("metadata without what every disk has");
    }
}
