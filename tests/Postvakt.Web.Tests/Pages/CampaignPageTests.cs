using System.Text;
using Microsoft.Playwright;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Tests.Pages;

/// <summary>What belongs together, how it spread, and what can be done about it.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class CampaignPageTests(ConsoleRoom room)
{
    [Fact]
    public async Task Campaign_SaysHowItSpread_WithTheSameInItsTableAndFile()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/campaigns");
        await page.GetByRole(AriaRole.Link, new() { Name = RespondStock.Campaign }).ClickAsync();
        await page.IsAtAsync("*/campaigns/one*");
        var figures = await page.Locator(".figures").First.TextContentAsync();
        Assert.Contains("12 Mails", Flat(figures), StringComparison.Ordinal);
        Assert.Contains("5 reached mailboxes", Flat(figures), StringComparison.Ordinal);
        Assert.Contains("7 were held", Flat(figures), StringComparison.Ordinal);
        // 12 mails to two mailboxes each, but those where both are the same.
        Assert.Equal(22, await page.Locator(".picture").Nth(1).Locator("circle").CountAsync());
        Assert.Equal(22, await page.Locator(".picture").Nth(1).Locator("tbody tr").CountAsync());
        Assert.Contains("pay[.]thief[.]example", await page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains("Re: <b>invoice</b> 1", await page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        // An analyst looks; deciding is for responders.
        Assert.Equal(0, await page.Locator(".action").CountAsync());
        var file = await page.APIRequest.GetAsync(room.Url + "/pictures/campaign-time.csv?id=" + Uri.EscapeDataString(RespondStock.Campaign));
        Assert.Equal("text/csv; charset=utf-8", file.Headers["content-type"]);
        Assert.Equal("attachment; filename=\"campaign-time.csv\"", file.Headers["content-disposition"]);
        Assert.Equal("nosniff", file.Headers["x-content-type-options"]);
        var lines = (await file.TextAsync()).TrimStart('\ufeff').Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("From,Malicious,Other", lines[0]);
        Assert.Equal(RespondStock.Mails, lines.Skip(1).SelectMany(l => l.Split(',')[1..]).Sum(n => int.Parse(n, System.Globalization.CultureInfo.InvariantCulture)));
        Assert.Equal(404, (await page.APIRequest.GetAsync(room.Url + "/pictures/campaign-time.csv?id=none")).Status);
    }

    [Fact]
    public async Task Picture_IsForWhoMaySeeItsPage()
    {
        using var client = new System.Net.Http.HttpClient(new System.Net.Http.HttpClientHandler { AllowAutoRedirect = false });
        Assert.StartsWith("/signin", (await client.GetAsync(room.Url + "/pictures/mail-rates.csv", TestContext.Current.CancellationToken)).Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Picked_MailsGoOutOfTheCampaign_WithAReason()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/campaigns/one?name=" + Uri.EscapeDataString(RespondStock.Apart));
        await page.GetByLabel("Pick: Re: <b>invoice</b> 900").CheckAsync();
        await page.GetByLabel("Why take the picked ones out").FillAsync("a photo of the picnic");
        await page.GetByRole(AriaRole.Button, new() { Name = "Take picked out" }).ClickAsync();
        await page.GetByText("No mail is recorded under this name.").WaitForAsync();
        await page.GotoAsync("/campaigns");
        await page.GetByRole(AriaRole.Link, new() { Name = RespondStock.Apart + " · part" }).WaitForAsync();
    }

    [Fact]
    public async Task Now_ShowsTheMailOfTheDay_HourByHour()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        Assert.Equal(24, await page.Locator(".picture tbody tr").CountAsync());
        var held = await page.Locator(".picture tbody tr td:nth-child(3)").AllTextContentsAsync();
        var sum = held.Sum(h => int.Parse(h, System.Globalization.CultureInfo.InvariantCulture));
        Assert.InRange(sum, 60, 200);
        var text = Encoding.UTF8.GetString(await (await page.APIRequest.GetAsync(room.Url + "/pictures/mail-rates.csv")).BodyAsync());
        var lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(25, lines.Length);
        Assert.Equal(sum, lines.Skip(1).Sum(l => int.Parse(l.Split(',')[2], System.Globalization.CultureInfo.InvariantCulture)));
    }

    private static string Flat(string? text) => string.Join(' ', (text ?? "").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
