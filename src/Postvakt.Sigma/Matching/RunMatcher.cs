using System.Globalization;

namespace Postvakt.Sigma.Matching;

/// <summary>.{1000,} and its like, which ask for a long line: counted, because an automaton of so many states takes seconds to make.</summary>
internal sealed class RunMatcher(int length, bool dotAll) : Matcher(string.Create(CultureInfo.InvariantCulture, $"run:{length}:{dotAll}"))
{
    /// <summary>Null when the pattern is another one.</summary>
    public static RunMatcher? Of(string pattern, bool dotAll)
    {
        var rest = pattern.AsSpan();
        if (rest.StartsWith("(.)")) rest = rest[3..];
        else if (rest.StartsWith(".")) rest = rest[1..];
        else return null;
        if (rest.Length < 3 || rest[0] != '{' || rest[^1] != '}') return null;
        var counts = rest[1..^1];
        var comma = counts.IndexOf(',');
        var least = comma < 0 ? counts : counts[..comma];
        if (!int.TryParse(least, NumberStyles.None, CultureInfo.InvariantCulture, out var length)) return null;
        // More than enough is enough: nothing holds the match to either end. Nonsense is the reader's to refuse.
        var most = comma < 0 || comma == counts.Length - 1 ? length : int.TryParse(counts[(comma + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var end) ? end : -1;
        return most >= length ? new(length, dotAll) : null;
    }

    public override bool Matches(ReadOnlySpan<char> text, Fuel fuel)
    {
        while (text.Length >= length)
        {
            var feed = dotAll ? -1 : text.IndexOf('\n');
            if (feed < 0 || feed >= length) return true;
            text = text[(feed + 1)..];
        }
        return false;
    }
}
