using CsCheck;
using Postvakt.Sigma.Tests.Building;

namespace Postvakt.Sigma.Tests.Conditions;

public sealed class ConditionTests
{
    private const string Selections = """
        a:
            A: 1
        b:
            B: 1
        c:
            C: 1
        _d:
            D: 1
        """;

    [Theory]
    [InlineData("a or b and c", "A", true)]
    [InlineData("a or b and c", "B", false)]
    [InlineData("(a or b) and c", "A", false)]
    [InlineData("(a or b) and c", "BC", true)]
    [InlineData("not a and b", "B", true)]
    [InlineData("not a and b", "", false)]
    [InlineData("not (a and b)", "A", true)]
    [InlineData("not not a", "A", true)]
    [InlineData("a AND NOT b OR c", "A", true)]
    [InlineData("1 of them", "D", false)]
    [InlineData("1 of them", "C", true)]
    [InlineData("any of them", "C", true)]
    [InlineData("all of them", "ABC", true)]
    [InlineData("all of them", "AB", false)]
    [InlineData("all of *", "ABC", true)]
    [InlineData("1 of _*", "D", true)]
    [InlineData("not 1 of a* and b", "B", true)]
    [InlineData("not 1 of a* and b", "AB", false)]
    [InlineData("((a))and(b)", "AB", true)]
    public void Condition_BindsAsTheSpecificationSays(string condition, string present, bool hits)
    {
        var rules = Bed.Read(Bed.Rule("Test", Selections + $"\ncondition: {condition}"));
        Assert.DoesNotContain(rules.Problems, p => p.IsError);
        var session = new SigmaEngine(rules).NewSession();
        var matches = new List<SigmaMatch>();
        session.Evaluate(Bed.Event([.. present.Select(c => (c.ToString(), (object?)1))]), matches);
        Assert.Equal(hits, matches.Count > 0);
    }

    [Fact]
    public void ListOfConditions_IsJoinedByOr()
    {
        var bed = Bed.Detection("a:\n    A: 1\nb:\n    B: 1\ncondition:\n    - a\n    - b");
        Assert.True(bed.Hits(("B", 1)));
        Assert.Single(bed.Matches(Bed.Event(("A", 1), ("B", 1))));
    }

    [Theory]
    [InlineData("sel and othr", "there is no selection 'othr'; did you mean 'other'?")]
    [InlineData("sel and", "it ends where the name of a selection is expected")]
    [InlineData("sel other", "'other' stands where and, or or the end is expected")]
    [InlineData("(sel", "a ( is never closed")]
    [InlineData("sel)", "a ) closes nothing")]
    [InlineData("and sel", "'and' stands where the name of a selection is expected")]
    [InlineData("2 of sel*", "'2 of' is not part of Sigma")]
    [InlineData("some of sel*", "'some of' is not known")]
    [InlineData("1 of filter*", "no selection is named like 'filter*'")]
    [InlineData("1 of", "needs a pattern of names")]
    [InlineData("sel | count() > 5", "aggregations after | left Sigma with version 2")]
    [InlineData("''", "the condition is empty")]
    [InlineData("{a: b}", "'condition' must be a text, not a map")]
    public void Condition_ThatMeansNothing_IsRefusedWithASentence(string condition, string sentence) =>
        Assert.Contains(sentence, Bed.Error($"sel:\n    A: 1\nother:\n    B: 1\ncondition: {condition}"), StringComparison.Ordinal);

    [Fact]
    public void Condition_TooDeep_IsRefused() =>
        Assert.Contains("nested deeper", Bed.Error($"sel:\n    A: 1\ncondition: {new string('(', 3_000)}sel{new string(')', 3_000)}"), StringComparison.Ordinal);

    [Fact]
    public void Selection_ThatIsNotUsed_IsAWarning()
    {
        var problem = Assert.Single(Bed.Read(Bed.Rule("Test", "sel:\n    A: 1\nrest:\n    B: 1\ncondition: sel")).Problems);
        Assert.False(problem.IsError);
        Assert.Equal("test.yml, line 8: the condition does not use selection 'rest'", problem.ToString());
    }

    /// <summary>Random conditions against a plain evaluation: what wakes a rule must never miss it.</summary>
    [Fact]
    public void Condition_OfAnyShape_IsFoundByItsIndex()
    {
        string[] names = ["s0", "s1", "s2", "s3"];
        string[] items = ["F|contains: ab", "F|endswith: c", "F|re: 'a.c'", "G: null"];
        Func<string, bool>[] plain = [f => f.Contains("ab", StringComparison.OrdinalIgnoreCase), f => f.EndsWith("c", StringComparison.OrdinalIgnoreCase), f => System.Text.RegularExpressions.Regex.IsMatch(f, "a.c"), _ => true];
        var detection = string.Join('\n', names.Select((n, i) => $"{n}:\n    {items[i]}"));
        var shape = Gen.Recursive<(string Text, Func<string, bool> Holds)>((depth, inner) => depth > 3
            ? Gen.Int[0, 3].Select(i => (names[i], plain[i]))
            : Gen.OneOf(
                Gen.Int[0, 3].Select(i => (names[i], plain[i])),
                inner.Select(p => ($"not ({p.Text})", (Func<string, bool>)(f => !p.Holds(f)))),
                Gen.Select(inner, inner).Select((l, r) => ($"({l.Text} and {r.Text})", (Func<string, bool>)(f => l.Holds(f) && r.Holds(f)))),
                Gen.Select(inner, inner).Select((l, r) => ($"({l.Text} or {r.Text})", (Func<string, bool>)(f => l.Holds(f) || r.Holds(f))))));
        Gen.Select(shape, Gen.Char["abcC"].Array[0, 6]).Sample((condition, text) =>
        {
            var rules = Bed.Read(Bed.Rule("Test", detection + $"\ncondition: {condition.Text}"));
            var matches = new List<SigmaMatch>();
            new SigmaEngine(rules).NewSession().Evaluate(Bed.Event(("F", new string(text))), matches);
            Assert.Equal(condition.Holds(new string(text)), matches.Count > 0);
        }, iter: 400);
    }
}
