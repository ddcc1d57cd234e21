using Postvakt.Mql.Patterns;

namespace Postvakt.Mql.Tests.Patterns;

/// <summary>RE2's meaning on another engine.</summary>
public sealed class PatternTests
{
    [Theory]
    [InlineData(@"\d", "٣", false)]
    [InlineData(@"\w", "é", false)]
    [InlineData(@"\s", "\u00A0", false)]
    [InlineData(@"\s", "\v", false)]
    [InlineData(@"[[:space:]]", "\v", true)]
    [InlineData(@"\W", "é", true)]
    [InlineData(@"a$", "a\n", false)]
    [InlineData(@"(?m)a$", "a\nb", true)]
    [InlineData(@"(?m)^b", "a\nb", true)]
    [InlineData(@"^b", "a\nb", false)]
    [InlineData(@"a\z", "a", true)]
    [InlineData(@"a.b", "a\nb", false)]
    [InlineData(@"(?s)a.b", "a\nb", true)]
    [InlineData(@"\bbitcoin\b", "価格bitcoin価格", true)]
    [InlineData(@"\bbitcoin\b", "xbitcoin", false)]
    [InlineData(@"caf\b", "café", true)]
    [InlineData(@"\bm[aȁ]lware\b", "価mȁlware価", true)]
    [InlineData(@"\bm[^é]lware\b", "価mȁlware価", true)]
    [InlineData(@"\bm[^é]lware\b", "mélware", false)]
    [InlineData(@"^.$", "😀", true)]
    [InlineData(@"^..$", "😀", false)]
    [InlineData(@"^.{2}$", "😀a", true)]
    [InlineData(@"^.{1}$", "😀", true)]
    [InlineData(@"^.?$", "😀", true)]
    [InlineData(@"^.{2,3}$", "😀", false)]
    [InlineData(@"^.{1,2}$", "😀😀", true)]
    [InlineData(@"a{01}", "a{01}", true)]
    [InlineData(@"\bquotation\b", "quotation\u212A", true)]
    [InlineData(@"^[^a]$", "😀", true)]
    [InlineData(@"[😀-😎]", "😁", true)]
    [InlineData(@"[😀-😎]", "🚀", false)]
    [InlineData(@"^[^😀]$", "😁", true)]
    [InlineData(@"^[^😀]$", "😀", false)]
    [InlineData(@"[\x{1F600}-\x{1F64F}]", "😁", true)]
    [InlineData(@"[\x{1F300}-\x{1FAFF}]", "🚀", true)]
    [InlineData(@"😀+$", "a😀😀", true)]
    [InlineData(@"\x{200b}", "\u200b", true)]
    [InlineData(@"\x41", "A", true)]
    [InlineData(@"[[:punct:]]{3}", "!?.", true)]
    [InlineData(@"[[:^digit:]]", "1", false)]
    [InlineData(@"\p{Lu}\pL", "Éa", true)]
    [InlineData(@"\PN", "1", false)]
    [InlineData(@"\Qa.b\E+", "a.bb", true)]
    [InlineData(@"a{,2}", "a{,2}", true)]
    [InlineData(@"[]a]", "]", true)]
    [InlineData(@"[a-]", "-", true)]
    [InlineData(@"[\]\-]", "-", true)]
    [InlineData(@"x*", "", true)]
    [InlineData(@"(?i)ABC", "xabcx", true)]
    [InlineData(@"a(?i:B)c", "abc", true)]
    [InlineData(@"a(?i:B)c", "abC", false)]
    [InlineData(@"a(?P<n>b)(?<m>c)", "abc", true)]
    [InlineData(@"[^[:alnum:]\s]", "a b", false)]
    [InlineData(@"[^\x00-\x7F]", "é", true)]
    public void Search_MeansWhatRe2Means(string pattern, string text, bool expected) => Assert.Equal(expected, Pattern.Read(pattern, false, out _)!.Matches(text, whole: false));

    [Theory]
    [InlineData("a|ab", "ab", true)]
    [InlineData("a", "ab", false)]
    [InlineData("a.*", "a\n", false)]
    public void Match_TakesTheWholeText(string pattern, string text, bool expected) => Assert.Equal(expected, Pattern.Read(pattern, false, out _)!.Matches(text, whole: true));

    [Theory]
    [InlineData("invoice", "INVOICE", true)]
    [InlineData("\\bcafé ole\\b", "価 CAFÉ OLE価", true)]
    [InlineData("kiss", "\u212Ai\u017F\u017F", true)]
    [InlineData("(?:pay|send) (?:now|today)", "Please PAY  NOW", false)]
    [InlineData("(?:pay|send) (?:now|today)", "Please SEND TODAY", true)]
    public void WithoutCase_TextsThatMustStandThere_DecideNothingElse(string pattern, string text, bool expected) => Assert.Equal(expected, Pattern.Read(pattern, true, out _)!.Matches(text, whole: false));

    [Theory]
    [InlineData("(a", "a ( is never closed")]
    [InlineData("a)", "a ) closes nothing")]
    [InlineData("*a", "* repeats nothing")]
    [InlineData("a**", "a repetition repeats a repetition")]
    [InlineData("a*+", "a repetition repeats a repetition")]
    [InlineData(@"(a)\1", @"\1 refers back to a group, which no linear engine has")]
    [InlineData("(?<=a)b", "look-around is not part of these patterns (RE2); use a second pattern and 'not'")]
    [InlineData("(?!a)b", "look-around is not part of these patterns (RE2); use a second pattern and 'not'")]
    [InlineData("(?>a)", "what follows (? is not understood; known are (?:…), (?P<name>…) and the flags i, m, s, U")]
    [InlineData("[b-a]", "a range in the class ends before it begins")]
    [InlineData("[a", "a [ is never closed")]
    [InlineData(@"\p{Greek}", @"\p{Greek} is not known here; categories (L, Lu, Nd, P…) are, scripts are not")]
    [InlineData(@"\y", @"there is no escape \y")]
    [InlineData("a{1001}", "a repetition counts to 1,000 at most")]
    [InlineData("((a{100}){100}){100}", "its repetitions unroll to")]
    public void WhatRe2DoesNotHave_IsRefusedWithItsReason(string pattern, string expected) => Assert.Contains(expected, Pattern.Fault(pattern)!, StringComparison.Ordinal);

    [Fact]
    public void ALargePattern_CountsPairsInSpans() => Assert.True(Pattern.Read(string.Concat(Enumerable.Repeat(".{0,200}x", 12)), false, out _)!.Matches(new string('x', 12), whole: false));

    [Fact]
    public void Groups_AreNumberedFromTheLeft_WhateverTheirNames()
    {
        var pattern = Pattern.Read("(?P<first>a)(b)?(?P<third>[cd]+)", false, out _)!;
        var (whole, groups) = Assert.Single(pattern.Extract("xxacdd"));
        Assert.Equal(("acdd", "a||cdd"), (whole, string.Join('|', groups)));
        Assert.Equal(["first", null, "third"], pattern.GroupNames);
    }

    [Fact]
    public void Extract_BesideOtherAlphabets_GivesTheTextItself() => Assert.Equal(" é", Assert.Single(Pattern.Read(@"(..)\b", false, out _)!.Extract("x é1")).Groups[0]);

    [Fact]
    public void Count_CountsWithoutOverlap() => Assert.Equal(2, Pattern.Read("aa", false, out _)!.Count("aaaaa", 100));

    [Fact]
    public void NestedRepetitions_OverALongText_EndInLinearTime() => Assert.False(Pattern.Read("(a+)+b$", false, out _)!.Matches(new string('a', 100_000) + "bc", whole: false));
}
