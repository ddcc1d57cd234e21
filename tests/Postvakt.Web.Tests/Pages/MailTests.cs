using Microsoft.Playwright;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Tests.Pages;

/// <summary>All that a page says of one mail.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class MailTests(ConsoleRoom room)
{
    [Fact]
    public async Task Conversation_IsDrawn_WithTheForeignReplyMarked_AndHadAsFile()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/mail/" + MailStock.Foreign);
        Assert.Equal(1, await page.Locator(".lanes rect.foreign").CountAsync());
        Assert.Contains("b.dahl@elsewhere.example had no part in this conversation before", await page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        await page.GetByText("As a table").ClickAsync();
        var rows = await page.Locator("figure tbody tr").AllTextContentsAsync();
        Assert.Equal(8, rows.Count(r => r.Contains("bo.dahl@partner.example", StringComparison.Ordinal) || r.Contains("reader1@lovhaga.example", StringComparison.Ordinal)) - 1);
        Assert.Single(rows, r => r.Contains("this mail", StringComparison.Ordinal));
        Assert.Contains(rows, r => r.Contains("judged malicious", StringComparison.Ordinal));
        var file = await page.APIRequest.GetAsync($"{room.Url}/pictures/conversation.csv?id={MailStock.Foreign}", new() { Headers = new Dictionary<string, string> { ["Cookie"] = string.Join("; ", (await context.CookiesAsync()).Select(c => $"{c.Name}={c.Value}")) } });
        Assert.Contains("b.dahl@elsewhere.example,this mail", await file.TextAsync(), StringComparison.Ordinal);
        // The partner's own account is part of it, and nothing is marked.
        await page.GotoAsync("/mail/" + MailStock.Hijack);
        Assert.Equal(0, await page.Locator(".lanes rect.foreign").CountAsync());
    }

    [Fact]
    public async Task Text_ShowsWhatFindingsPointTo_FilesWithWhatTheyWouldDo_AndWhatDeviates()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        var watch = new PageWatch(page, room.Url);
        await page.GotoAsync("/mail/" + MailStock.Hijack);
        await ReadAsync(page);
        var mark = page.Locator(".letter mark:not(.indicator)").First;
        Assert.StartsWith("http[:]//files[.]thief[.]example/lamp/4711", await mark.TextContentAsync(), StringComparison.Ordinal);
        // The number beside it leads to the finding that it stands for.
        var number = await mark.Locator("a").TextContentAsync();
        await mark.Locator("a").ClickAsync();
        Assert.EndsWith("#finding-" + number, page.Url, StringComparison.Ordinal);
        Assert.Contains("A reply brings a link", await page.Locator("#finding-" + number).TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains("A reply brings a link", await page.Locator(".pointed").TextContentAsync(), StringComparison.Ordinal);
        var files = await page.Locator(".files").First.TextContentAsync();
        Assert.Contains("charts.zip", files, StringComparison.Ordinal);
        Assert.Contains("charts <i>new</i>.vbs", files, StringComparison.Ordinal);
        Assert.Contains("download http[:]//files[.]thief[.]example/besta[.]ocx", files, StringComparison.Ordinal);
        Assert.Contains("start a program", files, StringComparison.Ordinal);
        var zone = await page.Locator(".pairs tr", new() { HasText = "Time zone" }).TextContentAsync();
        Assert.Contains("mostly UTC+1 (", zone, StringComparison.Ordinal);
        Assert.Contains("UTC-8", zone, StringComparison.Ordinal);
        Assert.Contains("Swift Sender 9", await page.Locator(".pairs tr", new() { HasText = "Mail program" }).TextContentAsync(), StringComparison.Ordinal);
        Assert.Empty(watch.Faults);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ConsoleRoom.Pictures, "mail-read.png"), FullPage = true });
    }

    [Fact]
    public async Task SimilarMails_SayWhatTheyShare()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/mail/" + MailStock.Hijack);
        var row = page.GetByRole(AriaRole.Region, new() { Name = "Similar mails" }).Locator("tbody tr", new() { HasText = "b.dahl@elsewhere.example" });
        Assert.Contains("files[.]thief[.]example", await row.TextContentAsync(), StringComparison.Ordinal);
        await row.GetByRole(AriaRole.Link).ClickAsync();
        await page.IsAtAsync("*/mail/" + MailStock.Foreign);
    }

    [Fact]
    public async Task DeliveredMail_HasNoText_NoOriginal_AndMayBeMarked()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/mail/" + MailStock.Delivered);
        Assert.Contains("The text is not kept", await page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.GetByText("The original").CountAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "Mark as malicious" }).ClickAsync();
        Assert.Contains("Copies that were delivered stay where they are", await page.Locator(".consequence").TextContentAsync(), StringComparison.Ordinal);
        await page.GetByLabel("Reason").FillAsync("told by telephone");
        await page.GetByRole(AriaRole.Button, new() { Name = "Mark as malicious" }).ClickAsync();
        await page.Locator(".answer.done").WaitForAsync();
        Assert.Contains("say-verdict · malicious · told by telephone", await page.Locator(".history").TextContentAsync(), StringComparison.Ordinal);
        for (var i = 0; i < 50 && !(await page.Locator(".why").TextContentAsync())!.Contains("malicious", StringComparison.Ordinal); i++) await page.GotoAsync("/mail/" + MailStock.Delivered);
        Assert.Contains("It was judged clean when it came", await page.Locator(".why").TextContentAsync(), StringComparison.Ordinal);
        // The way back is offered, the way there no longer is.
        Assert.Equal(0, await page.GetByRole(AriaRole.Link, new() { Name = "Mark as malicious" }).CountAsync());
        Assert.Equal(1, await page.GetByRole(AriaRole.Link, new() { Name = "Mark as genuine" }).CountAsync());
    }

    [Fact]
    public async Task Actions_AreThoseOfTheRole_AndAnIncidentIsOpened()
    {
        await using var analyst = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await analyst.NewPageAsync();
        await page.GotoAsync("/mail/" + MailStock.Foreign);
        Assert.Equal(0, await page.GetByRole(AriaRole.Link, new() { Name = "Open an incident" }).CountAsync());
        await page.GotoAsync($"/mail/{MailStock.Foreign}/act?do=incident");
        Assert.Contains("This needs the role responder", await page.Locator(".answer.refused").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("main form").CountAsync());
        await page.GotoAsync($"/mail/{MailStock.Foreign}/act?do=ask");
        await page.GetByLabel("Reason").FillAsync("is it his?");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ask the sender" }).ClickAsync();
        // A stranger is nobody's to ask.
        Assert.Contains("b.dahl@elsewhere.example", await page.Locator(".answer.refused").TextContentAsync(), StringComparison.Ordinal);
        await using var responder = await room.OpenAsync(ConsoleRoom.Responder);
        page = await responder.NewPageAsync();
        await page.GotoAsync($"/mail/{MailStock.Foreign}/act?do=incident");
        await page.GetByLabel("What is it called?").FillAsync("Lamps of a thief");
        await page.GetByLabel("Reason").FillAsync("seen");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open an incident" }).ClickAsync();
        await page.IsAtAsync("*/incidents/incident-*");
        await page.Locator(".answer.done").WaitForAsync();
        await page.GotoAsync($"/mail/{MailStock.Foreign}/act?do=sweep");
        Assert.Equal(0, await page.Locator("main form").CountAsync());
    }

    internal static async Task ReadAsync(IPage page)
    {
        await page.GetByLabel("Why do you read somebody else’s mail?").FillAsync("reported");
        await page.GetByRole(AriaRole.Button, new() { Name = "Show the text" }).ClickAsync();
        await page.Locator(".letter").WaitForAsync();
    }
}
