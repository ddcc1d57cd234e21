using System.Buffers;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Vba;

/// <summary>Finds and unpacks the source in a module stream.</summary>
internal static class VbaSource
{
    private const int MaxChars = 4 << 20;

    /// <summary>Unpacks one container; empty when there is none at its beginning.</summary>
    public static string Unpack(ReadOnlySpan<byte> packed, int codePage, Budget budget)
    {
        var bound = OvbaCompression.Bound(packed);
        if (bound == 0) return "";
        var buffer = ArrayPool<byte>.Shared.Rent(bound);
        try
        {
            var count = OvbaCompression.Unpack(packed, buffer.AsSpan(0, bound));
            budget.Expand(count);
            return CodePages.Decode(buffer.AsSpan(0, Math.Min(count, MaxChars)), codePage);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>
    /// Where a source begins that no dir stream points to: every one starts with the word "Attribute", whose first eight letters are literals behind
    /// a flag byte of zero. -1 when there is none.
    /// </summary>
    public static int Search(ReadOnlySpan<byte> stream)
    {
        var from = 0;
        while (stream[from..].IndexOf("\0Attribut"u8) is var next && next >= 0)
        {
            var at = from + next - 3;
            if (at >= 0 && stream[at] == 1 && OvbaCompression.Bound(stream[at..]) > 0) return at;
            from += next + 1;
        }
        return -1;
    }
}
