using System.Buffers.Binary;
using Postvakt.Samples.EventLogs;

namespace Postvakt.EventLogs.Bench;

/// <summary>A large EVTX file of the chunks of small ones, over and over, with headers that number on and checksums that are right.</summary>
internal static class MakeLarge
{
    private const int ChunkSize = 64 << 10;

    public static int Run(string folder, string output, long records, long bytes)
    {
        var chunks = Directory.EnumerateFiles(folder, "*.evtx", SearchOption.AllDirectories).Order(StringComparer.Ordinal).SelectMany(Chunks).ToList();
        var counts = chunks.Select(Count).ToList();
        long number = 0, written = 0;
        using var stream = new FileStream(output, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 20);
        using var writer = new EvtxWriter(stream);
        for (var n = 0; number < records && written * ChunkSize < bytes; n = (n + 1) % chunks.Count)
        {
            if (counts[n] == 0) continue;
            var chunk = chunks[n];
            BinaryPrimitives.WriteInt64LittleEndian(chunk.AsSpan(8), number + 1);
            BinaryPrimitives.WriteInt64LittleEndian(chunk.AsSpan(16), number + counts[n]);
            EvtxChecksums.MendHeaderOfChunk(chunk);
            writer.AddChunk(chunk);
            number += counts[n];
            written++;
        }
        writer.Finish(isDirty: false);
        Console.WriteLine($"{output}: {number:N0} records in {written:N0} chunks, {stream.Length:N0} bytes, of {chunks.Count} chunks");
        return 0;
    }

    private static IEnumerable<byte[]> Chunks(string file)
    {
        var bytes = File.ReadAllBytes(file);
        for (var at = 4096; at + ChunkSize <= bytes.Length; at += ChunkSize)
        {
            if (bytes.AsSpan(at).StartsWith("ElfChnk\0"u8)) yield return bytes[at..(at + ChunkSize)];
        }
    }

    /// <summary>Records up to the free space, as their sizes say.</summary>
    private static int Count(byte[] chunk)
    {
        var (count, at, end) = (0, 512, BinaryPrimitives.ReadInt32LittleEndian(chunk.AsSpan(48)));
        while (at + 28 <= end && chunk.AsSpan(at).StartsWith<byte>([0x2A, 0x2A, 0, 0]))
        {
            at += BinaryPrimitives.ReadInt32LittleEndian(chunk.AsSpan(at + 4));
            count++;
        }
        return count;
    }
}
