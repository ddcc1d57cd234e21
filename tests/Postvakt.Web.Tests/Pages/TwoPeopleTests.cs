using Microsoft.Playwright;
using Postvakt.Server.Api;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Tests.Pages;

/// <summary>Two responders, each in a browser of their own, at one mail.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class TwoPeopleTests(ConsoleRoom room)
{
    [Fact]
    public async Task Emergency_IsAskedForByOne_ConfirmedOrRefusedByAnother()
    {
        Assert.True((await room.SayAsync<RulingView>(HttpMethod.Post, "api/v1/lockdowns", new { scope = "campaign", target = MailStock.LockedCampaign, reason = "lamps" })).Done);
        await using var one = await room.OpenAsync(ConsoleRoom.Responder);
        await using var other = await room.OpenAsync(ConsoleRoom.Administrator);
        var (first, second) = (await one.NewPageAsync(), await other.NewPageAsync());
        await first.GotoAsync("/mail/" + MailStock.Locked);
        await first.GetByRole(AriaRole.Button, new() { Name = "Emergency release" }).ClickAsync();
        Assert.Contains("Nothing goes out yet", await first.Locator(".consequence").TextContentAsync(), StringComparison.Ordinal);
        await first.GetByLabel("Reason").FillAsync("the ship leaves at four");
        await first.GetByRole(AriaRole.Button, new() { Name = "Ask for the emergency release" }).ClickAsync();
        await first.Locator(".answer.done").WaitForAsync();
        // One alone cannot go on: only take it back.
        await first.GetByRole(AriaRole.Link, new() { Name = "Confirm or refuse" }).ClickAsync();
        await first.GetByText("That was you").WaitForAsync();
        Assert.Equal(0, await first.GetByRole(AriaRole.Button, new() { Name = "Confirm and release now" }).CountAsync());
        await second.GotoAsync("/");
        await second.GetByText("user:robin@lovhaga.example asked for an emergency release").WaitForAsync();
        Assert.Contains("the ship leaves at four", await second.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        await second.GotoAsync("/mail/" + MailStock.Locked);
        Assert.Contains("user:robin@lovhaga.example asked for the emergency release", await second.Locator(".note").First.TextContentAsync(), StringComparison.Ordinal);
        await second.GetByRole(AriaRole.Link, new() { Name = "Confirm or refuse" }).ClickAsync();
        Assert.Contains("the ship leaves at four", await second.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        await second.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ConsoleRoom.Pictures, "emergency-second.png"), FullPage = true });
        await second.GetByLabel("Reason").FillAsync("I called the captain");
        await second.GetByRole(AriaRole.Button, new() { Name = "Confirm and release now" }).ClickAsync();
        await second.Locator(".answer.done").WaitForAsync();
        Assert.Contains("whatever is locked", await second.Locator(".answer.done").TextContentAsync(), StringComparison.Ordinal);
        var history = await second.Locator(".history").TextContentAsync();
        Assert.Contains("user:robin@lovhaga.example · emergency-release · waits for a second person", history, StringComparison.Ordinal);
        Assert.Contains("user:kim@lovhaga.example · emergency-release · done · ", history, StringComparison.Ordinal);

        await first.GotoAsync("/quarantine/decide?do=emergency&id=" + MailStock.LockedToo);
        await first.GetByLabel("Reason").FillAsync("this one as well");
        await first.GetByRole(AriaRole.Button, new() { Name = "Ask for the emergency release" }).ClickAsync();
        await first.Locator(".answer.done").WaitForAsync();
        await second.GotoAsync("/quarantine/decide?do=emergency&id=" + MailStock.LockedToo);
        await second.GetByLabel("Reason").FillAsync("it is a thief's");
        await second.GetByRole(AriaRole.Button, new() { Name = "Refuse" }).ClickAsync();
        Assert.Contains("is refused", await second.Locator(".answer.done").TextContentAsync(), StringComparison.Ordinal);
        // Nothing of the first request is left: a third person would begin anew.
        await second.GotoAsync("/quarantine/decide?do=emergency&id=" + MailStock.LockedToo);
        Assert.Contains("Nothing goes out yet", await second.Locator(".consequence").TextContentAsync(), StringComparison.Ordinal);
        await second.GotoAsync("/mail/" + MailStock.LockedToo);
        Assert.Equal("held", await second.Locator(".facts dd").Nth(2).TextContentAsync());
        Assert.Contains("emergency-refuse · done · ", await second.Locator(".history").TextContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task BothAtOnce_TheSecondIsToldWhoDidWhat()
    {
        await using var one = await room.OpenAsync(ConsoleRoom.Responder);
        await using var other = await room.OpenAsync(ConsoleRoom.Administrator);
        var (first, second) = (await one.NewPageAsync(), await other.NewPageAsync());
        await first.GotoAsync("/quarantine/decide?do=delete&id=" + MailStock.Race);
        await second.GotoAsync("/quarantine/decide?do=release&id=" + MailStock.Race);
        await first.GetByLabel("Reason").FillAsync("seen by me");
        await second.GetByLabel("Reason").FillAsync("they wait for it");
        await first.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        await first.Locator(".answer.done").WaitForAsync();
        await second.GetByRole(AriaRole.Button, new() { Name = "Release" }).ClickAsync();
        Assert.Contains("was deleted", await second.Locator(".answer.refused").TextContentAsync(), StringComparison.Ordinal);
        var who = await second.Locator(".note").TextContentAsync();
        Assert.Contains("user:robin@lovhaga.example was first: Delete", who, StringComparison.Ordinal);
        Assert.Contains("seen by me", who, StringComparison.Ordinal);
        // Who comes later still learns it before deciding.
        await second.GotoAsync("/quarantine/decide?do=release&id=" + MailStock.Race);
        Assert.Contains("was first: Delete", await second.Locator(".note").TextContentAsync(), StringComparison.Ordinal);
    }
}
