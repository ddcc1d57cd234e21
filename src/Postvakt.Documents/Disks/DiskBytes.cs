using System.Buffers.Binary;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Disks;

/// <summary>The bytes of a disk, wherever an image keeps them.</summary>
internal abstract class DiskBytes
{
    public abstract long Length { get; }

    /// <exception cref="MalformedException">Beyond the end of the disk, or of the image.</exception>
    public abstract void Read(long at, Span<byte> into);

    public byte[] Read(long at, int count)
    {
        var bytes = new byte[count];
        Read(at, bytes);
        return bytes;
    }

    public ushort UInt16(long at)
    {
        Span<byte> bytes = stackalloc byte[2];
        Read(at, bytes);
        return BinaryPrimitives.ReadUInt16LittleEndian(bytes);
    }

    public uint UInt32(long at)
    {
        Span<byte> bytes = stackalloc byte[4];
        Read(at, bytes);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes);
    }
}
