using Microsoft.Playwright;
using Postvakt.Server.Api;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Tests.Pages;

/// <summary>What a responder does at three in the morning.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class ResponderTests(ConsoleRoom room)
{
    [Fact]
    public async Task Now_SaysThatAnAttackIsOn_AndWhy()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        Assert.Equal("Yes, an attack is on", await page.Locator("h1").TextContentAsync());
        Assert.Contains("Campaign links /chart/N is under way: 4 malicious mails", await page.Locator(".reasons").TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains("observe", await page.Locator(".states").TextContentAsync(), StringComparison.Ordinal);
        // The zone of the viewer, not that of the server.
        Assert.DoesNotContain("UTC", string.Concat(await page.Locator("table").AllTextContentsAsync()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Now_TakesUpANewIncident_WithoutLoading()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await page.GetByText("Kept up to date").WaitForAsync();
        Assert.True((await room.SayAsync<OpenedAnswer>(HttpMethod.Post, "api/v1/incidents", new { title = "Charts from a stolen mailbox", reason = "seen" })).Done);
        await page.GetByText("An incident is open: Charts from a stolen mailbox").WaitForAsync(new LocatorWaitForOptions { Timeout = 15_000 });
    }

    [Fact]
    public async Task LockDown_ShowsInEveryPage_UntilLifted()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/lockdown");
        Assert.Contains("Nobody can release any held mail any more", await page.Locator(".consequence").TextContentAsync(), StringComparison.Ordinal);
        await page.GetByLabel("Reason").FillAsync("<b>wave</b> of charts");
        await page.GetByRole(AriaRole.Button, new() { Name = "Lock · everybody" }).ClickAsync();
        await page.Locator(".answer.done").WaitForAsync();
        // Others may hold beside it.
        var row = page.Locator(".locked-row").Filter(new() { HasText = "everybody" });
        Assert.Contains("<b>wave</b> of charts", await row.TextContentAsync(), StringComparison.Ordinal);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ConsoleRoom.Pictures, "lockdown-locked.png"), FullPage = true });
        await page.GotoAsync("/mail/" + Stock.Plain);
        Assert.Equal("Release is locked", await page.Locator(".state.locked").TextContentAsync());
        Assert.Contains("A lock-down covers this mail", await page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        await page.GotoAsync($"/quarantine/decide?do=release&id={Stock.Plain}");
        await page.GetByLabel("Reason").FillAsync("they need it");
        await page.GetByRole(AriaRole.Button, new() { Name = "Release" }).ClickAsync();
        Assert.Contains("wave", await page.Locator(".answer.refused").TextContentAsync(), StringComparison.Ordinal);
        await page.GotoAsync("/lockdown");
        await row.GetByLabel("Why lift it?").FillAsync("over");
        await row.GetByRole(AriaRole.Button, new() { Name = "Lift lock-down" }).ClickAsync();
        await page.Locator(".answer.done").WaitForAsync();
        Assert.Equal(0, await row.CountAsync());
        var audit = await AuditAsync();
        Assert.Contains(audit, a => a is { Action: "lock", Actor: "user:" + ConsoleRoom.Responder, Outcome: "done" });
        Assert.Contains(audit, a => a is { Action: "release", Actor: "user:" + ConsoleRoom.Responder, Outcome: "locked" });
    }

    [Fact]
    public async Task Delete_SaysWhatFollows_ThenDeletes()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/mail/" + Stock.Spare);
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        Assert.Contains("People they are for: 3. They are deleted with their text and cannot be brought back", await page.Locator(".consequence").TextContentAsync(), StringComparison.Ordinal);
        await page.GetByLabel("Reason").FillAsync("a thief's");
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await page.Locator(".answer.done").WaitForAsync();
        Assert.EndsWith("/mail/" + Stock.Spare, new Uri(page.Url).AbsolutePath, StringComparison.Ordinal);
        Assert.Contains("deleted", await page.Locator(".facts").TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains(await AuditAsync(), a => a is { Action: "delete", Subject: Stock.Spare, Actor: "user:" + ConsoleRoom.Analyst, Outcome: "done" });
    }

    [Fact]
    public async Task Quarantine_IsSearchedAndTurned_WithEverythingInTheAddress()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/quarantine?state=held");
        Assert.Equal(50, await page.Locator("tbody tr").CountAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Older mail" }).ClickAsync();
        await page.IsAtAsync("*after=*");
        Assert.Contains("state=held", page.Url, StringComparison.Ordinal);
        Assert.InRange(await page.Locator("tbody tr").CountAsync(), 10, 30);
        await page.GotoAsync("/quarantine");
        await page.GetByLabel("Words of the subject").FillAsync("october");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await page.IsAtAsync("*subject=october*");
        Assert.Equal("Re: chart of October", await page.Locator("tbody tr th a").TextContentAsync());
    }

    private async Task<IReadOnlyList<AuditView>> AuditAsync()
    {
        await using var client = (await ApiClient.FindAsync(room.Data, CancellationToken.None))!;
        return (await client.GetAsync<List<AuditView>>("api/v1/audit?max=1000", CancellationToken.None))!;
    }

    private sealed record OpenedAnswer(bool Done);
}
