namespace Postvakt.Tests.Messages.Bodies;

public sealed class QuoteMarkTests
{
    [Fact]
    public void Answers_BetweenQuotes_StayAuthored()
    {
        var split = Bodies.Split("On Mon, 3 May 2021 at 10:05, Ann <ann@mail.example> wrote:\n> Shall we meet?\n\nYes.\n\n> Where?\n\nAt noon.\n");

        Assert.Equal("Yes.\n\nAt noon.", split.Authored);
        Assert.Equal("Shall we meet?\n\nWhere?", Assert.Single(split.Quotes).Text);
        Bodies.AssertCovers(split);
    }

    [Theory]
    [InlineData("> > ")]
    [InlineData(">> ")]
    [InlineData(">>")]
    public void Marks_Nested_GiveDepth(string marks)
    {
        var split = Bodies.Split($"Mine.\n\nBo wrote:\n\n> Second.\n>\n> Ann wrote:\n>\n{marks}First.\n> \n");

        Assert.Equal([(1, "Bo", "Second."), (2, "Ann", "First.")], split.Quotes.Select(q => (q.Depth, q.Author, q.Text)));
    }

    [Theory]
    [InlineData("| ")]
    [InlineData(": ")]
    [InlineData("Ann> ")]
    [InlineData("AL> ")]
    public void Marks_OfOtherPrograms_AreTakenOffAfterAttribution(string mark)
    {
        var split = Bodies.Split($"Mine.\n\nOn Mon, 3 May 2021 at 10:05, Ann Lee wrote:\n\n{mark}One\n{mark}Two\n\nMine again.\n");

        Assert.Equal("One\nTwo", Assert.Single(split.Quotes).Text);
        Assert.Equal("Mine.\n\nMine again.", split.Authored);
    }

    [Theory]
    [InlineData("| a | b |\n| 1 | 2 |")]
    [InlineData("mysql> select 1;\nmysql> select 2;")]
    [InlineData("if (a > b) return;\nx = a > b;")]
    [InlineData("diff --git a/x b/x\n@@ -1,2 +1,2 @@\n-    > old\n+    > new\n |  one\n     > indented")]
    public void Marks_InCodeAndTables_StayAuthored(string text) => Assert.Empty(Bodies.Split(text).Quotes);

    [Fact]
    public void From_EscapedByMbox_IsNoQuote() => Assert.Empty(Bodies.Split("Hello\n\n>From here on it is easy.\n\nBye").Quotes);

    [Fact]
    public void Quotes_PastLimit_JoinTheLast()
    {
        var text = string.Concat(Enumerable.Range(0, 200).Select(i => $"From: P{i} <p{i}@mail.example>\nSent: 2021\nTo: x\nSubject: s\n\ntext {i}\n\n"));

        var split = Bodies.Split(text);

        Assert.Equal(64, split.Quotes.Count);
        Bodies.AssertCovers(split);
    }

    [Fact]
    public void Reply_KeepsQuotesBetweenOwnLinesOnly()
    {
        Assert.Equal("Mine.", Bodies.Split("Mine.\n\nBo wrote:\n> Theirs.\n").ReadReply());
        Assert.Equal("Mine.", Bodies.Split("On 3 May 2021 10:05, Bo wrote:\n> Theirs.\n\nMine.\n-- \nAnn\n").ReadReply());
        Assert.Equal("One.\n\n> Theirs.\n\nTwo.", Bodies.Split("One.\n\n> Theirs.\n\nTwo.\n").ReadReply());
        Assert.Equal("> Only quoted.", Bodies.Split("> Only quoted.\n").ReadReply());
    }
}
