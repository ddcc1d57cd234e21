namespace Postvakt.Documents.Scripts;

/// <summary>Filling that makes a file too large for scanners.</summary>
internal static class Padding
{
    private const int Block = 4096;

    /// <summary>A sentence when most of a file is one block of bytes over and over; else null.</summary>
    public static string? Measure(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < 16 * Block) return null;
        var alike = 0;
        var blocks = 0;
        for (var at = Block; at + Block <= bytes.Length; at += Block, blocks++)
        {
            if (bytes.Slice(at, Block).SequenceEqual(bytes.Slice(at - Block, Block))) alike++;
        }
        return alike * 2 > blocks ? $"{(long)alike * Block:N0} of {bytes.Length:N0} bytes are filling" : null;
    }
}
