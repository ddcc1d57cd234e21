using Postvakt.Sigma.Matching;

namespace Postvakt.Sigma.Tests.Matching;

public sealed class FoldingTests
{
    [Fact]
    public void Fold_OfEachCharacter_IsThatOfComparisonWithoutCase()
    {
        var all = string.Create(char.MaxValue + 1, 0, static (span, _) =>
        {
            for (var c = 0; c < span.Length; c++) span[c] = (char)c;
        });
        Assert.Equal(all.ToUpperInvariant(), Folding.Fold(all));
        Assert.All(all, c => Assert.Equal(char.ToUpperInvariant(c), Folding.Fold(c)));
    }
}
