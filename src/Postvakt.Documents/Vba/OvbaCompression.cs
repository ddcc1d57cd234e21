using System.Buffers.Binary;

namespace Postvakt.Documents.Vba;

/// <summary>The run-length compression of VBA sources and of the dir stream: [MS-OVBA] 2.4.1.</summary>
internal static class OvbaCompression
{
    private const int ChunkBytes = 4096;

    /// <summary>Most that comes out of one container: the largest VBA module holds 64 K lines.</summary>
    private const int MaxUnpacked = 16 << 20;

    /// <summary>Most bytes that <see cref="Unpack"/> can bring forth; 0 when this is no container.</summary>
    public static int Bound(ReadOnlySpan<byte> packed)
    {
        if (packed.Length < 3 || packed[0] != 1) return 0;
        var bound = 0;
        for (var at = 1; at + 2 <= packed.Length && bound < MaxUnpacked; bound += ChunkBytes)
        {
            var header = BinaryPrimitives.ReadUInt16LittleEndian(packed[at..]);
            if (!IsHeader(header)) break;
            at += (header & 0x0FFF) + 3;
        }
        return bound;
    }

    /// <summary>Unpacks chunk after chunk until one is broken; what came out before it stays.</summary>
    /// <param name="to">As large as <see cref="Bound"/> says.</param>
    /// <returns>Bytes written.</returns>
    public static int Unpack(ReadOnlySpan<byte> packed, Span<byte> to)
    {
        var (at, filled) = (1, 0);
        while (at + 2 <= packed.Length && filled + ChunkBytes <= to.Length)
        {
            // 2.4.1.1.5: twelve bits of size less 3, three bits of signature (011), one that says "compressed".
            var header = BinaryPrimitives.ReadUInt16LittleEndian(packed[at..]);
            if (!IsHeader(header)) break;
            var end = Math.Min(packed.Length, at + (header & 0x0FFF) + 3);
            var chunk = packed[(at + 2)..end];
            var into = to.Slice(filled, ChunkBytes);
            var isWhole = true;
            if ((header & 0x8000) != 0)
            {
                filled += UnpackChunk(chunk, into, out isWhole);
            }
            else
            {
                chunk = chunk[..Math.Min(chunk.Length, ChunkBytes)];
                chunk.CopyTo(into);
                filled += chunk.Length;
            }
            if (!isWhole) break;
            at = end;
        }
        return filled;
    }

    private static bool IsHeader(ushort header) => (header & 0x7000) == 0x3000;

    /// <summary>2.4.1.3.2 to 2.4.1.3.5: a byte of flags, then eight tokens: a literal, or offset and length in two bytes whose split moves with the output.</summary>
    private static int UnpackChunk(ReadOnlySpan<byte> chunk, Span<byte> to, out bool isWhole)
    {
        isWhole = true;
        var (at, filled) = (0, 0);
        // 2.4.1.3.19.1: the offset takes as many bits as the output so far needs, at least four.
        var (offsetBits, limit) = (4, 16);
        while (at < chunk.Length)
        {
            int flags = chunk[at++];
            if (flags == 0 && chunk.Length - at >= 8 && to.Length - filled >= 8)
            {
                chunk.Slice(at, 8).CopyTo(to[filled..]);
                at += 8;
                filled += 8;
                continue;
            }
            for (var bit = 0; bit < 8 && at < chunk.Length; bit++, flags >>= 1)
            {
                if ((flags & 1) == 0)
                {
                    if (filled == to.Length) return Broken(filled, out isWhole);
                    to[filled++] = chunk[at++];
                    continue;
                }
                if (at + 2 > chunk.Length) return Broken(filled, out isWhole);
                int token = chunk[at] | chunk[at + 1] << 8;
                at += 2;
                while (filled > limit)
                {
                    offsetBits++;
                    limit <<= 1;
                }
                var length = (token & (0xFFFF >> offsetBits)) + 3;
                var offset = (token >> (16 - offsetBits)) + 1;
                if (offset > filled) return Broken(filled, out isWhole);
                var room = Math.Min(length, to.Length - filled);
                if (offset >= room)
                {
                    to.Slice(filled - offset, room).CopyTo(to[filled..]);
                }
                else
                {
                    for (var i = filled; i < filled + room; i++) to[i] = to[i - offset];
                }
                filled += room;
                if (room < length) return Broken(filled, out isWhole);
            }
        }
        return filled;
    }

    private static int Broken(int filled, out bool isWhole)
    {
        isWhole = false;
        return filled;
    }
}
