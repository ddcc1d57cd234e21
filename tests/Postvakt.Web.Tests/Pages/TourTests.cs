using Microsoft.Playwright;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Tests.Pages;

[Collection(ConsoleCollection.Name)]
public sealed class TourTests(ConsoleRoom room)
{
    [Fact]
    public async Task Tour_LeadsThroughFivePages_AndBackOut()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Link, new() { Name = "Show me round" }).ClickAsync();
        foreach (var (step, path) in new[] { (1, "/?tour=1"), (2, "/quarantine?tour=2"), (3, "/mail/"), (4, "tour=4"), (5, "/lockdown?tour=5") })
        {
            await page.GetByText($"Step {step} of 5").WaitForAsync();
            Assert.Contains(path, page.Url, StringComparison.Ordinal);
            if (step < 5) await page.GetByRole(AriaRole.Link, new() { Name = "Next" }).ClickAsync();
        }
        await page.GetByRole(AriaRole.Link, new() { Name = "Back" }).ClickAsync();
        await page.GetByText("Step 4 of 5").WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "End the tour" }).ClickAsync();
        await page.GetByText("Step 4 of 5").WaitForAsync(new() { State = WaitForSelectorState.Detached });
        Assert.Equal(0, await page.Locator(".tour").CountAsync());
    }

    [Theory]
    [InlineData("6")]
    [InlineData("<b>1")]
    [InlineData("")]
    public async Task Tour_OfNoStep_IsNotThere(string step)
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/?tour=" + Uri.EscapeDataString(step));
        Assert.Equal(0, await page.Locator(".tour").CountAsync());
    }
}
