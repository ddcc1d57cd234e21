using CsCheck;
using Postvakt.Sigma.Matching;

namespace Postvakt.Sigma.Tests.Matching;

public sealed class TextPatternTests
{
    /// <summary>The six sentences of the specification on escaping.</summary>
    [Theory]
    [InlineData(@"a\b", @"a\b", true)]
    [InlineData(@"a\\b", @"a\b", true)]
    [InlineData(@"a\*b", "a*b", true)]
    [InlineData(@"a\*b", "aXb", false)]
    [InlineData(@"a\?b", "a?b", true)]
    [InlineData(@"a\?b", "aXb", false)]
    [InlineData(@"a\\*b", @"a\XXb", true)]
    [InlineData(@"a\\*b", @"a*b", false)]
    [InlineData(@"a\\\*b", @"a\*b", true)]
    [InlineData(@"a\\\*b", @"a\Xb", false)]
    [InlineData(@"a\\\b", @"a\\b", true)]
    [InlineData(@"a\\\\b", @"a\\b", true)]
    [InlineData(@"\\server\share", @"\server\share", true)]
    [InlineData(@"\\\\server\share", @"\\server\share", true)]
    [InlineData(@"a\", @"a\", true)]
    public void Backslash_EscapesWildcardsAndItself(string written, string text, bool matches) => Assert.Equal(matches, Matches(written, text));

    /// <summary>Against the plainest matcher there is.</summary>
    [Fact]
    public void Wildcards_MatchAsTheirDefinitionSays()
    {
        var gen = Gen.Select(Gen.Char["ab*?"].Array[0, 8], Gen.Char["abB"].Array[0, 10]);
        gen.Sample((pattern, text) => Assert.Equal(Plainly(new string(pattern), new string(text)), Matches(new string(pattern), new string(text))), iter: 20_000);
    }

    [Fact]
    public void Comparison_ThatTakesTooLong_IsGivenUp()
    {
        var fuel = new Fuel { Left = 1_000 };
        Assert.False(new TextMatcher(TextPattern.Parse("*" + new string('?', 50) + "b*"), cased: false).Matches(new string('a', 5_000), fuel));
        Assert.True(fuel.IsSpent);
    }

    /// <summary>Each place that is tried costs one, and one more for each character that fits in vain.</summary>
    [Theory]
    [InlineData("*b*", "aaab", 4)]
    [InlineData("*ab*", "aaab", 5)]
    public void Comparison_IsGivenUpOnlyBeyondItsLimit(string pattern, string text, int cost)
    {
        var (enough, less) = (new Fuel { Left = cost }, new Fuel { Left = cost - 1 });
        var matcher = new TextMatcher(TextPattern.Parse(pattern), cased: false);
        Assert.True(matcher.Matches(text, enough));
        Assert.False(enough.IsSpent);
        Assert.False(matcher.Matches(text, less));
        Assert.True(less.IsSpent);
    }

    private static bool Matches(string pattern, string text) => new TextMatcher(TextPattern.Parse(pattern), cased: false).Matches(text, new Fuel());

    private static bool Plainly(string pattern, string text) =>
        pattern.Length == 0 ? text.Length == 0
        : pattern[0] == '*' ? Plainly(pattern[1..], text) || (text.Length > 0 && Plainly(pattern, text[1..]))
        : text.Length > 0 && (pattern[0] == '?' || char.ToUpperInvariant(pattern[0]) == char.ToUpperInvariant(text[0])) && Plainly(pattern[1..], text[1..]);
}
