using System.Text;

namespace Postvakt.Protocols.Milter;

/// <summary>The name and value pairs of one macro command, kept as they came and searched when asked: most are never looked at.</summary>
internal static class MacroText
{
    /// <summary>The whole pairs within both bounds; false in <paramref name="whole"/> if some were left out or the last one was cut.</summary>
    public static byte[] Bounded(ReadOnlySpan<byte> raw, int maxPairs, int maxBytes, out bool whole)
    {
        var kept = 0;
        var rest = raw;
        for (var pairs = 0; pairs < maxPairs && TryPair(ref rest, out _, out _); pairs++)
        {
            var end = raw.Length - rest.Length;
            if (end > maxBytes) break;
            kept = end;
        }
        whole = kept == raw.Length;
        return raw[..kept].ToArray();
    }

    public static string? Find(byte[]? raw, string name)
    {
        if (raw is null) return null;
        var wanted = name.AsSpan().TrimStart('{').TrimEnd('}');
        var rest = raw.AsSpan();
        ReadOnlySpan<byte> walk = rest;
        while (TryPair(ref walk, out var key, out var value))
            if (Named(Bare(key), wanted)) return WireText.Decode(value);
        return null;
    }

    public static IEnumerable<KeyValuePair<string, string>> All(byte[]? raw)
    {
        var pairs = new List<KeyValuePair<string, string>>();
        ReadOnlySpan<byte> rest = raw;
        while (TryPair(ref rest, out var key, out var value)) pairs.Add(new(WireText.Decode(Bare(key)), WireText.Decode(value)));
        return pairs;
    }

    private static bool TryPair(ref ReadOnlySpan<byte> rest, out ReadOnlySpan<byte> key, out ReadOnlySpan<byte> value)
    {
        value = default;
        return WireText.TryTake(ref rest, out key) && WireText.TryTake(ref rest, out value);
    }

    private static ReadOnlySpan<byte> Bare(ReadOnlySpan<byte> name) => name is [(byte)'{', .., (byte)'}'] ? name[1..^1] : name;

    private static bool Named(ReadOnlySpan<byte> name, ReadOnlySpan<char> wanted) =>
        name.Length == wanted.Length && Ascii.Equals(name, wanted);
}
