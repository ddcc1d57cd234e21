using System.Buffers.Binary;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Disks;

/// <summary>Virtual hard disks of the first kind (Virtual Hard Disk Image Format Specification 1.0): fixed and dynamic.</summary>
internal static class VhdImage
{
    private const int Footer = 512;
    private const int Sector = 512;

    /// <exception cref="MalformedException">Broken, or it needs another image.</exception>
    public static DiskBytes Open(ReadOnlyMemory<byte> image)
    {
        if (image.Length < 2 * Footer) throw new MalformedException("too short for a footer");
        // A dynamic disk has a copy of the footer in front, for when the end is lost.
        var footer = image.Span[^Footer..];
        if (!footer.StartsWith("conectix"u8)) footer = image.Span[..Footer];
        if (!footer.StartsWith("conectix"u8)) throw new MalformedException("no footer");
        var kind = BinaryPrimitives.ReadUInt32BigEndian(footer[60..]);
        var size = BinaryPrimitives.ReadInt64BigEndian(footer[48..]);
        return kind switch
        {
            2 => new FlatDisk(image[..^Footer]),
            3 => Dynamic(image, BinaryPrimitives.ReadInt64BigEndian(footer[16..]), size),
            4 => throw new MalformedException("a differencing disk, whose parent is not here"),
            _ => throw new MalformedException($"a disk of type {kind}"),
        };
    }

    /// <summary>A header "cxsparse", a table of blocks; each block begins with a bitmap of its sectors, filled up to whole sectors.</summary>
    private static BlockDisk Dynamic(ReadOnlyMemory<byte> image, long headerAt, long size)
    {
        if (headerAt < 0 || headerAt > image.Length - 1024) throw new MalformedException("a header beyond the end");
        var header = image.Span[(int)headerAt..];
        if (!header.StartsWith("cxsparse"u8)) throw new MalformedException("no dynamic header");
        var table = BinaryPrimitives.ReadInt64BigEndian(header[16..]);
        var (entries, block) = (BinaryPrimitives.ReadUInt32BigEndian(header[28..]), BinaryPrimitives.ReadUInt32BigEndian(header[32..]));
        if (block is < Sector or > 1 << 30 || (block & block - 1) != 0 || size < 0 || table < 0) throw new MalformedException("a dynamic header of odd shape");
        var bitmap = (block / Sector / 8 + Sector - 1) / Sector * Sector;
        return new BlockDisk(image, size, block, index =>
        {
            var at = table + 4 * index;
            if (index >= entries || at > image.Length - 4) throw new MalformedException($"block {index} of {entries}");
            var sector = BinaryPrimitives.ReadUInt32BigEndian(image.Span[(int)at..]);
            return sector == uint.MaxValue ? null : (long)sector * Sector + bitmap;
        });
    }
}
