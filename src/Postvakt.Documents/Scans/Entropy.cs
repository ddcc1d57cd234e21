namespace Postvakt.Documents.Scans;

/// <summary>How evenly the values of bytes are spread: 0 for one value, 8 bits for noise (Shannon 1948).</summary>
internal static class Entropy
{
    public static double Of(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return 0;
        Span<int> counts = stackalloc int[256];
        counts.Clear();
        foreach (var b in bytes) counts[b]++;
        var entropy = 0.0;
        foreach (var count in counts)
        {
            if (count == 0) continue;
            var share = (double)count / bytes.Length;
            entropy -= share * Math.Log2(share);
        }
        return entropy;
    }
}
