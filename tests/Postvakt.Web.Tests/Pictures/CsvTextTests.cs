using Postvakt.Web.Pictures;

namespace Postvakt.Web.Tests.Pictures;

public sealed class CsvTextTests
{
    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"no\"", "\"say \"\"no\"\"\"")]
    [InlineData("two\r\nlines", "\"two\r\nlines\"")]
    [InlineData("=HYPERLINK(\"http://thief.example\")", "\"'=HYPERLINK(\"\"http://thief.example\"\")\"")]
    [InlineData("+1", "'+1")]
    [InlineData("-1", "'-1")]
    [InlineData("@sum", "'@sum")]
    [InlineData("\tx", "'\tx")]
    [InlineData("\rx", "\"'\rx\"")]
    [InlineData("\nx", "\"'\nx\"")]
    [InlineData("\uFF1Dx", "'\uFF1Dx")]
    public void Cell_IsQuoted_AndNoFormula(string cell, string written) =>
        Assert.Equal("Word\r\n" + written + "\r\n", CsvText.Of(new PictureTable([new PictureColumn("Word")], [[cell]])));

    [Fact]
    public void Number_StaysANumber_UnlessItIsNone() =>
        Assert.Equal("N\r\n-3\r\n'-1+cmd\r\n", CsvText.Of(new PictureTable([new PictureColumn("N", ColumnKind.Number)], [["-3"], ["-1+cmd"]])));
}
