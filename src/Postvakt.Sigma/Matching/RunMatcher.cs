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
        if (rest is not ['{', .., '}'] || Repetition.Read(rest[1..^1]) is not { } times) return null;
        // More than enough is enough: nothing holds the match to either end. Nonsense is the reader's to refuse.
        return times.Most is { } most && most < times.Least ? null : new(times.Least, dotAll);
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
