using Microsoft.Playwright;
using Postvakt.Server.Api;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Tests.Pages;

/// <summary>What hunts left in an incident, and indicators that mail is looked through for.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class HuntPageTests(ConsoleRoom room)
{
    [Fact]
    public async Task Hunts_AreJoinedWithMail_AndTheirIndicatorsNamed()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        var watch = new PageWatch(page, room.Url);
        await page.GotoAsync($"/incidents/{await room.IncidentAsync()}/hunts");
        // Server and computer share a file; what a log says is text.
        var chain = await page.Locator("details.action[open]").First.TextContentAsync();
        Assert.Contains("Web shell <b>written</b> by the mail server", chain, StringComparison.Ordinal);
        Assert.Contains("Library of the campaign started", chain, StringComparison.Ordinal);
        Assert.Contains("succeeded Server-side request to the back end (ProxyLogon) · ex01", await page.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ConsoleRoom.Pictures, "incident-hunts.png"), FullPage = true });

        await page.GetByLabel("lamps[.]thief[.]example").CheckAsync();
        await page.GetByLabel("Mail with one is").SelectOptionAsync("malicious");
        await page.GetByLabel("Reason").FillAsync("found on ex01");
        await page.GetByRole(AriaRole.Button, new() { Name = "Look mail through for them" }).ClickAsync();
        await page.Locator(".answer.done").WaitForAsync();
        Assert.True(await page.GetByLabel("lamps[.]thief[.]example").IsDisabledAsync());

        await page.GotoAsync("/indicators");
        var row = page.Locator("ul.rows > li", new() { HasText = "lamps[.]thief[.]example" });
        Assert.Contains("found on ex01", await row.TextContentAsync(), StringComparison.Ordinal);
        await row.GetByLabel("Why withdraw it?").FillAsync("it is clean again");
        await row.GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).ClickAsync();
        await page.Locator(".answer.done").WaitForAsync();
        Assert.Equal(0, await page.Locator("ul.rows > li", new() { HasText = "lamps[.]thief[.]example" }).CountAsync());
        Assert.Empty(watch.Faults);
    }

    [Fact]
    public async Task Indicator_ThatIsNone_IsSaidAndKeptInTheField()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/indicators");
        await page.GetByLabel("Indicators, one a line").FillAsync("host:evil.example\nno host");
        await page.GetByLabel("Reason").FillAsync("because");
        await page.GetByRole(AriaRole.Button, new() { Name = "Look mail through for them" }).ClickAsync();
        Assert.Contains("no host is no indicator", await page.Locator(".answer.refused").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal("host:evil.example\nno host", (await page.GetByLabel("Indicators, one a line").InputValueAsync()).ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Analyst_SeesAndNamesNothing()
    {
        await room.SayAsync<RulingView>(HttpMethod.Post, "api/v1/indicators", new IndicatorRequest { Indicators = ["host:seen.example"], Reason = "because" });
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/indicators");
        await page.GetByText("seen[.]example").WaitForAsync();
        Assert.Equal(0, await page.Locator("main form").CountAsync());
    }
}
