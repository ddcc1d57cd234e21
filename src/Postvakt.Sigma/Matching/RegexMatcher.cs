using System.Text.RegularExpressions;

namespace Postvakt.Sigma.Matching;

/// <summary>A regular expression that runs in linear time.</summary>
internal sealed class RegexMatcher(string pattern, RegexOptions options, TimeSpan time, IReadOnlyList<string>? needles) : Matcher($"re:{options}:{pattern}")
{
    private readonly Lazy<Regex> _regex = new(() => new Regex(pattern, options, time));

    public override IReadOnlyList<string>? Needles => needles;

    public override bool Matches(ReadOnlySpan<char> text, Fuel fuel)
    {
        try
        {
            return _regex.Value.IsMatch(text);
        }
        catch (Exception gaveUp) when (gaveUp is RegexMatchTimeoutException or NotSupportedException)
        {
            fuel.Left = -1;
            return false;
        }
    }
}
