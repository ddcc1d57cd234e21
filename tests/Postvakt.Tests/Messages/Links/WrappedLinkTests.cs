using Postvakt.Messages.Links;

namespace Postvakt.Tests.Messages.Links;

public sealed class WrappedLinkTests
{
    private const string Long = "https://files.nordwind.example/projects/2021/harbour/drawings/overview/bui";

    [Theory]
    [InlineData("https://nordwind.example/very-\nlong", "https://nordwind.example/very-long")]
    [InlineData("<https://nordwind.example/very/\n  long/path>", "https://nordwind.example/very/long/path")]
    [InlineData("> <https://nordwind.example/very/\n> long/path> text", "https://nordwind.example/very/long/path")]
    [InlineData(Long + "\nlding/4403601 ", "https://files.nordwind.example/projects/2021/harbour/drawings/overview/building/4403601")]
    [InlineData("> " + Long + "\n> lding/4403601\n", "https://files.nordwind.example/projects/2021/harbour/drawings/overview/building/4403601")]
    [InlineData("https://nordwind.example/a?x=1&\ny=2\nNext", "https://nordwind.example/a?x=1&y=2")]
    [InlineData("https://files.nordwind.example/projects/2021/harbour/drawings/overview/bui=\nlding/4403601", "https://files.nordwind.example/projects/2021/harbour/drawings/overview/building/4403601")]
    public void Extract_LinkOverLines_IsJoined(string text, string url)
    {
        Link link = Assert.Single(Bodies.Links(Bodies.Plain(text)));
        Assert.Equal(url, link.Url);
        Assert.True(link.Traits.HasFlag(LinkTraits.Split));
    }

    [Theory]
    [InlineData("https://nordwind.example/a\nKind regards")]
    [InlineData("https://nordwind.example/a\nAnna")]
    [InlineData("https://nordwind.example/\n12345678")]
    [InlineData("https://nordwind.example/a-\n> quoted")]
    [InlineData("https://nordwind.example/a-\n-- \nAnna")]
    [InlineData("https://nordwind.example/a =\nb")]
    [InlineData("<https://nordwind.example/a\n\nnew paragraph>")]
    [InlineData(Long + "\nregards")]
    [InlineData(Long + "\nlding and more words/here")]
    public void Extract_NextLineIsSomethingElse_StaysOut(string text)
    {
        Link link = Assert.Single(Bodies.Links(Bodies.Plain(text)));
        Assert.False(link.Traits.HasFlag(LinkTraits.Split));
    }
}
