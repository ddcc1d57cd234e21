using System.Buffers.Binary;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Wraps a disk as VHD or VHDX. Blocks of zeros are left out.</summary>
internal static class VirtualDiskMaker
{
    private const int Megabyte = 1 << 20;

    public static byte[] Fixed(byte[] disk) => [.. disk, .. Footer(2, disk.Length, -1)];

    public static byte[] Dynamic(byte[] disk, uint kind = 3)
    {
        const int Block = 65536;
        var count = (disk.Length + Block - 1) / Block;
        var header = new byte[1024];
        "cxsparse"u8.CopyTo(header);
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(16), 1536);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(28), count);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(32), Block);
        var table = new byte[(4 * count + 511) & ~511];
        Array.Fill(table, (byte)0xFF);
        using var blocks = new MemoryStream();
        for (var i = 0; i < count; i++)
        {
            var block = new byte[Block];
            disk.AsSpan(i * Block, Math.Min(Block, disk.Length - i * Block)).CopyTo(block);
            if (block.AsSpan().IndexOfAnyExcept((byte)0) < 0) continue;
            BinaryPrimitives.WriteInt32BigEndian(table.AsSpan(4 * i), (1536 + table.Length + (int)blocks.Length) / 512);
            blocks.Write(new byte[512]);
            blocks.Write(block);
        }
        var footer = Footer(kind, disk.Length, 512);
        return [.. footer, .. header, .. table, .. blocks.ToArray(), .. footer];
    }

    public static byte[] Vhdx(byte[] disk, uint flags = 0)
    {
        var count = (disk.Length + Megabyte - 1) / Megabyte;
        var image = new byte[(3 + count) * Megabyte];
        "vhdxfile"u8.CopyTo(image);
        var regions = image.AsSpan(192 << 10);
        "regi"u8.CopyTo(regions);
        regions[8] = 2;
        Entry(regions[16..], "2DC27766-F623-4200-9D64-115E9BFD4A08", 2 * Megabyte);
        Entry(regions[48..], "8B7CA206-4790-4B9A-B8FE-575F050F886E", Megabyte);
        var metadata = image.AsSpan(Megabyte);
        "metadata"u8.CopyTo(metadata);
        metadata[10] = 3;
        Entry(metadata[32..], "CAA16737-FA36-4D43-B3B6-33F0AA44E76B", 65536);
        Entry(metadata[64..], "2FA54224-CD1B-4876-B211-5DBED83BF4B8", 65544);
        Entry(metadata[96..], "8141BF1D-A96F-4709-BA47-F233A8FAAB5F", 65552);
        BinaryPrimitives.WriteInt32LittleEndian(metadata[65536..], Megabyte);
        BinaryPrimitives.WriteUInt32LittleEndian(metadata[65540..], flags);
        BinaryPrimitives.WriteInt64LittleEndian(metadata[65544..], disk.Length);
        BinaryPrimitives.WriteInt32LittleEndian(metadata[65552..], 512);
        for (var i = 0; i < count; i++) BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(2 * Megabyte + 8 * i), (ulong)(3 + i) << 20 | 6);
        disk.CopyTo(image, 3 * Megabyte);
        return image;
    }

    private static void Entry(Span<byte> into, string id, int at)
    {
        new Guid(id).TryWriteBytes(into);
        BinaryPrimitives.WriteInt32LittleEndian(into[16..], at);
    }

    private static byte[] Footer(uint kind, long size, long header)
    {
        var footer = new byte[512];
        "conectix"u8.CopyTo(footer);
        BinaryPrimitives.WriteInt64BigEndian(footer.AsSpan(16), header);
        BinaryPrimitives.WriteInt64BigEndian(footer.AsSpan(48), size);
        BinaryPrimitives.WriteUInt32BigEndian(footer.AsSpan(60), kind);
        return footer;
    }
}
