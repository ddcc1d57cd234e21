using Postvakt.Sigma.Tests.Building;

namespace Postvakt.Sigma.Tests.Rules;

public sealed class KeywordTests
{
    [Fact]
    public void Keywords_AreSearchedInAllValues()
    {
        var bed = Bed.Detection("words:\n    - evilthing\n    - 'two * words'\n    - 4711\ncondition: words");
        Assert.True(bed.Hits(("A", "x"), ("B", "an EvilThing here")));
        Assert.True(bed.Hits(("A", "two big words")));
        Assert.True(bed.Hits(("A", 14711)));
        Assert.False(bed.Hits(("evilthing", "x")));
    }

    [Fact]
    public void All_NeedsEachKeyword()
    {
        var bed = Bed.Detection("words:\n    '|all':\n        - New-Thing\n        - ' -Mailbox '\ncondition: words");
        // Cmdlet and parameters as separate values, as raw events have them.
        Assert.True(bed.Hits(("Data", "New-Thing"), ("Data", "-Mailbox someone -Path x")));
        Assert.False(bed.Hits(("Data", "New-Thing"), ("Data", "-Mailboxes someone")));
        Assert.False(bed.Hits(("Data", "-Mailbox someone")));
    }

    [Fact]
    public void Keywords_SearchTheTextOfTheCaller_IfThereIsOne()
    {
        var bed = Bed.Detection("words:\n    - needle\ncondition: words");
        var one = Bed.Event(("A", "needle"));
        one.Text = "nothing of it".AsMemory();
        Assert.Empty(bed.Matches(one));
        one.Text = "a NEEDLE, rendered".AsMemory();
        var evidence = Assert.Single(Assert.Single(bed.Matches(one)).Evidence);
        Assert.Equal(new SigmaEvidence("", "a NEEDLE, rendered", "needle"), evidence);
    }

    [Fact]
    public void Keywords_TakePatternsAndEncodings()
    {
        Assert.True(Bed.Detection("words:\n    '|re': 'ab+c'\ncondition: words").Hits(("A", "xabbbc")));
        Assert.True(Bed.Detection("words:\n    '|windash|contains|all': ['-a', '-b']\ncondition: words").Hits(("A", "/a"), ("B", "/b")));
        Assert.True(Bed.Detection("words: single\ncondition: words").Hits(("A", "a single word")));
    }

    [Fact]
    public void ListOfMapsAndWords_IsJoinedByOr()
    {
        var bed = Bed.Detection("sel:\n    - A: 1\n      B: 2\n    - C: 3\n    - word\ncondition: sel");
        Assert.True(bed.Hits(("A", 1), ("B", 2)));
        Assert.False(bed.Hits(("A", 1)));
        Assert.True(bed.Hits(("C", 3)));
        Assert.True(bed.Hits(("X", "a word")));
    }
}
