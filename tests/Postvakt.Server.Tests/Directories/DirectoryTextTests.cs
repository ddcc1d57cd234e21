using Postvakt.Server.Directories;

namespace Postvakt.Server.Tests.Directories;

public sealed class DirectoryTextTests
{
    [Theory]
    [InlineData(" Anna.Berg@Firm.example ", "anna.berg@firm.example")]
    [InlineData("åsa@firm.example", "åsa@firm.example")]
    [InlineData("anna", null)]
    [InlineData("@firm.example", null)]
    [InlineData("anna@", null)]
    [InlineData("a@b@firm.example", null)]
    [InlineData("anna berg@firm.example", null)]
    [InlineData("<anna@firm.example>", null)]
    [InlineData("a\u0000@firm.example", null)]
    public void Address_IsOneThatMailCanComeFrom(string text, string? address) => Assert.Equal(address, DirectoryText.Address(text));

    [Theory]
    [InlineData("sv", "sv")]
    [InlineData("de_AT", "de-AT")]
    [InlineData("en-gb;q=0.8, en;q=0.7", "en-gb")]
    [InlineData("swedish", "")]
    [InlineData("*", "")]
    [InlineData("", "")]
    public void Language_IsTheFirstOfThePreferences(string text, string language) => Assert.Equal(language, DirectoryText.Language(text));

    [Fact]
    public void Text_IsNeverCutInsideACharacter()
    {
        Assert.Equal(DirectoryText.MaxField - 1, DirectoryText.Line(new string('a', DirectoryText.MaxField - 1) + "😀").Length);
        Assert.Equal(new string('a', 59) + "…", DirectoryText.Show(new string('a', 59) + "😀"));
    }
}
