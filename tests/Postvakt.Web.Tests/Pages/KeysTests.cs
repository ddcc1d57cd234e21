using Microsoft.Playwright;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Tests.Pages;

/// <summary>The quarantine without a mouse.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class KeysTests(ConsoleRoom room)
{
    private const string Focused = "document.activeElement.getAttribute('href') || document.activeElement.id || document.activeElement.tagName";

    [Fact]
    public async Task Keys_MovePickOpenAndSearch_AndDoNothingForWhoTypes()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/quarantine");
        await page.Locator("#keys-open").WaitForAsync();
        var links = await page.Locator("tbody th a").EvaluateAllAsync<string[]>("all => all.map(a => a.getAttribute('href'))");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("j");
        await page.Keyboard.PressAsync("k");
        Assert.Equal(links[1], await page.EvaluateAsync<string>(Focused));
        await page.Keyboard.PressAsync("x");
        Assert.True(await page.Locator("tbody input").Nth(1).IsCheckedAsync());
        Assert.True(await page.Locator("#pick-all").EvaluateAsync<bool>("b => b.indeterminate"));
        await page.Keyboard.PressAsync("/");
        Assert.Equal("subject", await page.EvaluateAsync<string>(Focused));
        await page.Keyboard.TypeAsync("jx?");
        Assert.Equal("jx?", await page.Locator("#subject").InputValueAsync());
        Assert.False(await page.Locator("#keys-help").IsVisibleAsync());
        await page.Locator("tbody th a").First.FocusAsync();
        await page.Keyboard.PressAsync("Control+j");
        Assert.Equal(links[0], await page.EvaluateAsync<string>(Focused));
        await page.Keyboard.PressAsync("Enter");
        await page.IsAtAsync("*" + links[0]);
    }

    [Fact]
    public async Task Help_SwitchesThemOff_AndThatIsRemembered()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        var watch = new PageWatch(page, room.Url);
        await page.GotoAsync("/quarantine");
        await page.Locator("#keys-open").WaitForAsync();
        await page.Keyboard.PressAsync("?");
        await page.Locator("#keys-help").WaitForAsync();
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ConsoleRoom.Pictures, "keys.png") });
        await page.GetByLabel("Keys are on in this browser").UncheckAsync();
        await page.Keyboard.PressAsync("Escape");
        Assert.False(await page.Locator("#keys-help").IsVisibleAsync());
        await page.ReloadAsync();
        await page.Locator("#keys-open").WaitForAsync();
        await page.Keyboard.PressAsync("j");
        Assert.Equal("BODY", await page.EvaluateAsync<string>(Focused));
        // The dialog is where they are switched on again.
        await page.Locator("#keys-open").ClickAsync();
        Assert.False(await page.GetByLabel("Keys are on in this browser").IsCheckedAsync());
        Assert.Empty(watch.Faults);
    }

    [Fact]
    public async Task PickAll_PicksThePage_AndAllOfItIsDecided()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/quarantine?state=held");
        await page.GetByLabel("Pick all on this page").CheckAsync();
        Assert.Equal(50, await page.Locator("tbody input:checked").CountAsync());
        await page.GetByRole(AriaRole.Button, new() { Name = "Delete" }).ClickAsync();
        Assert.Contains("Mails: 50.", await page.Locator(".consequence").TextContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SigningOut_LeavesThemSwitchedOff()
    {
        await using var context = await room.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = room.Url, Locale = "en", StorageState = await room.SignInAsync(ConsoleRoom.Visitor) });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/account");
        await page.EvaluateAsync("localStorage.setItem('postvakt-keys', 'off')");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.IsAtAsync("*/signin");
        Assert.Equal("off", await page.EvaluateAsync<string?>("localStorage.getItem('postvakt-keys')"));
    }
}
