namespace Postvakt.Messages.Links;

/// <summary>Damerau-Levenshtein distance in its restricted form (each pair of neighbours is swapped at most once), with a bound.</summary>
internal static class EditDistance
{
    private const int MaxLength = 128;

    /// <summary>True when at most <paramref name="allowed"/> letters are added, dropped, changed or swapped with a neighbour.</summary>
    public static bool Within(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int allowed)
    {
        int prefix = a.CommonPrefixLength(b);
        a = a[prefix..];
        b = b[prefix..];
        while (a.Length > 0 && b.Length > 0 && a[^1] == b[^1])
        {
            a = a[..^1];
            b = b[..^1];
        }

        // What remains after the common ends differs at both of its ends, so two differences span little or much.
        if (Math.Abs(a.Length - b.Length) > allowed || b.Length > MaxLength || a.Length > MaxLength)
        {
            return false;
        }

        if (a.Length == 0 || b.Length == 0)
        {
            return true;
        }

        if (allowed == 0)
        {
            return false;
        }

        return allowed == 1 ? IsOne(a, b) : Distance(a, b, allowed) <= allowed;
    }

    private static bool IsOne(ReadOnlySpan<char> a, ReadOnlySpan<char> b) =>
        a.Length == 1 && b.Length == 1 || a.Length == 2 && b.Length == 2 && a[0] == b[1] && a[1] == b[0];

    private static int Distance(ReadOnlySpan<char> a, ReadOnlySpan<char> b, int allowed)
    {
        Span<int> before = stackalloc int[b.Length + 1];
        Span<int> last = stackalloc int[b.Length + 1];
        Span<int> row = stackalloc int[b.Length + 1];
        for (int j = 0; j <= b.Length; j++)
        {
            last[j] = j;
        }

        for (int i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            int least = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int cost = a[i - 1] == b[j - 1] ? 0 : 1;
                int value = Math.Min(Math.Min(last[j] + 1, row[j - 1] + 1), last[j - 1] + cost);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                {
                    value = Math.Min(value, before[j - 2] + 1);
                }

                row[j] = value;
                least = Math.Min(least, value);
            }

            if (least > allowed)
            {
                return least;
            }

            Span<int> free = before;
            before = last;
            last = row;
            row = free;
        }

        return last[b.Length];
    }
}
