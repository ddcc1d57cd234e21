using Microsoft.Playwright;
using Postvakt.Server.Api;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Tests.Pages;

/// <summary>What people report, and what becomes of it.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class ReportPageTests(ConsoleRoom room)
{
    [Fact]
    public async Task Report_StandsBesideOurRecord_AndTheLookIsAudited()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/reports/" + RespondStock.Reports[0]);
        Assert.Contains("gave a password", await page.Locator("section[aria-labelledby=theirs]").TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains("Call this person now", await page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains("Re: <b>invoice</b> 1", await page.Locator("section[aria-labelledby=ours]").TextContentAsync(), StringComparison.Ordinal);
        await page.GotoAsync("/reports/" + RespondStock.Unknown);
        Assert.Contains("We do not know the mail.", await page.Locator("section[aria-labelledby=ours]").TextContentAsync(), StringComparison.Ordinal);
        await using var client = (await ApiClient.FindAsync(room.Data, CancellationToken.None))!;
        Assert.Contains((await client.GetAsync<List<AuditView>>("api/v1/audit?max=1000", CancellationToken.None))!, a => a is { Action: "view-mail", Subject: RespondStock.Reported, Actor: "user:" + ConsoleRoom.Analyst });
    }

    [Fact]
    public async Task Picked_AreDecidedTogether_WithTheConsequenceSaidBefore()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/reports?state=open");
        await page.GetByLabel("Pick: Re: <b>invoice</b> 2, reader3@lovhaga.example").CheckAsync();
        await page.GetByLabel("Pick: We do not know the mail., reader4@lovhaga.example").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "It was harmless" }).ClickAsync();
        Assert.Contains("Reports: 2, and 0 more open ones of the same mails. Who reported is told that the mail is harmless", await page.Locator(".consequence").TextContentAsync(), StringComparison.Ordinal);
        await page.GetByLabel("Reason").FillAsync("looked at both");
        await page.GetByRole(AriaRole.Button, new() { Name = "It was harmless" }).ClickAsync();
        Assert.Equal(2, await page.Locator(".answer.done").CountAsync());
        await page.GotoAsync("/reports?state=answered");
        Assert.Contains("reader3@lovhaga.example", await page.Locator("tbody").TextContentAsync(), StringComparison.Ordinal);
        await using var client = (await ApiClient.FindAsync(room.Data, CancellationToken.None))!;
        Assert.Contains((await client.GetAsync<List<AuditView>>("api/v1/audit?max=1000", CancellationToken.None))!, a => a.Action == "close-report" && a is { Actor: "user:" + ConsoleRoom.Analyst, Outcome: "harmless" } && a.Subject == RespondStock.Reports[2]);
    }
}
