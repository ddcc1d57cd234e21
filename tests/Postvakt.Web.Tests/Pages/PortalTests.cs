using Microsoft.Playwright;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Tests.Pages;

/// <summary>What somebody sees of the mail that was held for them, and of nobody else's.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class PortalTests(ConsoleRoom room)
{
    [Fact]
    public async Task OwnMail_IsShown_WithWhyAndReports_AndAskedFor()
    {
        await using var context = await room.OpenAsync(MailStock.Employee);
        var page = await context.NewPageAsync();
        var watch = new PageWatch(page, room.Url);
        await page.GotoAsync("/");
        await page.IsAtAsync("*/portal");
        // Somebody who needs one place has one.
        Assert.Equal(["My mail"], await page.Locator(".frame nav a").AllTextContentsAsync());
        var warning = await page.Locator(".warning").TextContentAsync();
        Assert.Contains("Ask <b>by telephone</b>.", warning, StringComparison.Ordinal);
        Assert.Contains(MailStock.EndedReport, await page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(2, await page.Locator("article.mine").CountAsync());
        // Also what is held for a mailbox that they read for others.
        Assert.Contains("<b>bold</b>", await page.Locator("article").AllTextContentsAsync() is var all ? string.Join('\n', all) : "", StringComparison.Ordinal);
        var own = page.Locator("article", new() { HasText = "window display" });
        await own.GetByRole(AriaRole.Button, new() { Name = "Ask for it" }).ClickAsync();
        await page.Locator(".answer.done").WaitForAsync();
        Assert.Contains("nobody decided yet", await own.TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await own.GetByRole(AriaRole.Button).CountAsync());
        Assert.Empty(watch.Faults);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ConsoleRoom.Pictures, "portal.png"), FullPage = true });
        await using var analyst = await room.OpenAsync(ConsoleRoom.Analyst);
        page = await analyst.NewPageAsync();
        await page.GotoAsync("/mail/" + MailStock.Own);
        Assert.Contains("person:dana@lovhaga.example · request · done", await page.Locator(".history").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal("asked for", await page.Locator(".facts dd").Nth(2).TextContentAsync());
    }

    [Fact]
    public async Task SomebodyElses_IsNeverShown_WhateverIsAskedFor()
    {
        await using var context = await room.OpenAsync(MailStock.Employee);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/portal");
        var text = await page.Locator("main").TextContentAsync();
        Assert.DoesNotContain("lamps of spring", text, StringComparison.Ordinal);
        Assert.DoesNotContain("secret@outside.example", text, StringComparison.Ordinal);
        foreach (var path in (string[])["/quarantine", "/mail/" + MailStock.Own, "/mail/" + MailStock.Hijack, $"/mail/{MailStock.Own}/similar", $"/mail/{MailStock.Own}/act?do=genuine", "/quarantine/decide?do=release&id=" + MailStock.Own, "/lockdown", "/pictures/conversation.csv?id=" + MailStock.Own])
            Assert.Equal(403, (await page.GotoAsync(path))!.Status);
        await page.GotoAsync("/portal");
        var token = await page.Locator("main input[name=__RequestVerificationToken]").First.GetAttributeAsync("value");
        Assert.Equal(403, (await context.APIRequest.PostAsync($"/mail/{MailStock.Own}/original", new() { Form = context.APIRequest.CreateFormData().Set("reason", "x").Set("__RequestVerificationToken", token!) })).Status);
        // A form for a mail that is not shown is no form of the page.
        var forged = await context.APIRequest.PostAsync("/portal", new() { Form = context.APIRequest.CreateFormData().Set("_handler", "ask-" + MailStock.Hijack).Set("__RequestVerificationToken", token!) });
        Assert.DoesNotContain("lamps of spring", await forged.TextAsync(), StringComparison.Ordinal);
        await using var analyst = await room.OpenAsync(ConsoleRoom.Analyst);
        page = await analyst.NewPageAsync();
        await page.GotoAsync("/mail/" + MailStock.Hijack);
        Assert.DoesNotContain("dana", await page.Locator(".history").TextContentAsync(), StringComparison.Ordinal);
        // Who works with others' mail has a portal too, with one's own only.
        await page.GotoAsync("/portal");
        Assert.Equal(0, await page.Locator("article.mine").CountAsync());
    }

    [Theory]
    [InlineData("sv", "Hålls kvar åt dig")]
    [InlineData("de", "Für Sie zurückgehalten")]
    [InlineData("fr", "Retenus pour vous")]
    [InlineData("ja", "あなた宛てで保留中")]
    public async Task Portal_SpeaksTheViewersLanguage_OnATelephone(string language, string heading)
    {
        await using var context = await room.OpenAsync(MailStock.Employee, language: language, width: 360);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/portal");
        Assert.Equal(heading, await page.Locator("#held").TextContentAsync());
        Assert.Equal(0, await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth"));
    }
}
