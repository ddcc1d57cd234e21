using System.Buffers.Binary;

namespace Postvakt.Samples.EventLogs;

/// <summary>Makes checksums right again after bytes were changed.</summary>
public static class EvtxChecksums
{
    /// <summary>Those of one chunk: of its records, then of its header.</summary>
    public static void MendChunk(Span<byte> chunk)
    {
        var free = BinaryPrimitives.ReadInt32LittleEndian(chunk[48..]);
        if (free >= 512 && free <= chunk.Length) BinaryPrimitives.WriteUInt32LittleEndian(chunk[52..], Crc(chunk[512..free], 0));
        MendHeaderOfChunk(chunk);
    }

    /// <summary>That of a chunk's header.</summary>
    public static void MendHeaderOfChunk(Span<byte> chunk) =>
        BinaryPrimitives.WriteUInt32LittleEndian(chunk[124..], Crc(chunk[128..512], Crc(chunk[..120], 0)));

    /// <summary>That of the file header.</summary>
    public static void MendHeader(Span<byte> header) => BinaryPrimitives.WriteUInt32LittleEndian(header[124..], Crc(header[..120], 0));

    /// <summary>Header and every chunk of a file.</summary>
    public static void Mend(Span<byte> file)
    {
        if (file.Length >= 128) MendHeader(file);
        for (var at = 4096; at + EvtxChunkBuilder.Size <= file.Length; at += EvtxChunkBuilder.Size) MendChunk(file.Slice(at, EvtxChunkBuilder.Size));
    }

    private static uint Crc(ReadOnlySpan<byte> bytes, uint before)
    {
        var crc = ~before;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) != 0 ? 0xEDB88320 ^ (crc >> 1) : crc >> 1;
        }
        return ~crc;
    }
}
