using Microsoft.Playwright;
using Postvakt.Server.Api;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Tests.Pages;

/// <summary>Mail whose words are meant for a browser.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class HostileMailTests(ConsoleRoom room)
{
    [Fact]
    public async Task Markup_IsText()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        var watch = new PageWatch(page, room.Url);
        await page.GotoAsync("/quarantine");
        Assert.Contains("<script>document.title", await page.Locator("tbody").TextContentAsync(), StringComparison.Ordinal);
        await page.GotoAsync("/mail/" + Stock.Hostile);
        await page.GetByLabel("Why do you read somebody else’s mail?").FillAsync("reported");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the text" }).ClickAsync();
        var letter = await page.Locator(".letter").TextContentAsync();
        Assert.Contains("the invoice at http[:]//thief[.]example/pay?x=1 today", letter, StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("main script, main img, main iframe, main style, main form[action^='http'], main a[href*='thief'], .letter a[href^='http']").CountAsync());
        Assert.Contains("thief[.]example/chart/7", await page.Locator(".evidence").First.TextContentAsync(), StringComparison.Ordinal);
        Assert.EndsWith("Postvakt", await page.TitleAsync(), StringComparison.Ordinal);
        // Neither what turns the direction of writing nor a tower of marks is left of the name.
        var name = await page.Locator("h1").TextContentAsync();
        Assert.DoesNotContain('\u202E', name!);
        Assert.DoesNotContain("\u0301\u0301\u0301\u0301", name, StringComparison.Ordinal);
        Assert.Empty(watch.Faults);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ConsoleRoom.Pictures, "mail-hostile-text.png"), FullPage = true });
    }

    [Fact]
    public async Task LookingBeforeADecision_IsAudited()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        Assert.Equal(200, (await context.APIRequest.GetAsync($"/quarantine/decide?do=delete&id={MailStock.OwnToo}")).Status);
        var audit = await room.SayAsync<AuditView[]>(HttpMethod.Get, "api/v1/audit?subject=" + MailStock.OwnToo, null);
        Assert.Contains(audit, a => a is { Action: "view-mail", Actor: "user:" + ConsoleRoom.Responder });
    }

    [Theory]
    [InlineData("/mail/none/similar")]
    [InlineData("/mail/none/act?do=genuine")]
    [InlineData("/mail/none")]
    public async Task MailThatIsNotThere_IsGone(string path)
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        Assert.Equal(410, (await page.GotoAsync(path))!.Status);
        Assert.Contains("No mail is recorded", await page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task LineOfMegabytes_IsCut_AndTheLookIsAudited()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/mail/" + Stock.Long);
        await page.GetByLabel("Why do you read somebody else’s mail?").FillAsync("reported as odd");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the text" }).ClickAsync();
        await page.Locator(".letter").WaitForAsync();
        Assert.InRange((await page.Locator(".letter").TextContentAsync())!.Trim().Length, 500, 20_500);
        await page.GotoAsync("/mail/" + Stock.Long);
        var history = await page.Locator(".history").TextContentAsync();
        Assert.Contains("view-text · done · reported as odd", history, StringComparison.Ordinal);
        Assert.Contains("view-mail", history, StringComparison.Ordinal);
    }
}
