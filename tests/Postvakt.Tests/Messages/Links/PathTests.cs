using CsCheck;
using Postvakt.Messages.Links;

namespace Postvakt.Tests.Messages.Links;

public sealed class PathTests
{
    [Theory]
    [InlineData("/vitaelibero/inventoreest-31247564", true)]
    [InlineData("/aoptio/autquia-4403601", true)]
    [InlineData("/dolorid-6077811", true)]
    [InlineData("/vitae/libero/est-12345/", true)]
    [InlineData("/vitae/libero_31247564", true)]
    [InlineData("/vitae/libero31247564", true)]
    [InlineData("/vitae/libero-1234", false)]
    [InlineData("/vitae/libero-12345678901", false)]
    [InlineData("/31247564", false)]
    [InlineData("/vitae/31247564", false)]
    [InlineData("/2021/libero-31247564", false)]
    [InlineData("/news/how-the-north-wind-blows-31247564", false)]
    [InlineData("/vitae/libero-31247564.html", false)]
    [InlineData("/vitae/libero-31247564?x=1", false)]
    [InlineData("/browse/QTBUG-81824", false)]
    [InlineData("/kb/HT207233", false)]
    [InlineData("/spo225001", false)]
    [InlineData("/", false)]
    public void CounterPath_MatchesWordsThenNumber(string path, bool matches) => Assert.Equal(matches, CounterPath.Matches(path));

    [Theory]
    [InlineData("/a/charts-3657249237.zip", true)]
    [InlineData("/a/DOC.XLSM?dl=1", true)]
    [InlineData("/a/run.js", true)]
    [InlineData("/a/page.html", false)]
    [InlineData("/a/report.pdf", false)]
    [InlineData("/a.zip/page", false)]
    [InlineData("/go/nordwind.com", false)]
    [InlineData("/.zip", false)]
    [InlineData("/", false)]
    public void FileTargets_MatchesWhatRunsOrUnpacks(string path, bool matches) => Assert.Equal(matches, FileTargets.Matches(path));

    [Theory]
    [InlineData("/vitaelibero/inventoreest-31247564", "/A/A-9{6-9}")]
    [InlineData("/aoptio/autquia-4403601", "/A/A-9{6-9}")]
    [InlineData("/a/inv-2021.zip", "/a/a-9{4}.zip")]
    [InlineData("/x9f3kq2/get.php?id=77", "/x{7}/a.php?a=9{2}")]
    [InlineData("/products/overview", "/A/A")]
    [InlineData("/r%C3%A4ksm%C3%B6rg%C3%A5s/b", "/A/a")]
    [InlineData("/", "")]
    [InlineData("", "")]
    [InlineData("/index.html", "")]
    [InlineData("/login", "")]
    [InlineData("/login/", "")]
    public void PathShape_TakesWordsAndNumbersOut(string path, string shape) => Assert.Equal(shape, PathShape.Of(path));

    [Fact]
    public void PathShape_AnyText_StaysShort() => Gen.String.Sample(path => PathShape.Of(path).Length <= 120);
}
