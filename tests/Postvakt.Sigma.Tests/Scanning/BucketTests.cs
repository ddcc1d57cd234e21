using Postvakt.Sigma.Matching;
using Postvakt.Sigma.Scanning;
using Postvakt.Sigma.Tests.Building;

namespace Postvakt.Sigma.Tests.Scanning;

/// <summary>Which rules an event wakes, so that all others cost nothing.</summary>
public sealed class BucketTests
{
    [Theory]
    [InlineData("sel:\n    F|contains: ab\n    G|endswith: longer\ncondition: sel", "LONGER")]
    [InlineData("sel:\n    F|startswith: longer\n    G: ab\ncondition: sel", "LONGER")]
    [InlineData("sel:\n    F|contains: [abc, def]\ncondition: sel", "ABC DEF")]
    [InlineData("sel:\n    F|contains: [abc, abc]\n    G|re: '.'\ncondition: sel", "ABC")]
    [InlineData("a:\n    F: abc\nb:\n    F: longer\n    G: x\ncondition: a or b", "ABC LONGER")]
    [InlineData("sel:\n    F|re: 'x+needle.*'\n    G: ab\ncondition: sel", "NEEDLE")]
    [InlineData("sel:\n    F: x\nfilter:\n    G: longer\ncondition: sel and not filter", "X")]
    // One of two long ones is as good as one short one is bad.
    [InlineData("sel:\n    F|contains: [longest, longer]\n    G: a\ncondition: sel", "LONGER LONGEST")]
    [InlineData("sel:\n    F|contains: [a, longest]\n    G: abc\ncondition: sel", "ABC")]
    public void Rule_IsWokenByItsRarestTexts(string detection, string texts)
    {
        var bucket = Of(Bed.Rule("Test", detection));
        Assert.Empty(bucket.Always);
        Assert.Equal(texts, string.Join(' ', bucket.Atoms.Where(a => a.Wakes.Length > 0).Select(Text).Order(StringComparer.Ordinal)));
        Assert.All(bucket.Atoms, a => Assert.True(a.Wakes is [] or [0]));
    }

    [Theory]
    [InlineData("sel:\n    F: x\ncondition: not sel")]
    [InlineData("sel:\n    F|re: '.'\ncondition: sel")]
    [InlineData("sel:\n    F|gt: 5\ncondition: sel")]
    [InlineData("a:\n    F: x\nb:\n    G: null\ncondition: a or b")]
    public void Rule_ThatNoTextWakes_IsAskedAlways(string detection)
    {
        var bucket = Of(Bed.Rule("Test", detection));
        Assert.Equal([0], bucket.Always);
        Assert.All(bucket.Atoms, a => Assert.Empty(a.Wakes));
    }

    [Fact]
    public void Text_ThatManyRulesAskFor_WakesThemOnlyWhereNothingElseDoes()
    {
        var many = string.Join("\n---\n", Enumerable.Range(0, 40).Select(i => Bed.Rule($"R{i}", $"sel:\n    F|contains: common\n    H{i}: xyz\ncondition: sel")));
        var bucket = Of(many + "\n---\n" + Bed.Rule("Alone", "sel:\n    F|contains: common\ncondition: sel"));
        Assert.Equal([40], Assert.Single(bucket.Atoms, a => Text(a) == "COMMON").Wakes);
        Assert.Equal(41, Assert.Single(bucket.Atoms, a => Text(a) == "COMMON").Uses);
        Assert.Equal(40, bucket.Atoms.Count(a => Text(a) == "XYZ" && a.Wakes.Length == 1));
    }

    [Theory]
    [InlineData("sel:\n    F|re: '.'\n    G: x\ncondition: sel")]
    [InlineData("sel:\n    F|re: '.'\n    G: x\ncondition: not sel")]
    [InlineData("a:\n    F|re: '.'\n    G: x\nb:\n    H|re: '.'\ncondition: a or b")]
    [InlineData("a:\n    F|re: '.'\n    G: x\nb:\n    H|re: '.'\ncondition: b or not a")]
    public void Condition_AsksFirstWhatIsKnownAlready(string detection)
    {
        var node = Assert.Single(Of(Bed.Rule("Test", detection)).Rules).Condition;
        var innermost = Parts(node).OfType<ManyNode>().Last();
        Assert.Equal("X", Text(Assert.IsType<AtomNode>(innermost.Parts[0]).Atom));
        Assert.True(innermost.Parts[0].Cost < innermost.Parts[1].Cost);
    }

    private static IEnumerable<RuleNode> Parts(RuleNode node) => node switch
    {
        NotNode not => Parts(not.Part),
        ManyNode many => [many, .. many.Parts.SelectMany(Parts)],
        _ => [node],
    };

    private static Bucket Of(string rules) => Bed.Of(rules).Engine.BucketOf(Bed.Anywhere, default, null)!;

    private static string Text(Atom atom) => atom.Matcher is TextMatcher text && text.Literal.Length > 0 ? text.Literal : string.Join(' ', atom.Matcher.Needles ?? []);
}
