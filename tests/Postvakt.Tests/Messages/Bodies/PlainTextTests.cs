using Postvakt.Messages;
using Postvakt.Messages.Bodies;

namespace Postvakt.Tests.Messages.Bodies;

public sealed class PlainTextTests
{
    [Theory]
    [InlineData("a\r\nb\rc", "a\nb\nc")]
    [InlineData("a\u00A0b", "a b")]
    [InlineData("in\u200Bvo\u00ADice\uFEFF", "invoice")]
    public void Render_OddCharacters_AreFolded(string text, string expected) =>
        Assert.Equal(expected, PlainText.Render(text, MessageLimits.Default).Text);

    [Theory]
    [InlineData("one \ntwo\nthree", false, "one two\nthree")]
    [InlineData("one \ntwo", true, "onetwo")]
    [InlineData("> a \n> b\n>> c", false, "> a b\n>> c")]
    [InlineData("> a \nb", false, "> a \nb")]
    [InlineData(" >stuffed", false, ">stuffed")]
    [InlineData("text\n-- \nAnn", false, "text\n-- \nAnn")]
    public void Render_Flowed_JoinsSoftBreaks(string text, bool delSp, string expected) =>
        Assert.Equal(expected, PlainText.Render(text, MessageLimits.Default, flowed: true, delSp).Text);

    [Fact]
    public void Render_PastTheLimit_DoesNotCutACharacterInTwo()
    {
        var rendered = PlainText.Render("ab😀", MessageLimits.Default with { MaxBodyChars = 3 });

        Assert.Equal("ab", rendered.Text);
        Assert.True(rendered.Truncated);
    }
}
