using System.Globalization;

namespace Postvakt.Sigma.Matching;

/// <summary>What stands in the braces of a pattern: {n}, {n,} or {n,m}.</summary>
/// <param name="Most">Null where it is open.</param>
internal readonly record struct Repetition(int Least, int? Most)
{
    /// <summary>Null for anything else, which is text, as in PCRE.</summary>
    public static Repetition? Read(ReadOnlySpan<char> inside)
    {
        Span<Range> parts = stackalloc Range[3];
        var count = inside.Split(parts, ',');
        if (count > 2 || !TryNumber(inside[parts[0]], out var least)) return null;
        if (count == 1) return new(least, least);
        if (inside[parts[1]].IsEmpty) return new(least, null);
        return TryNumber(inside[parts[1]], out var most) ? new(least, most) : null;
    }

    private static bool TryNumber(ReadOnlySpan<char> text, out int number) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
