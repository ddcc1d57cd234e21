using System.Reflection;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Tests.Report;

public sealed class FindingKindsTests
{
    private static readonly FindingKind[] All = [.. typeof(FindingKinds).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => f.GetValue(null)).OfType<FindingKind>()];

    private static string Document() => File.ReadAllText(Checkout.At("docs", "documents.md"));

    [Fact]
    public void EveryKind_HasAnIdOfItsOwn() => Assert.Equal(All.Length, All.DistinctBy(k => k.Id).Count());

    [Fact]
    public void EveryKind_StandsInTheDocument_WithItsWeightAndSentence()
    {
        var text = Document();
        Assert.All(All, kind => Assert.Contains($"| `{kind.Id}` | {kind.Severity.ToString().ToLowerInvariant()} | {kind.Title} |", text, StringComparison.Ordinal));
    }

    [Fact]
    public void EveryKind_NamesTechniquesInTheirForm() => Assert.All(All.SelectMany(k => k.Attack), a => Assert.Matches(@"^T\d{4}(\.\d{3})?$", a));
}
