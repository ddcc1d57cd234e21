using Postvakt.Sigma.Tests.Building;

namespace Postvakt.Sigma.Tests.Rules;

public sealed class FilterTests
{
    private static string With(string filter) => Bed.Rule("Test", "sel:\n    A: 1\ncondition: sel", "id: abc\nname: test_rule") + "\n---\n" + filter;

    [Fact]
    public void Filter_IsJoinedByAnd()
    {
        var bed = Bed.Of(With("""
            title: Not our administrator
            logsource:
                category: test
            filter:
                rules:
                    - ABC
                sel:
                    User|startswith: adm_
                condition: not sel
            """));
        Assert.True(bed.Hits(("A", 1), ("User", "somebody")));
        Assert.False(bed.Hits(("A", 1), ("User", "adm_x")));
        Assert.Equal(2, bed.Rules.Counts.Loaded);
    }

    [Theory]
    [InlineData("any")]
    [InlineData("[test_rule]")]
    [InlineData("abc")]
    public void Filter_NamesRulesByIdNameOrAny(string rules) =>
        Assert.False(Bed.Of(With($"title: F\nlogsource: {{category: test}}\nfilter:\n    rules: {rules}\n    sel: {{A: 1}}\n    condition: not sel")).Hits(("A", 1)));

    [Fact]
    public void Filter_WithoutNot_IsAWarning()
    {
        var problem = Assert.Single(Bed.Read(With("title: F\nlogsource: {category: test}\nfilter:\n    rules: any\n    sel: {B: 1}\n    condition: sel")).Problems);
        Assert.False(problem.IsError);
        Assert.Contains("the rule now matches only what the filter describes", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("category: other")]
    [InlineData("category: test, product: windows")]
    public void Filter_OfAnotherLogSource_AppliesToNothingAndSaysSo(string source) =>
        Assert.Contains("applies to no rule", Assert.Single(Bed.Read(With($"title: F\nlogsource: {{{source}}}\nfilter:\n    rules: any\n    sel: {{B: 1}}\n    condition: not sel")).Problems).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("sel: {B: 1}\n    condition: not sel", "'rules' is missing")]
    [InlineData("rules: any\n    sel: {B: 1}", "there must be exactly one condition")]
    [InlineData("rules: any\n    sel: {B: 1}\n    condition: [not sel, sel]", "there must be exactly one condition")]
    public void Filter_ThatLacksSomething_IsRefused(string filter, string sentence) =>
        Assert.Contains(sentence, Assert.Single(Bed.Read(With($"title: F\nlogsource: {{category: test}}\nfilter:\n    {filter}")).Problems).Message, StringComparison.Ordinal);
}
