using Postvakt.Sigma.Matching;

namespace Postvakt.Sigma.Tests.Matching;

public sealed class RegexReadingTests
{
    private static RegexReading Read(string pattern) => RegexReading.Read(pattern, false, false, false, TimeSpan.FromSeconds(1));

    [Theory]
    [InlineData("a(b|c)+d", "abcbd", true)]
    [InlineData(@"\d{3}", "x١٢٣", false)]
    [InlineData(@"\w+", "é", false)]
    [InlineData(@"^\s$", "\u2003", false)]
    [InlineData("[[:alpha:]]{2}", "1ab", true)]
    [InlineData("[a-z-[x]]", "q]", true)]
    [InlineData("[]a]", "]", true)]
    [InlineData(@"[^\]]", "]", false)]
    [InlineData(@"a\x41\x{42}", "aAB", true)]
    [InlineData("(?i)ABC", "abc", true)]
    [InlineData("(?i:A)B", "aB", true)]
    [InlineData("(?i:A)B", "ab", false)]
    [InlineData("(?P<name>a)b", "ab", true)]
    [InlineData("(?<name>a)b", "ab", true)]
    [InlineData("{x}", "{x}", true)]
    [InlineData("a{,3}", "a{,3}", true)]
    [InlineData("a #b", "a #b", true)]
    [InlineData(@"[\w+|\s]", "|", true)]
    [InlineData("[-/–]x", "–x", true)]
    [InlineData("a*?b", "aab", true)]
    [InlineData("end$", "the end\n", true)]
    [InlineData(@"\S\D\W", "a-!", true)]
    [InlineData(@"[\S]", " ", false)]
    [InlineData("", "anything", true)]
    [InlineData("a|", "b", true)]
    public void Pattern_MeansWhatPcreMeans(string pattern, string text, bool matches)
    {
        var read = Read(pattern);
        Assert.Null(read.Fault);
        Assert.Equal(matches, read.Matcher!.Matches(text, new Fuel()));
    }

    [Theory]
    [InlineData("a(?!b)", "look-around")]
    [InlineData("(?<=a)b", "look-around")]
    [InlineData(@"(a)\1", "refers back to a group")]
    [InlineData(@"\k<a>", "refers back to a group")]
    [InlineData("(?>a)", "(?> is not part of Sigma's patterns")]
    [InlineData("a++", "possessive")]
    [InlineData("a**", "a repetition repeats a repetition")]
    [InlineData("*a", "* repeats nothing")]
    [InlineData("(a", "a ( is never closed")]
    [InlineData("a)", "a ) closes nothing")]
    [InlineData("[a", "a [ is never closed")]
    [InlineData("[z-a]", "ends before it begins")]
    [InlineData("a{3,2}", "ends before it begins")]
    [InlineData(".{3,2}", "ends before it begins")]
    [InlineData(@"a\", "a backslash ends the pattern")]
    [InlineData(@"\p{L}", @"\p is not part of Sigma's patterns")]
    [InlineData("((a{100}){100}){100}", "unroll to")]
    [InlineData("a{100000}", "may be repeated")]
    [InlineData("(*SKIP)a", "(* begins a verb")]
    [InlineData("(?x)a", "the flags are i, m and s")]
    public void Pattern_ThatSigmaDoesNotHave_IsRefusedWithASentence(string pattern, string sentence) => Assert.Contains(sentence, Read(pattern).Fault, StringComparison.Ordinal);

    [Theory]
    [InlineData("abc", "ABC")]
    [InlineData("x*abcd+e", "ABCD")]
    [InlineData("[Aa][Bb]cc", "ABCC")]
    [InlineData("(?:foo|barbaz)x", "FOO,BARBAZ")]
    [InlineData("a?b?", null)]
    [InlineData("(abc)?de", "DE")]
    [InlineData("^abc$", "ABC")]
    [InlineData("ab.cde", "CDE")]
    [InlineData("(long|.*)x", "X")]
    public void Needles_StandInWhateverMatches(string pattern, string? needles) => Assert.Equal(needles, Read(pattern).Matcher!.Needles is { } found ? string.Join(',', found) : null);

    [Theory]
    [InlineData(".{5,}", "abcde", true)]
    [InlineData(".{5,}", "abcd", false)]
    [InlineData("(.){5}", "abcd\nabcdef", true)]
    [InlineData(".{5,9}", "abcd\nabcd\n", false)]
    [InlineData(".{0,}", "", true)]
    public void Pattern_ThatAsksForALongLine_IsCounted(string pattern, string text, bool matches)
    {
        var matcher = Assert.IsType<RunMatcher>(Read(pattern).Matcher);
        Assert.Equal(matches, matcher.Matches(text, new Fuel()));
        Assert.Equal(matches, System.Text.RegularExpressions.Regex.IsMatch(text, pattern));
    }

    [Fact]
    public void Pattern_ThatBacktracksElsewhere_IsLinear()
    {
        var fuel = new Fuel();
        Assert.False(Read("^(a|aa)+$").Matcher!.Matches(new string('a', 200_000) + "b", fuel));
        Assert.False(fuel.IsSpent);
    }
}
