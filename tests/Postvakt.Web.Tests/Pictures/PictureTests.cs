using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Web.Frame;
using Postvakt.Web.Pictures;

namespace Postvakt.Web.Tests.Pictures;

public sealed class PictureTests
{
    [Theory]
    [InlineData(Picture.MaxRows, Picture.MaxRows, false)]
    [InlineData(5_000, Picture.MaxRows, true)]
    public async Task Table_IsCutOnThePage_AndSaysSo(int rows, int shown, bool isCut)
    {
        var table = new PictureTable([new PictureColumn("Person")], [.. Enumerable.Range(0, rows).Select(i => (IReadOnlyList<string>)["person" + i])]);
        await using var services = new ServiceCollection().BuildServiceProvider();
        await using var drawn = new HtmlRenderer(services, NullLoggerFactory.Instance);
        var page = await drawn.Dispatcher.InvokeAsync(async () => (await drawn.RenderComponentAsync<Picture>(ParameterView.FromDictionary(new Dictionary<string, object?> { ["Caption"] = "People", ["Table"] = table, ["Language"] = "en" }))).ToHtmlString());
        Assert.Equal(shown, page.Split("<bdi>person").Length - 1);
        Assert.Equal(isCut, page.Contains("The first 300 rows of 5000; the file has all.", StringComparison.Ordinal));
    }
}
