using System.Text;

namespace Postvakt.Documents.Scans;

/// <summary>Runs of printable ASCII in any bytes, as strings(1) finds them.</summary>
internal static class PrintableRuns
{
    private const int Shortest = 4;

    /// <summary>Bytes that are looked at. 2 MiB: compressed data is full of short runs, and each is a text that rules search.</summary>
    private const int MaxBytes = 2 << 20;

    private const int MaxRuns = 10_000;
    private const int MaxRun = 65_536;

    /// <summary>In their order; a run longer than 65,536 characters is several.</summary>
    public static IReadOnlyList<string> Find(ReadOnlySpan<byte> bytes)
    {
        var runs = new List<string>();
        bytes = bytes[..Math.Min(bytes.Length, MaxBytes)];
        while (!bytes.IsEmpty && runs.Count < MaxRuns)
        {
            var start = bytes.IndexOfAnyInRange((byte)' ', (byte)'~');
            if (start < 0) break;
            bytes = bytes[start..];
            var length = bytes.IndexOfAnyExceptInRange((byte)' ', (byte)'~');
            if (length < 0) length = bytes.Length;
            length = Math.Min(length, MaxRun);
            if (length >= Shortest) runs.Add(Encoding.ASCII.GetString(bytes[..length]));
            bytes = bytes[length..];
        }
        return runs;
    }
}
