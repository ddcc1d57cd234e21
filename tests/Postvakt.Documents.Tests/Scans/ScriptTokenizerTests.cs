using Postvakt.Documents.Scans;

namespace Postvakt.Documents.Tests.Scans;

public sealed class ScriptTokenizerTests
{
    [Theory]
    [InlineData("document.write(atob(x)); x = 1", "document write atob x")]
    [InlineData("var a = null, b = true;", "a b")]
    [InlineData("ato\\u0062('x')", "ato\\u0062")]
    [InlineData("a\\u{62}c(1)", "a\\u{62}c")]
    [InlineData("äöü + _0x1f2 + $", "äöü _0x1f2 $")]
    [InlineData("a /* b */ // c\n d", "a d")]
    [InlineData("1e5 + 0xFFn", "")]
    public void Words_AreIdentifiersOnce(string source, string identifiers) => Assert.Equal(identifiers, string.Join(' ', ScriptTokenizer.Read(source).Identifiers));

    [Theory]
    [InlineData("'a\\'b' + \"c\"", "a\\'b|c")]
    [InlineData("`x${a + `y${'z'}`}w`", "x|y|z|w")]
    [InlineData("'never closed\nnext('b')", "never closed|b")]
    [InlineData("f({a: '}'})", "}")]
    [InlineData("`a${ {b: 1}.b }c`", "a|c")]
    [InlineData("'one\\\ntwo'", "one\\\ntwo")]
    [InlineData("'open", "open")]
    [InlineData("`open ${", "open ")]
    [InlineData("'\\", "\\")]
    public void Literals_AreTextsAsWritten(string source, string texts) => Assert.Equal(texts, string.Join('|', ScriptTokenizer.Read(source).Texts));

    [Theory]
    [InlineData("a = b / c / d", "")]
    [InlineData("return /x'y/g.test(a)", "/x'y/g")]
    [InlineData("f(/[/']/)", "/[/']/")]
    [InlineData("a[0] / 2 + '/'", "")]
    [InlineData("x = /never closed", "")]
    public void Slash_DividesOrBeginsAPattern(string source, string patterns) => Assert.Equal(patterns, string.Join('|', ScriptTokenizer.Read(source).Patterns));

    [Fact]
    public void Keywords_AreApart() => Assert.Equal(["function", "var", "return"], ScriptTokenizer.Read("function f() { var a; return a; }").Keywords);

    [Fact]
    public void ManyTokens_EndAtALimit() => Assert.Equal(10_000, ScriptTokenizer.Read(string.Join(' ', Enumerable.Range(0, 20_000).Select(i => "a" + i))).Identifiers.Count);

    [Fact]
    public void TemplatesInsideEachOther_DoNotNestWithoutEnd() => Assert.NotEmpty(ScriptTokenizer.Read(string.Concat(Enumerable.Repeat("`a${", 100_000))).Texts);
}
