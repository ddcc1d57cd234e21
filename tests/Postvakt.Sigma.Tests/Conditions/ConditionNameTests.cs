using Postvakt.Sigma.Conditions;
using Postvakt.Sigma.Matching;

namespace Postvakt.Sigma.Tests.Conditions;

/// <summary>Which selections a condition names, and how large it may be.</summary>
public sealed class ConditionNameTests
{
    private static readonly string[] Names = ["sel_a", "sel_b", "other", "_hidden_a"];

    [Theory]
    [InlineData("1 of sel_*", "sel_a sel_b")]
    [InlineData("1 of *_b", "sel_b")]
    [InlineData("1 of s*_*a", "sel_a")]
    [InlineData("1 of *e*", "other sel_a sel_b")]
    [InlineData("1 of sel_a", "sel_a")]
    [InlineData("1 of sel_a**", "sel_a")]
    [InlineData("1 of them", "other sel_a sel_b")]
    [InlineData("ALL OF THEM", "other sel_a sel_b")]
    // Names with _ in front are left to those who call them by name.
    [InlineData("1 of *_a", "sel_a")]
    [InlineData("1 of _*a", "_hidden_a")]
    [InlineData("other and not _hidden_a", "_hidden_a other")]
    public void Pattern_NamesWhatItSays(string condition, string used) => Assert.Equal(used, string.Join(' ', Read(condition).Used.Order(StringComparer.Ordinal)));

    [Theory]
    [InlineData("1 of SEL_*", "no selection is named like 'SEL_*'")]
    [InlineData("1 of sel", "no selection is named like 'sel'")]
    [InlineData("1 of othr*", "no selection is named like 'othr*'; did you mean 'other'?")]
    [InlineData("1 of el_*", "no selection is named like 'el_*'")]
    [InlineData("1 of sel_*c", "no selection is named like 'sel_*c'")]
    [InlineData("Other", "there is no selection 'Other'")]
    [InlineData("or other", "'or' stands where the name")]
    [InlineData("other or or other", "'or' stands where the name")]
    [InlineData("other and )", "a ) stands where the name of a selection is expected")]
    [InlineData("all of", "'all of' needs a pattern of names")]
    [InlineData("not", "it ends where the name of a selection is expected")]
    [InlineData("()", "a ) stands where the name of a selection is expected")]
    [InlineData("(other other)", "a ( is never closed")]
    public void Name_ThatIsNone_IsRefused(string condition, string fault)
    {
        var reading = Read(condition);
        Assert.Null(reading.Expr);
        Assert.Contains(fault, reading.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Selections_MayBeNamedLikeWordsOfTheLanguage()
    {
        Assert.Equal(["1"], Read("1", "1", "a").Used);
        Assert.Equal(["them"], Read("1 of them", "them", "a").Used);
        Assert.Contains("no selection for 'them'", Read("1 of them", "_a").Fault, StringComparison.Ordinal);
    }

    [Fact]
    public void Condition_OfLargeSelections_IsRefusedBeforeItGrows()
    {
        // With its alternatives and itself, a thousand parts.
        var large = Expr.Or([.. Enumerable.Range(0, 999).Select(_ => Leaf())]);
        var selections = new Dictionary<string, Expr>(StringComparer.Ordinal) { ["sel"] = large };
        Assert.Null(ConditionParser.Read(string.Join(" or ", Enumerable.Repeat("sel", 100)), selections).Fault);
        Assert.Equal("condition: with its selections put in it has more than 100,000 parts", ConditionParser.Read(string.Join(" or ", Enumerable.Repeat("sel", 101)), selections).Fault);
    }

    [Fact]
    public void Condition_HasBounds_OfLengthAndDepth()
    {
        Assert.Null(Read("other" + new string(' ', 16_384 - 5)).Fault);
        Assert.Equal("condition: a condition may have 16,384 characters", Read("other" + new string(' ', 16_384 - 4)).Fault);
        string Nots(int count) => string.Concat(Enumerable.Repeat("not ", count)) + "other";
        string Brackets(int count) => new string('(', count) + "other" + new string(')', count);
        Assert.Null(Read(Nots(64)).Fault);
        Assert.Equal("condition: nested deeper than 64", Read(Nots(65)).Fault);
        Assert.Null(Read(Brackets(64)).Fault);
        Assert.Equal("condition: nested deeper than 64", Read(Brackets(65)).Fault);
        // What stands beside each other is not within each other.
        Assert.Null(Read(string.Join(" or ", Enumerable.Repeat("not (other)", 65))).Fault);
    }

    [Fact]
    public void Blanks_OfAnyKindAndNumber_PartWords() => Assert.Null(Read("  sel_a\t and\n\r not   ( other )  ").Fault);

    private static ConditionReading Read(string condition, params string[] names) =>
        ConditionParser.Read(condition, (names.Length > 0 ? names : Names).ToDictionary(n => n, _ => Leaf(), StringComparer.Ordinal));

    private static Expr Leaf() => new TestExpr(new("F", PresenceMatcher.Exists, "F"));
}
