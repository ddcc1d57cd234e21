using System.Text.RegularExpressions;

namespace Postvakt.Sigma.Matching;

/// <summary>A regular expression that runs in linear time.</summary>
internal sealed class RegexMatcher(Regex regex, IReadOnlyList<string>? needles) : Matcher($"re:{regex.Options}:{regex}")
{
    public override IReadOnlyList<string>? Needles => needles;

    public override bool Matches(ReadOnlySpan<char> text, Fuel fuel)
    {
        try
        {
            return regex.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            fuel.Left = -1;
            return false;
        }
    }
}
