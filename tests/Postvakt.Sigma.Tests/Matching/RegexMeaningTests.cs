using System.Text.RegularExpressions;
using Postvakt.Sigma.Matching;

namespace Postvakt.Sigma.Tests.Matching;

/// <summary>What each part of a pattern stands for, character by character, and where the reading of one ends.</summary>
public sealed class RegexMeaningTests
{
    private static RegexReading Read(string pattern) => RegexReading.Read(pattern, false, false, false, TimeSpan.FromSeconds(1));

    /// <summary>Against the set written out: ASCII, Latin, and a few from far beyond.</summary>
    [Theory]
    [InlineData(@"\d", "0-9")]
    [InlineData(@"\D", "^0-9")]
    [InlineData(@"\w", "0-9A-Za-z_")]
    [InlineData(@"\W", "^0-9A-Za-z_")]
    [InlineData(@"\s", "\t\n\v\f\r ")]
    [InlineData(@"\S", "^\t\n\v\f\r ")]
    [InlineData(@"\h", "\t \u00A0")]
    [InlineData(@"\H", "^\t \u00A0")]
    [InlineData(@"\v", "\n\v\f\r\u0085")]
    [InlineData(@"\V", "^\n\v\f\r\u0085")]
    public void Shorthand_StandsForItsCharacters_InAndOutsideOfAClass(string shorthand, string set)
    {
        AssertSet(shorthand, set);
        AssertSet($"[{shorthand}]", set);
    }

    [Theory]
    [InlineData("alpha", "A-Za-z")]
    [InlineData("digit", "0-9")]
    [InlineData("alnum", "0-9A-Za-z")]
    [InlineData("upper", "A-Z")]
    [InlineData("lower", "a-z")]
    [InlineData("xdigit", "0-9A-Fa-f")]
    [InlineData("space", "\t\n\v\f\r ")]
    [InlineData("blank", "\t ")]
    [InlineData("punct", "!-/:-@[-`{-~")]
    [InlineData("word", "0-9A-Za-z_")]
    [InlineData("cntrl", "\0-\u001F\u007F")]
    [InlineData("graph", "!-~")]
    [InlineData("print", " -~")]
    [InlineData("ascii", "\0-\u007F")]
    public void NamedClass_StandsForItsCharacters(string name, string set) => AssertSet($"[[:{name}:]]", set);

    [Theory]
    [InlineData("[a-c]", "a-c")]
    [InlineData("[a-a]", "a")]
    [InlineData("[^a]", "^a")]
    [InlineData("[^]a]", "^]a")]
    [InlineData("[^^]", "^^")]
    [InlineData("[a^]", "a^")]
    [InlineData("[a-]", "a\u002d")]
    [InlineData("[-a]", "\u002da")]
    [InlineData(@"[a-\d]", "a\u002d0-9")]
    [InlineData(@"[\d-z]", "0-9\u002dz")]
    [InlineData(@"[a-\x63]", "a-c")]
    [InlineData(@"[\x61-\x63x]", "a-cx")]
    [InlineData(@"[a-c-e]", "a-c\u002de")]
    [InlineData(@"[\b]", "\b")]
    [InlineData("[[:]", "[:")]
    [InlineData("[[:a]", "[:a")]
    [InlineData("[[:,:]", "[:,")]
    [InlineData("[[a]", "[a")]
    [InlineData("[:alpha:]", ":alph")]
    [InlineData("[a[:digit:]]", "a0-9")]
    [InlineData(@"[\\\]]", "\\]")]
    [InlineData("[.*+?|(){}$#& ~]", ".*+?|(){}$#& ~")]
    [InlineData("[&&~~]", "&~")]
    public void Class_HoldsWhatItSays(string pattern, string set) => AssertSet(pattern, set);

    [Theory]
    [InlineData(@"\n", '\n')]
    [InlineData(@"\r", '\r')]
    [InlineData(@"\t", '\t')]
    [InlineData(@"\f", '\f')]
    [InlineData(@"\a", '\a')]
    [InlineData(@"\e", '\u001b')]
    [InlineData(@"\0", '\0')]
    [InlineData(@"\x41", 'A')]
    [InlineData(@"\x{4}", '\u0004')]
    [InlineData(@"\x4", '\u0004')]
    [InlineData(@"\x{20AC}", '\u20AC')]
    [InlineData(@"\.", '.')]
    [InlineData(@"\\", '\\')]
    [InlineData(@"\-", '-')]
    [InlineData(@"\ ", ' ')]
    [InlineData(@"\é", 'é')]
    [InlineData("{", '{')]
    [InlineData("}", '}')]
    [InlineData("]", ']')]
    [InlineData("#", '#')]
    [InlineData(" ", ' ')]
    public void Character_IsItself_InAndOutsideOfAClass(string written, char meant)
    {
        Assert.Equal([meant], Matched(written));
        if (written != "]") Assert.Equal([meant], Matched($"[{written}]"));
    }

    [Theory]
    [InlineData(@"^a\x41\x{42}\tb$", "aAB\tb", true)]
    [InlineData(@"^a\x41\x{42}\tb$", "aAB\t", false)]
    [InlineData(@"^\x4g\x412$", "\u0004gA2", true)]
    [InlineData("^ab{2}c$", "abc", false)]
    [InlineData("^ab{2}c$", "abbc", true)]
    [InlineData("^ab{2}c$", "abbbc", false)]
    [InlineData("^ab{2,}c$", "abc", false)]
    [InlineData("^ab{2,}c$", "abbbbc", true)]
    [InlineData("^ab{2,3}c$", "abbbc", true)]
    [InlineData("^ab{2,3}c$", "abbbbc", false)]
    [InlineData("^ab{0}c$", "ac", true)]
    [InlineData("^ab{0}c$", "abc", false)]
    [InlineData("^ab{2}{x}$", "abb{x}", true)]
    [InlineData("^ab+{x}$", "abb{x}", true)]
    [InlineData("^ab+c{2}$", "abbcc", true)]
    [InlineData("^ab*?c$", "abbc", true)]
    [InlineData("^ab+?c$", "ac", false)]
    [InlineData("^ab??c$", "ac", true)]
    [InlineData("^ab{2}?c$", "abbc", true)]
    [InlineData("^a{1,2,3}$", "a{1,2,3}", true)]
    [InlineData("^a{}$", "a{}", true)]
    [InlineData("^a{2$", "a{2", true)]
    [InlineData(@"\bcat\b", "a cat.", true)]
    [InlineData(@"\bcat\b", "concat.", false)]
    [InlineData(@"\Bcat", "concat", true)]
    [InlineData(@"\Bcat", "cat", false)]
    [InlineData(@"\Acat\z", "cat", true)]
    [InlineData(@"\Acat\z", "cat\n", false)]
    [InlineData(@"\Acat\Z", "cat\n", true)]
    [InlineData(@"\Acat\Z", "a cat", false)]
    [InlineData("(?im)^ABC$", "x\nabc", true)]
    [InlineData("(?i-s)a.b", "A\nb", false)]
    [InlineData("(?s-i)a.b", "a\nb", true)]
    [InlineData("(?-i)ab", "AB", false)]
    [InlineData("^(?:ab|cd){2}$", "abcd", true)]
    [InlineData("^(?<n>ab){2}$", "abab", true)]
    [InlineData("^(?P<name>ab|c)d$", "cd", true)]
    [InlineData("^(a(?i)b)c$", "aBc", true)]
    [InlineData("^(a(?i)b)c$", "aBC", false)]
    public void Pattern_MeansItsParts(string pattern, string text, bool matches)
    {
        var read = Read(pattern);
        Assert.Null(read.Fault);
        Assert.Equal(matches, read.Matcher!.Matches(text, new Fuel()));
    }

    [Theory]
    [InlineData("[", "a [ is never closed")]
    [InlineData("[^", "a [ is never closed")]
    [InlineData("[]", "a [ is never closed")]
    [InlineData("[a-", "a [ is never closed")]
    [InlineData("[[:alpha:]", "a [ is never closed")]
    [InlineData("[[:", "a [ is never closed")]
    [InlineData("[[", "a [ is never closed")]
    [InlineData(@"[a\", "the escape in the class is not understood")]
    [InlineData(@"[a-\", "the range in the class ends before it begins")]
    [InlineData(@"[\q]", "the escape in the class is not understood")]
    [InlineData("[[:letter:]]", "the named class [:letter:] is not known")]
    [InlineData("[[:^digit:]]", "the named class [:^digit:] is not known")]
    [InlineData("[[::]]", "the named class [::] is not known")]
    [InlineData("(", "a ( is never closed")]
    [InlineData("((a)", "a ( is never closed")]
    [InlineData("(?", "the flags are i, m and s")]
    [InlineData("(?)a", "the flags are i, m and s")]
    [InlineData("(?i--s)a", "the flags are i, m and s")]
    [InlineData("(?i", "the flags are i, m and s")]
    [InlineData("(?P=name)a", "the flags are i, m and s")]
    [InlineData("(?<name", "the name of a group is empty or never closed")]
    [InlineData("(?<>a)", "the name of a group is empty or never closed")]
    [InlineData("(?P<>a)", "the name of a group is empty or never closed")]
    [InlineData("{3}a", "{ repeats nothing")]
    [InlineData("a|{3}", "{ repeats nothing")]
    [InlineData("+a", "+ repeats nothing")]
    [InlineData("a{2}{3}", "a repetition repeats a repetition")]
    [InlineData("a{2}*", "a repetition repeats a repetition")]
    [InlineData("a{2}+", "possessive")]
    [InlineData("a{3,2}b", "pattern, character 2: the repetition ends before it begins")]
    [InlineData("x(a{20000,15000}b)*", "the repetition ends before it begins")]
    [InlineData("a{10001}b", "a part may be repeated 10,000 times")]
    [InlineData("a{2147483647,}b", "a part may be repeated 10,000 times")]
    [InlineData(@"\9", "refers back to a group")]
    [InlineData(@"\1", "refers back to a group")]
    [InlineData(@"\g1", "refers back to a group")]
    [InlineData(@"\x", @"\x is not part of Sigma's patterns, or not whole")]
    [InlineData(@"\xgg", "or not whole")]
    [InlineData(@"\x{}", "or not whole")]
    [InlineData(@"\x{41", "or not whole")]
    [InlineData(@"\x{12345}", "or not whole")]
    [InlineData(@"\Qa\E", @"\Q is not part of Sigma's patterns")]
    [InlineData(@"a\Kb", @"\K is not part of Sigma's patterns")]
    [InlineData("ab(?=c)", "pattern, character 4: look-around")]
    [InlineData("(?i)*", "the pattern is not understood: ")]
    public void Pattern_ThatIsNone_IsRefusedWithASentence(string pattern, string sentence)
    {
        var read = Read(pattern);
        Assert.Null(read.Matcher);
        Assert.Contains(sentence, read.Fault, StringComparison.Ordinal);
    }

    /// <summary>A text that leads to a pattern and need not stand in what it matches would hide the match.</summary>
    [Theory]
    [InlineData("[ab]cde", "CDE")]
    [InlineData("[^a]bc", "BC")]
    [InlineData(@"[\da]bc", "BC")]
    [InlineData("[[:digit:]a]bc", "BC")]
    [InlineData("[0-9a]bc", "BC")]
    [InlineData("[a]bc", "ABC")]
    [InlineData("(ab)cd", "ABCD")]
    [InlineData("(ab|cd)", "AB,CD")]
    [InlineData("(?i)abc", "ABC")]
    [InlineData(@"\bab\Bcd\A", "ABCD")]
    [InlineData(@"a\x42c", "ABC")]
    [InlineData("(?:a|longest)x(?:bcd|efg)", "BCD,EFG")]
    [InlineData("(?:bcd|efg)x*(?:a|longest)", "BCD,EFG")]
    [InlineData("ab+cde", "CDE")]
    [InlineData("abcd{0,3}x", "ABC")]
    [InlineData("a{0}bc", "BC")]
    [InlineData("(ab){2}c", "AB")]
    [InlineData(".*", null)]
    [InlineData("(a|b*)", null)]
    public void Needle_StandsInWhateverMatches(string pattern, string? needles) => Assert.Equal(needles, Read(pattern).Matcher!.Needles is { } found ? string.Join(',', found) : null);

    [Fact]
    public void Needles_AreNotMoreThanAnIndexShouldHold()
    {
        string Alternatives(int count) => string.Join('|', Enumerable.Range(10, count));
        Assert.Equal(64, Read(Alternatives(64)).Matcher!.Needles!.Count);
        Assert.Null(Read(Alternatives(65)).Matcher!.Needles);
    }

    [Theory]
    [InlineData("a{9999}", null)]
    [InlineData("a{10000}", "unroll to 10,001 states; 10,000 are allowed")]
    [InlineData("a{4999}|b{4999}", null)]
    [InlineData("a{5000}|b{4999}", "unroll to 10,001 states")]
    [InlineData("(a{99}){99}", null)]
    [InlineData("(a{99}){100}", "unroll to 10,001 states")]
    [InlineData("((((((a{9000}){9000}){9000}){9000}){9000}){9000})", "unroll to")]
    public void Repetitions_UnrollToABound(string pattern, string? fault) => AssertFault(fault, pattern);

    [Fact]
    public void Groups_StandWithinEachOther_ToABound()
    {
        string Nested(int depth) => new string('(', depth) + "a" + new string(')', depth);
        AssertFault(null, Nested(50));
        AssertFault("groups stand deeper than 50", Nested(51));
        // Beside each other there may be as many as there is room for.
        AssertFault(null, string.Concat(Enumerable.Repeat("(?i)(a)", 51)));
    }

    [Fact]
    public void Pattern_IsOfABoundedLength()
    {
        AssertFault(null, new string('a', 4_096));
        AssertFault("a pattern may have 4,096 characters", new string('a', 4_097));
    }

    /// <summary>What the engine gives up, for its time or because it is not made for it, is no match, and counts as slow.</summary>
    [Theory]
    [InlineData("^(a|aa)+$", RegexOptions.None)]
    [InlineData(@"(a)\1", RegexOptions.NonBacktracking)]
    public void Comparison_ThatTheEngineGivesUp_IsNoMatch(string pattern, RegexOptions options)
    {
        var fuel = new Fuel();
        Assert.False(new RegexMatcher(pattern, options, TimeSpan.FromMilliseconds(1), null).Matches(new string('a', 60) + "b", fuel));
        Assert.True(fuel.IsSpent);
    }

    private static void AssertFault(string? fault, string pattern)
    {
        var read = Read(pattern);
        if (fault is null) Assert.Null(read.Fault);
        else Assert.Contains(fault, read.Fault, StringComparison.Ordinal);
    }

    /// <param name="set">Characters and ranges; ^ in front for all others. A hyphen that is no range stands at the edge of one.</param>
    private static void AssertSet(string pattern, string set)
    {
        var negated = set.Length > 1 && set[0] == '^';
        var members = new HashSet<char>();
        for (var i = negated ? 1 : 0; i < set.Length; i++)
        {
            var isRange = i + 2 < set.Length && set[i + 1] == '-' && set[i + 2] > set[i] && set[i] != '-';
            for (int c = set[i], end = isRange ? set[i + 2] : set[i]; c <= end; c++) members.Add((char)c);
            if (isRange) i += 2;
        }
        Assert.Equal(Characters.Where(c => members.Contains(c) != negated), Matched(pattern));
    }

    private static IEnumerable<char> Characters => [.. Enumerable.Range(0, 0x180).Select(c => (char)c), '\u1680', '\u2028', '\u20AC', '\uFFFF'];

    private static List<char> Matched(string pattern)
    {
        var read = Read($@"\A{pattern}\z");
        Assert.Null(read.Fault);
        return [.. Characters.Where(c => read.Matcher!.Matches([c], new Fuel()))];
    }
}
