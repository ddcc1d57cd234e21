using Postvakt.Mql.Tests.Building;

namespace Postvakt.Mql.Tests.Syntax;

public sealed class LexerTests
{
    [Theory]
    [InlineData("""
        "a\n\t\r\"\'\\b"
        """, "a\n\t\r\"'\\b")]
    [InlineData("""
        "\u{41}\u{1F600}"
        """, "A😀")]
    [InlineData("'a''b'", "a'b")]
    [InlineData(@"'\'", @"\")]
    [InlineData(@"'\d+'", @"\d+")]
    [InlineData("'a // b'", "a // b")]
    public void Text_IsReadAsWritten(string source, string expected) => Assert.Equal(expected, new Bed().Value(source).Text);

    [Fact]
    public void Comments_AreLeftOut() => Assert.Equal(MqlOutcome.Match, new Bed().Outcome("// first\ntrue // and \"so on\n  // more\nand true"));

    [Theory]
    [InlineData(@"subject.subject == ""a\db""", @"there is no escape \d; known are \n \r \t \' \"" \\ \u{…}; 'single quotes' need none")]
    [InlineData(@"subject.subject == ""\u41""", @"\u is followed by the number of a character in braces: \u{200b}")]
    [InlineData("subject.subject == \"a", "the text that begins here is not closed in its line")]
    [InlineData("subject.subject == 'a", "the text that begins here is never closed")]
    [InlineData("subject.subject == #", "'#' means nothing here")]
    [InlineData("subject.subject in $", "after $ comes the name of a list")]
    public void BrokenTokens_AreToldWithTheirReason(string source, string expected) => Assert.Contains(Bed.Faults(source), f => f.EndsWith(expected, StringComparison.Ordinal));
}
