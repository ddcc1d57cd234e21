using System.Buffers.Binary;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Compresses as [MS-OVBA] 2.4.1.3.7 does: the longest earlier match within the chunk.</summary>
internal static class OvbaWriter
{
    public static byte[] Compress(ReadOnlySpan<byte> text)
    {
        var packed = new List<byte> { 1 };
        for (var at = 0; at < text.Length; at += 4096) Chunk(text.Slice(at, Math.Min(4096, text.Length - at)), packed);
        return [.. packed];
    }

    private static void Chunk(ReadOnlySpan<byte> chunk, List<byte> packed)
    {
        var tokens = new List<byte>();
        var at = 0;
        while (at < chunk.Length)
        {
            var flagsAt = tokens.Count;
            tokens.Add(0);
            for (var bit = 0; bit < 8 && at < chunk.Length; bit++)
            {
                var bits = 4;
                while (at > 1 << bits) bits++;
                var (offset, length) = Match(chunk, at, Math.Min((0xFFFF >> bits) + 3, chunk.Length - at));
                if (length < 3)
                {
                    tokens.Add(chunk[at++]);
                    continue;
                }
                var token = (offset - 1) << (16 - bits) | (length - 3);
                tokens.Add((byte)token);
                tokens.Add((byte)(token >> 8));
                tokens[flagsAt] |= (byte)(1 << bit);
                at += length;
            }
        }
        Span<byte> header = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16LittleEndian(header, (ushort)(0xB000 | (tokens.Count + 2 - 3)));
        packed.AddRange(header);
        packed.AddRange(tokens);
    }

    private static (int Offset, int Length) Match(ReadOnlySpan<byte> chunk, int at, int most)
    {
        var best = (Offset: 0, Length: 0);
        for (var from = at - 1; from >= 0; from--)
        {
            var length = 0;
            while (length < most && chunk[from + length] == chunk[at + length]) length++;
            if (length > best.Length) best = (at - from, length);
        }
        return best;
    }
}
