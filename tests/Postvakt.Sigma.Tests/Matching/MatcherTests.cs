using Postvakt.Sigma.Matching;
using Postvakt.Sigma.Rules;
using Postvakt.Sigma.Tests.Building;

namespace Postvakt.Sigma.Tests.Matching;

/// <summary>Where a match begins and ends to be one.</summary>
public sealed class MatcherTests
{
    [Theory]
    [InlineData("192.0.2.128/25", "192.0.2.128", true)]
    [InlineData("192.0.2.128/25", "192.0.2.255", true)]
    [InlineData("192.0.2.128/25", "192.0.2.127", false)]
    [InlineData("10.0.0.0/9", "10.127.255.255", true)]
    [InlineData("10.0.0.0/9", "10.128.0.0", false)]
    // Bits of the host may be set in the rule.
    [InlineData("192.0.2.77/24", "192.0.2.1", true)]
    [InlineData("192.0.2.1/32", "192.0.2.1", true)]
    [InlineData("192.0.2.1", "192.0.2.10", false)]
    [InlineData("192.0.2.0/24", "  192.0.2.9 ", true)]
    [InlineData(" 192.0.2.0/24 ", "192.0.2.9", true)]
    [InlineData("2001:db8::/33", "2001:db8:7fff::1", true)]
    [InlineData("2001:db8::/33", "2001:db8:8000::1", false)]
    [InlineData("2001:db8::1/128", "[2001:DB8::1]", true)]
    [InlineData("::/0", "::1", true)]
    [InlineData("::/0", "192.0.2.1", false)]
    // One of IPv4 that is written as one of IPv6 is of IPv4, on both sides.
    [InlineData("::/0", "::ffff:192.0.2.1", false)]
    [InlineData("::ffff:192.0.2.0/120", "192.0.2.9", true)]
    [InlineData("::ffff:192.0.2.0/120", "::ffff:192.0.3.9", false)]
    [InlineData("::ffff:192.0.2.77/96", "198.51.100.1", true)]
    [InlineData("::ffff:192.0.2.77", "192.0.2.77", true)]
    [InlineData("[2001:db8::]/33", "2001:db8:8000::1", false)]
    // What the platform would also read as an address, and no log means.
    [InlineData("0.0.0.0/0", "1", false)]
    [InlineData("0.0.0.0/0", "0x7f.1", false)]
    [InlineData("0.0.0.0/0", "10.1", false)]
    [InlineData("0.0.0.0/0", "192.0.2.1:80", false)]
    [InlineData("::/0", "[::1", false)]
    [InlineData("0.0.0.0/0", "", false)]
    public void Address_IsOfANetwork_OrNot(string network, string text, bool holds) => Assert.Equal(holds, CidrMatcher.Parse(network)!.Matches(text, new Fuel()));

    [Theory]
    [InlineData("192.0.2.0/33")]
    [InlineData("2001:db8::/129")]
    [InlineData("::ffff:192.0.2.0/129")]
    // Of the platform it would be ::/24; of IPv4 it is not.
    [InlineData("::ffff:192.0.2.0/24")]
    [InlineData("::ffff:192.0.2.0/95")]
    [InlineData("192.0.2.0/x")]
    [InlineData("192.0.2.0/-1")]
    [InlineData("192.0.2.0/")]
    [InlineData("/24")]
    [InlineData("1")]
    [InlineData("")]
    public void Network_ThatIsNone_IsNotRead(string text) => Assert.Null(CidrMatcher.Parse(text));

    [Theory]
    [InlineData("lt: 5", "4.99", true)]
    [InlineData("lt: 5", "5", false)]
    [InlineData("lte: 5", "5", true)]
    [InlineData("lte: 5", "5.01", false)]
    [InlineData("gt: 5", "5", false)]
    [InlineData("gt: 5", " 5.01 ", true)]
    [InlineData("gte: 5", "5", true)]
    [InlineData("gte: 5", "4.99", false)]
    [InlineData("gte: 255", "0xFF", true)]
    [InlineData("gt: 255", "0Xff", false)]
    [InlineData("gt: 999", "1e3", true)]
    [InlineData("lt: 0", "-0.5", true)]
    [InlineData("gte: 0", "0x", false)]
    [InlineData("gte: 0", "0xfz", false)]
    [InlineData("gte: 0", "1,000", false)]
    [InlineData("gte: 0", "Infinity", false)]
    [InlineData("gte: 0", "1e999", false)]
    [InlineData("gte: 0", "", false)]
    public void Number_IsComparedAsANumber(string modifier, string text, bool holds) => Assert.Equal(holds, Hits($"F|{modifier}", text));

    [Fact]
    public void Number_OfManyDigits_IsRead_ButNotWithoutEnd()
    {
        Assert.True(Hits("F|gt: 5", new string('9', 64)));
        Assert.False(Hits("F|gt: 5", new string('9', 65)));
    }

    [Theory]
    [InlineData("year: 2021", "2021/03/14", true)]
    [InlineData("year: 2021", "2021-03/14", false)]
    [InlineData("year: 2021", "2021.03.14", false)]
    [InlineData("day: 29", "2021-02-29", false)]
    [InlineData("day: 29", "2024-02-29", true)]
    [InlineData("day: 31", "2021-12-31", true)]
    [InlineData("month: 12", "2021-12-31", true)]
    [InlineData("year|gte: 0", "2021-13-01", false)]
    [InlineData("year|gte: 0", "2021-00-01", false)]
    [InlineData("year|gte: 0", "2021-01-00", false)]
    [InlineData("year|gte: 0", "0000-01-01", false)]
    [InlineData("year: 1", "0001-01-01", true)]
    [InlineData("year|gte: 0", "2021-03-1", false)]
    [InlineData("year|gte: 0", "yyyy-03-14", false)]
    [InlineData("year|gte: 0", "2021-mm-14", false)]
    [InlineData("year|gte: 0", "2021-03-dd", false)]
    [InlineData("week: 53", "2021-01-01", true)]
    [InlineData("hour: 0", "2021-03-14 00:00", true)]
    [InlineData("minute: 0", "2021-03-14t23:00", true)]
    [InlineData("hour: 23", " 2021-03-14T23:59:59Z ", true)]
    [InlineData("minute: 59", "2021-03-14T23:59", true)]
    [InlineData("hour|gte: 0", "2021-03-14T24:00", false)]
    [InlineData("minute|gte: 0", "2021-03-14T23:60", false)]
    [InlineData("hour|gte: 0", "2021-03-14T23:5", false)]
    [InlineData("hour|gte: 0", "2021-03-14T23-59", false)]
    [InlineData("hour|gte: 0", "2021-03-14_23:59", false)]
    [InlineData("hour|gte: 0", "2021-03-14Thh:59", false)]
    [InlineData("hour|gte: 0", "2021-03-14T23:mm", false)]
    [InlineData("hour|gte: 0", "2021-03-14", false)]
    public void Time_IsReadWhereItIsOne(string modifier, string text, bool holds) => Assert.Equal(holds, Hits($"F|{modifier}", text));

    [Theory]
    [InlineData(".{3,}", "abc", true)]
    [InlineData(".{3,}", "ab", false)]
    [InlineData("(.){3,}", "abc", true)]
    [InlineData(".{3}", "abcd", true)]
    [InlineData(".{3,5}", "abcdef", true)]
    [InlineData(".{3,3}", "abc", true)]
    [InlineData(".{3,}", "ab\ncd", false)]
    [InlineData(".{3,}", "ab\ncde", true)]
    [InlineData(".{3,}", "abc\nd", true)]
    [InlineData(".{3,}", "\nab", false)]
    [InlineData(".{0,}", "\n", true)]
    public void LongLine_IsCounted(string pattern, string text, bool holds) => Assert.Equal(holds, RunMatcher.Of(pattern, dotAll: false)!.Matches(text, new Fuel()));

    [Fact]
    public void LongText_IsCountedOverItsLines_WhereTheDotTakesThem() => Assert.True(RunMatcher.Of(".{3,}", dotAll: true)!.Matches("a\nb", new Fuel()));

    [Theory]
    [InlineData("a{3,}")]
    [InlineData(".{5,3}")]
    [InlineData(".{}")]
    [InlineData(".{,3}")]
    [InlineData(".{3,x}")]
    [InlineData(".{1,x}")]
    [InlineData(".{0,x}")]
    [InlineData(".{x}")]
    [InlineData(".{3")]
    [InlineData(".3}")]
    [InlineData(".")]
    [InlineData("")]
    public void Pattern_ThatAsksForMore_IsNotCounted(string pattern) => Assert.Null(RunMatcher.Of(pattern, dotAll: false));

    [Theory]
    [InlineData("abc", false, "Whole ABC", "ABC")]
    [InlineData("abc*", false, "Prefix ABC", "ABC")]
    [InlineData("*abc", false, "Suffix ABC", "ABC")]
    [InlineData("*abc*", false, "Part ABC", "ABC")]
    [InlineData("", false, "Whole ", "")]
    [InlineData("*", false, "Wild ", "")]
    [InlineData("???", false, "Wild ", "")]
    [InlineData("ab*cdef?g", false, "Wild ", "CDEF")]
    [InlineData("abc?de", false, "Wild ", "ABC")]
    // Of two that are as long either would do; the first is taken.
    [InlineData("ab?cd", false, "Wild ", "AB")]
    [InlineData("aBc", true, "Wild ", "ABC")]
    public void Pattern_IsLookedForByItsLongestText(string pattern, bool cased, string shape, string needle)
    {
        var matcher = new TextMatcher(TextPattern.Parse(pattern), cased);
        Assert.Equal((shape, needle), ($"{matcher.Shape} {matcher.Literal}", string.Join(' ', matcher.Needles ?? [])));
    }

    [Fact]
    public void Dashes_StandForEachOther_AndForNothingElse()
    {
        var matcher = new TextMatcher(TextPattern.Parse("a-b").WithDashes(), cased: true);
        Assert.Equal(TextShape.Wild, matcher.Shape);
        Assert.All(TextPattern.Dashes, c => Assert.True(matcher.Matches($"a{c}b", new Fuel())));
        Assert.False(matcher.Matches("aab", new Fuel()));
        Assert.False(matcher.Matches("A-b", new Fuel()));
    }

    [Theory]
    [InlineData("base64offset", "foobar", "Zm9vYmFy Zvb2Jhc mb29iYX")]
    [InlineData("base64offset", "fo", "Zm Zv mb")]
    [InlineData("base64offset", "foo", "Zm9v Zvb mb2")]
    [InlineData("base64offset", "foob", "Zm9vY Zvb2 mb29i")]
    [InlineData("base64", "fo", "Zm8=")]
    [InlineData("utf16be", "hi", "\0h\0i")]
    [InlineData("utf16", "h", "ÿþh\0")]
    public void Encoding_IsWhatTheLogHolds(string step, string text, string forms) =>
        Assert.Equal(forms, string.Join(' ', ValueSteps.Apply(step, TextPattern.Plain(text), isBytes: false)!.Select(f => f.Literal)));

    [Fact]
    public void Encoding_OfBytes_TakesThemAsTheyAre()
    {
        Assert.Equal("6Q==", Assert.Single(ValueSteps.Apply("base64", TextPattern.Plain("é"), isBytes: true)!).Literal);
        Assert.Equal("w6k=", Assert.Single(ValueSteps.Apply("base64", TextPattern.Plain("é"), isBytes: false)!).Literal);
        Assert.Null(ValueSteps.Apply("base64", TextPattern.Parse("a*"), isBytes: false));
    }

    private static bool Hits(string item, string value) => Bed.Detection($"sel:\n    {item}\ncondition: sel").Hits(("F", value));
}
