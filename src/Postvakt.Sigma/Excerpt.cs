namespace Postvakt.Sigma;

/// <summary>Texts of events as they are shown with a match.</summary>
internal static class Excerpt
{
    private const int Longest = 512;

    private const int Around80 = 80;

    public static string Of(ReadOnlySpan<char> text) => text.Length <= Longest ? text.ToString() : string.Concat(text[..(Longest - 1)], "…");

    /// <summary>What stands around the first of the needles; the beginning if none is found.</summary>
    public static string Around(ReadOnlySpan<char> text, IReadOnlyList<string>? needles)
    {
        foreach (var needle in needles ?? [])
        {
            var at = text.IndexOf(needle, StringComparison.OrdinalIgnoreCase);
            if (at < 0) continue;
            var start = Math.Max(0, at - Around80);
            var end = Math.Min(text.Length, at + needle.Length + Around80);
            return Of(text[start..end]);
        }
        return Of(text);
    }
}
