using Microsoft.Playwright;
using Postvakt.Server.Api;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Tests.Pages;

/// <summary>Pages that stay open: they say what is new, and a lost line takes nothing from who types.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class LineTests(ConsoleRoom room)
{
    [Fact]
    public async Task List_SaysWhatIsNew_AndShowsItWhenAsked()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/incidents");
        await page.GetByText("Kept up to date").WaitForAsync();
        Assert.True((await room.SayAsync<RulingView>(HttpMethod.Post, "api/v1/incidents", new { title = "Opened by somebody else", reason = "seen" })).Done);
        await page.GetByRole(AriaRole.Link, new() { Name = "New or changed since you opened this page: 1. Show" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Opened by somebody else" }).WaitForAsync();
        await page.GetByText("Kept up to date").WaitForAsync();
    }

    [Fact]
    public async Task LostLine_KeepsWhatIsTyped_AndComesBack()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        var lines = new List<IWebSocketRoute>();
        var isDown = false;
        await page.RouteWebSocketAsync("**/_blazor**", async socket =>
        {
            if (isDown)
            {
                await socket.CloseAsync();
                return;
            }
            lines.Add(socket);
            socket.ConnectToServer();
        });
        await page.GotoAsync("/incidents/" + await room.IncidentAsync());
        await page.GetByText("Kept up to date").WaitForAsync();
        await page.GetByText("Write a note").First.ClickAsync();
        var field = page.GetByRole(AriaRole.Textbox, new() { Name = "What happened", Exact = true });
        await field.FillAsync("called the treasurer at ten past");
        isDown = true;
        await lines[^1].CloseAsync();
        await page.GetByText("The line to Postvakt is lost").WaitForAsync();
        await page.GetByText("Kept up to date").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await field.PressSequentiallyAsync(", no answer");
        isDown = false;
        await page.GetByText("The line to Postvakt is lost").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        Assert.Equal("called the treasurer at ten past, no answer", await field.InputValueAsync());
        await field.PressAsync("Enter");
        await page.Locator(".answer.done").WaitForAsync();
        Assert.Contains("called the treasurer at ten past, no answer", await page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
    }
}
