using Postvakt.Sigma.Matching;
using Postvakt.Sigma.Tests.Building;

namespace Postvakt.Sigma.Tests.Matching;

/// <summary>Rules share a test whose key is the same: what tests something else must not have it.</summary>
public sealed class MatcherKeyTests
{
    [Fact]
    public void Key_IsThatOfOneTestAlone()
    {
        var matchers = new List<Matcher>
        {
            PresenceMatcher.Exists, PresenceMatcher.Null, PresenceMatcher.Absent, CidrMatcher.Parse("192.0.2.0/24")!, CidrMatcher.Parse("192.0.2.0/25")!,
            new NumberMatcher(CompareOperator.Less, 5), new NumberMatcher(CompareOperator.Less, 5.5), new NumberMatcher(CompareOperator.Greater, 5),
            new TimeMatcher(TimePart.Hour, CompareOperator.Less, 5), new TimeMatcher(TimePart.Day, CompareOperator.Less, 5), new TimeMatcher(TimePart.Day, CompareOperator.Equal, 5),
            new FieldMatcher("A", TextShape.Whole, cased: false), new FieldMatcher("B", TextShape.Whole, cased: false), new FieldMatcher("A", TextShape.Part, cased: false), new FieldMatcher("A", TextShape.Whole, cased: true),
            RunMatcher.Of(".{3,}", dotAll: false)!, RunMatcher.Of(".{3,}", dotAll: true)!, RunMatcher.Of(".{4,}", dotAll: false)!,
            Pattern("ab"), Pattern("AB"), Pattern("ab", ignoreCase: true), Pattern("ab", multiline: true), Pattern("ab", dotAll: true),
            Text("ab", cased: true), Text("aB", cased: true), Text("text:AB", cased: true), Text("cased:ab", cased: true), Text("exists", cased: true),
        };
        matchers.AddRange(new[] { "", "ab", "a*b", @"a\*b", "a?b", @"a\?b", "a-b", "a/b", "a\u0001b", "a\u00012b", "a\u00010b", @"a\\b", @"a\\*b", "a**?b" }.Select(p => Text(p, cased: false)));
        matchers.Add(new TextMatcher(TextPattern.Parse("a-b").WithDashes(), cased: false));
        Assert.Equal(matchers.Count, matchers.Select(m => m.Key).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Key_OfTheSameTest_IsShared()
    {
        Assert.Equal(Text("ab", cased: false).Key, Text("AB", cased: false).Key);
        Assert.Equal(Text("a**b", cased: false).Key, Text("a*b", cased: false).Key);
        Assert.Equal(new TextMatcher(TextPattern.Parse("/a").WithDashes(), cased: true).Key, new TextMatcher(TextPattern.Parse("-a").WithDashes(), cased: true).Key);
    }

    [Fact]
    public void Rules_ThatLookAlike_AreToldApart()
    {
        string[] items = ["F: ABC", "F|cased: ABC", "F|cased: abc", "F|fieldref: G", "F|fieldref|cased: G", "F|fieldref|startswith: G", "F|exists: true", "F|exists: false", "F: null"];
        var bed = Bed.Of(string.Join("\n---\n", items.Select(i => Bed.Rule($"'{i}'", $"sel:\n    {i}\ncondition: sel"))));
        Assert.Equal(["F: ABC", "F|cased: abc", "F|exists: true"], Titles(bed, ("F", "abc"), ("G", "abcd")));
        Assert.Equal(["F: ABC", "F|cased: ABC", "F|exists: true", "F|fieldref: G", "F|fieldref|startswith: G"], Titles(bed, ("F", "ABC"), ("G", "abc")));
        Assert.Equal(["F: null", "F|exists: false"], Titles(bed, ("G", "x")));
        Assert.Equal(["F: null", "F|exists: true"], Titles(bed, ("F", null)));
    }

    private static IEnumerable<string> Titles(Bed bed, params (string, object?)[] fields) => bed.Matches(Bed.Event(fields)).Select(m => m.Rule.Title).Order(StringComparer.Ordinal);

    private static TextMatcher Text(string pattern, bool cased) => new(TextPattern.Parse(pattern), cased);

    private static Matcher Pattern(string pattern, bool ignoreCase = false, bool multiline = false, bool dotAll = false) =>
        RegexReading.Read(pattern, ignoreCase, multiline, dotAll, TimeSpan.FromSeconds(1)).Matcher!;
}
