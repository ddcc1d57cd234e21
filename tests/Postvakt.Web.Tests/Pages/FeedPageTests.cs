using Microsoft.Playwright;
using Postvakt.Server.Api;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Tests.Pages;

/// <summary>What others share, and what is decided about it.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class FeedPageTests(ConsoleRoom room)
{
    private const string File = "<img src=x onerror=alert(1)>.zip";

    [Fact]
    public async Task Feeds_SayHowTheyStand_AndOneIsReadNow()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        var watch = new PageWatch(page, room.Url);
        var (row, lost) = (Row(page, ConsoleRoom.Feed), Row(page, ConsoleRoom.LostFeed));
        await page.GotoAsync("/feeds");
        await UntilAsync(page, async () => (await row.TextContentAsync())!.Contains("3 indicators, 2 of them set aside", StringComparison.Ordinal) && (await lost.TextContentAsync())!.Contains("cannot be read", StringComparison.Ordinal));
        Assert.Contains("/hosts.txt", await row.TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains("partner", await row.Locator(".tag").First.TextContentAsync(), StringComparison.Ordinal);
        // The error is shown as text, first of all, and no program makes a link of it.
        Assert.Contains("/<b>gone</b>/hosts[.]txt", await lost.Locator(".note").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("main b").CountAsync());
        Assert.Contains(ConsoleRoom.LostFeed, await page.Locator("ul.rows > li").First.TextContentAsync(), StringComparison.Ordinal);
        await PictureAsync(page, "feeds");
        await row.GetByRole(AriaRole.Button, new() { Name = "Read now: " + ConsoleRoom.Feed }).ClickAsync();
        await page.GetByText($"The feed {ConsoleRoom.Feed} is read now").WaitForAsync();
        Assert.Equal(("poll-feed", "user:" + ConsoleRoom.Responder), await NewestAsync(ConsoleRoom.Feed));
        Assert.Empty(watch.Faults);
    }

    [Fact]
    public async Task WhatIsSetAside_IsMeant_AndAnotherIsNotLookedFor()
    {
        await ImportAsync("circle", "co.uk\ncom.au\nstolen.example\n", "");
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        var watch = new PageWatch(page, room.Url);
        await page.GotoAsync("/feeds/one?name=circle");
        Assert.Contains("anybody registers names below it", await page.Locator("tr", new() { HasText = "co[.]uk" }).TextContentAsync(), StringComparison.Ordinal);
        await PictureAsync(page, "feed");
        await page.GetByLabel("Why are they meant?").FillAsync("all of it is theirs");
        await page.GetByRole(AriaRole.Button, new() { Name = "They are meant" }).ClickAsync();
        Assert.Contains("No indicator was picked", await page.Locator(".answer.refused").TextContentAsync(), StringComparison.Ordinal);
        await page.GetByLabel("Pick: co[.]uk").CheckAsync();
        await page.GetByLabel("Pick: com[.]au").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "They are meant" }).ClickAsync();
        await page.GetByText("Mail is looked through for 2 indicators that were set aside, as circle gives them").WaitForAsync();
        Assert.Equal(("mean-indicator", "user:" + ConsoleRoom.Responder), await NewestAsync("circle"));
        await UntilAsync(page, async () => await page.GetByText("Nothing of it is set aside.").CountAsync() == 1);

        await page.GetByText("Do not look for an indicator").First.ClickAsync();
        await page.GetByLabel("Indicator", new() { Exact = true }).FillAsync("no host");
        await page.GetByLabel("Reason").First.FillAsync("the shop of a friend");
        await page.GetByRole(AriaRole.Button, new() { Name = "Do not look for an indicator" }).ClickAsync();
        Assert.Contains("no host is no indicator", await page.Locator(".answer.refused").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal("the shop of a friend", await page.GetByLabel("Reason").First.InputValueAsync());
        await page.GetByLabel("Indicator", new() { Exact = true }).FillAsync("host:unheard.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Do not look for an indicator" }).ClickAsync();
        await page.GetByText("The feed circle does not give this indicator").WaitForAsync();
        await page.GetByLabel("Indicator", new() { Exact = true }).FillAsync("stolen[.]example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Do not look for an indicator" }).ClickAsync();
        await page.GetByText("Mail is no longer looked through for it, although circle gives it").WaitForAsync();
        await UntilAsync(page, async () => await page.Locator("tr", new() { HasText = "a person said so" }).CountAsync() == 1);
        Assert.Empty(watch.Faults);
    }

    [Fact]
    public async Task HostileIndicator_IsText_AndALongListHasPages()
    {
        // Numbers of three digits, so that they are in order.
        string[] files = [.. Enumerable.Range(100, 51).Select(n => FormattableString.Invariant($"chart-{n}.zip")), File];
        await ImportAsync("bad-files", string.Join('\n', files) + "\n", "file");
        foreach (var file in files) await SayAsync("word", new FeedWordRequest("bad-files", "file:" + file, false, "as a test"));
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        var watch = new PageWatch(page, room.Url);
        await page.GotoAsync("/feeds/one?name=bad-files");
        await UntilAsync(page, async () => await page.Locator("tbody tr").CountAsync() == 50 && await page.GetByRole(AriaRole.Link, new() { Name = "More that is set aside" }).CountAsync() == 1 && await page.Locator(".figures").GetByText("52").CountAsync() == 2);
        Assert.Equal(1, await page.GetByText("<img src=x onerror=alert(1)>[.]zip").CountAsync());
        Assert.Equal(0, await page.Locator("main img").CountAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "More that is set aside" }).ClickAsync();
        await page.GetByText("chart-150[.]zip").WaitForAsync();
        Assert.Equal(2, await page.Locator("tbody tr").CountAsync());
        Assert.Empty(watch.Faults);
    }

    [Fact]
    public async Task MailOfBefore_IsNamed_WithALinkToIt_AndTheFeedIsForgotten()
    {
        await ImportAsync("late-list", "http://pay.thief.example/invoice/900\n", "");
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        var watch = new PageWatch(page, room.Url);
        await page.GotoAsync("/feeds/one?name=late-list");
        var mail = page.Locator("tr", new() { HasText = "hxxp[:]//pay[.]thief[.]example/invoice/900" });
        await UntilAsync(page, async () => await mail.CountAsync() == 1);
        Assert.Contains("Re: <b>invoice</b> 900", await mail.TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal("/mail/cafe0000000000f0", await mail.GetByRole(AriaRole.Link).GetAttributeAsync("href"));
        await page.GotoAsync("/feeds");
        await page.Locator("tr", new() { HasText = "hxxp[:]//pay[.]thief[.]example/invoice/900" }).GetByRole(AriaRole.Link, new() { Name = "late-list" }).ClickAsync();
        await page.GetByText("Forget this feed").First.ClickAsync();
        await page.Locator("#drop-reason").FillAsync("of no use");
        await page.GetByRole(AriaRole.Button, new() { Name = "Forget this feed" }).ClickAsync();
        await page.GetByText("The feed late-list is dropped").WaitForAsync();
        Assert.Equal(0, await Row(page, "late-list").CountAsync());
        Assert.Equal(("drop-feed", "user:" + ConsoleRoom.Responder), await NewestAsync("late-list"));
        Assert.Equal(410, (await page.GotoAsync("/feeds/one?name=late-list"))!.Status);
        Assert.Equal(410, (await page.GotoAsync("/feeds/one?name=" + Uri.EscapeDataString("<script>alert(1)</script>")))!.Status);
        // What the configuration names is not forgotten.
        await page.GotoAsync("/feeds/one?name=" + ConsoleRoom.Feed);
        Assert.Equal(0, await page.GetByText("Forget this feed").CountAsync());
        Assert.DoesNotContain(watch.Faults, f => !f.Contains("410", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Publication_IsWithdrawn_ForAReason()
    {
        Assert.True((await room.SayAsync<RulingView>(HttpMethod.Post, "api/v1/publications", new PublishRequest { Campaign = RespondStock.Campaign, Title = "Invoices <i>in</i> stolen conversations", Reason = "for the sector" })).Done);
        await using (var looks = await room.OpenAsync(ConsoleRoom.Analyst))
        {
            var seen = await looks.NewPageAsync();
            await seen.GotoAsync("/feeds/published");
            Assert.Contains("Invoices <i>in</i> stolen conversations", await seen.Locator("ul.rows").TextContentAsync(), StringComparison.Ordinal);
            Assert.Equal(0, await seen.Locator("main form").CountAsync());
        }
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        var watch = new PageWatch(page, room.Url);
        await page.GotoAsync("/feeds");
        await page.GetByRole(AriaRole.Link, new() { Name = "What we publish" }).ClickAsync();
        await PictureAsync(page, "published");
        await page.GetByLabel("Why withdraw it?").FillAsync("a false alarm");
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).ClickAsync();
        await page.GetByText("who reads the collection is told so").WaitForAsync();
        Assert.Contains("a false alarm", await page.Locator("ul.rows").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).CountAsync());
        Assert.Empty(watch.Faults);
    }

    [Fact]
    public async Task Analyst_SeesFeeds_AndDecidesNothing_AndAnEmployeeSeesNone()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        foreach (var path in (string[])["/feeds", "/feeds/one?name=" + ConsoleRoom.Feed])
        {
            Assert.Equal(200, (await page.GotoAsync(path))!.Status);
            Assert.Equal(0, await page.Locator("main button").CountAsync());
            Assert.Equal(0, await page.Locator("main input:not([type=hidden])").CountAsync());
        }
        await using var employee = await room.OpenAsync(MailStock.Employee);
        await using var nobody = await room.OpenAsync(null);
        foreach (var path in (string[])["/feeds", "/feeds/one?name=" + ConsoleRoom.Feed, "/feeds/published"])
        {
            Assert.Equal(403, (await employee.APIRequest.GetAsync(path)).Status);
            Assert.Equal(302, (await nobody.APIRequest.GetAsync(path, new() { MaxRedirects = 0 })).Status);
        }
    }

    private static ILocator Row(IPage page, string feed) => page.Locator("ul.rows > li", new() { HasText = feed });

    private Task ImportAsync(string name, string list, string type) => room.SayAsync<FeedImportView>(HttpMethod.Post, "api/v1/feeds/import", new FeedImportRequest { Name = name, Format = "plain", Content = list, Type = type, Reason = "from a circle" });

    private async Task SayAsync(string what, object body) => Assert.True((await room.SayAsync<RulingView>(HttpMethod.Post, "api/v1/feeds/" + what, body)).Done);

    private async Task<(string Action, string Actor)> NewestAsync(string feed) => (await room.SayAsync<AuditView[]>(HttpMethod.Get, "api/v1/audit?subject=" + feed, null)).Where(a => a.Actor.StartsWith("user:", StringComparison.Ordinal)).Select(a => (a.Action, a.Actor)).First();

    /// <summary>As on a desk, and as on a phone.</summary>
    private static async Task PictureAsync(IPage page, string name)
    {
        await page.SetViewportSizeAsync(390, 800);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ConsoleRoom.Pictures, name + "-phone.png"), FullPage = true });
        await page.SetViewportSizeAsync(1280, 800);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ConsoleRoom.Pictures, name + ".png"), FullPage = true });
    }

    /// <summary>Loads the page anew until it says something: what is decided is done by a job.</summary>
    private static async Task UntilAsync(IPage page, Func<Task<bool>> so)
    {
        for (var tick = 0; !await so(); tick++)
        {
            Assert.True(tick < 120, "never came: " + await page.Locator("main").TextContentAsync());
            await Task.Delay(500, TestContext.Current.CancellationToken);
            await page.ReloadAsync();
        }
    }
}
