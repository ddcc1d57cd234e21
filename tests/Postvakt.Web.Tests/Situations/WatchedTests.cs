using Postvakt.Web.Situations;

namespace Postvakt.Web.Tests.Situations;

public sealed class WatchedTests
{
    private static readonly string[] Full = [.. Enumerable.Range(0, Watched.OnPage).Select(i => "m" + i)];

    [Fact]
    public void SamePage_HasNothingNew() => Assert.Equal(0, Watched.CountNew(Full, Full));

    [Fact]
    public void RowsAbove_AreNew() => Assert.Equal(2, Watched.CountNew(Full, ["a", "b", .. Full[..^2]]));

    [Fact]
    public void RowThatChanged_IsNew() => Assert.Equal(1, Watched.CountNew(Full, ["m0 released", .. Full[1..]]));

    [Fact]
    public void RowsThatMovedUpFromTheNextPage_AreNotNew() => Assert.Equal(0, Watched.CountNew(Full, [.. Full[3..], "n1", "n2", "n3"]));

    [Fact]
    public void PageWithNothingOfBefore_IsNewAltogether() => Assert.Equal(2, Watched.CountNew(Full, ["a", "b"]));

    [Theory]
    [InlineData("", "a", 1)]
    [InlineData("a b", "a b c", 1)]
    [InlineData("a b", "b", 0)]
    [InlineData("", "", 0)]
    public void ShortPage_HasNothingBehindIt(string seen, string now, int expected) => Assert.Equal(expected, Watched.CountNew(Words(seen), Words(now)));

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
}
