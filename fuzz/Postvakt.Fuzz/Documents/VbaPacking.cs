using Postvakt.Documents.Tests.Building;

namespace Postvakt.Fuzz.Documents;

/// <summary>Compresses as VBA does ([MS-OVBA] 2.4.1), and what is long without searching: whole chunks may stand as they are (2.4.1.3.10).</summary>
internal static class VbaPacking
{
    private const int Chunk = 4096;

    public static byte[] Pack(ReadOnlySpan<byte> text)
    {
        var plain = Math.Max(0, text.Length / Chunk - 1) * Chunk;
        var packed = new List<byte> { 1 };
        for (var at = 0; at < plain; at += Chunk)
        {
            packed.AddRange([0xFF, 0x3F]);
            packed.AddRange(text.Slice(at, Chunk));
        }
        packed.AddRange(OvbaWriter.Compress(text[plain..]).AsSpan(1));
        return [.. packed];
    }
}
