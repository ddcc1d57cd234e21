using Postvakt.Documents.Html;

namespace Postvakt.Documents.Tests.Html;

public sealed class HtmlSourceTests
{
    [Theory]
    [InlineData("<a/href=x>", "<a href=x>")]
    [InlineData("<a x='1'/href=x>", "<a x='1' href=x>")]
    [InlineData("<svg/onload=x>", "<svg onload=x>")]
    [InlineData("<a//href=x>", "<a/ href=x>")]
    [InlineData("<a x=' / '/href=x>", "<a x=' / ' href=x>")]
    [InlineData("<!-- <a x=' --><a/href=x>", "<!-- <a x=' --><a href=x>")]
    [InlineData("<SCRIPT>a<b='</SCRIPT><a/href=x>", "<SCRIPT>a<b='</SCRIPT><a href=x>")]
    public void SlashBetweenAttributes_BecomesABlank(string html, string spaced) => Assert.Equal(spaced, HtmlSource.Spaced(html));

    [Theory]
    [InlineData("")]
    [InlineData("<")]
    [InlineData("<a")]
    [InlineData("<br/>")]
    [InlineData("<br />")]
    [InlineData("<a href=x/y>")]
    [InlineData("<a href='x/y'>")]
    [InlineData("</a/b>")]
    [InlineData("1 < 2/a")]
    [InlineData("<a x=")]
    [InlineData("<a x='/y")]
    [InlineData("<!-- <a/href=x>")]
    [InlineData("<script>if (a<b/c) </script>")]
    [InlineData("<title><a/b></title>")]
    public void OtherSlash_Stays(string html) => Assert.Same(html, HtmlSource.Spaced(html));
}
