using Microsoft.Playwright;
using Postvakt.Server.Api;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Tests.SigningIn;

/// <summary>People sign in with a real provider, in a browser.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class ProviderTests(ConsoleRoom room, ProviderRoom gateway) : IClassFixture<ProviderRoom>
{
    [Fact]
    public async Task GroupOfTheProvider_GivesTheRole_AndLeadsToThePageThatWasAskedFor()
    {
        await using var context = await gateway.OpenAsync(room.Browser);
        var page = await ProviderRoom.SignInAsync(context, "robin", "/lockdown");
        await page.IsAtAsync("*/lockdown");
        Assert.Equal(ProviderRoom.Responder + " responder", await page.Locator(".who").TextContentAsync());
        Assert.Contains(await AuditAsync(), a => a is { Action: "sign-in", Subject: ProviderRoom.Responder, Reason: "by " + ProviderRoom.Name, Outcome: "done", Actor: "user:" + ProviderRoom.Responder });
    }

    [Fact]
    public async Task PersonOfTheDirectory_IsAnEmployee_AndSeesNothingElse()
    {
        await using var context = await gateway.OpenAsync(room.Browser);
        var page = await ProviderRoom.SignInAsync(context, "anna", "/quarantine");
        await page.IsAtAsync("*/portal");
        await page.GotoAsync("/account");
        Assert.Contains($"You are {ProviderRoom.Employee}, employee.", await page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(403, (await page.GotoAsync("/quarantine"))!.Status);
        Assert.Equal(403, (await page.GotoAsync("/audit"))!.Status);
        Assert.Equal(401, (await context.APIRequest.GetAsync("/api/v1/held")).Status);
        await page.GotoAsync("/account");
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await page.IsAtAsync("*/signin");
    }

    [Theory]
    [InlineData("stranger", "eve@outside.example has no role here")]
    [InlineData("unverified", "has not verified your e-mail address")]
    [InlineData("deny", "says that you did not agree")]
    public async Task WhoeverHasNoPlaceHere_IsToldSo_AndHasNoSession(string person, string said)
    {
        await using var context = await gateway.OpenAsync(room.Browser);
        var page = await ProviderRoom.SignInAsync(context, person);
        await page.GetByRole(AriaRole.Alert).WaitForAsync();
        Assert.Contains(said, await page.GetByRole(AriaRole.Alert).TextContentAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain(await context.CookiesAsync(), c => c.Name == "postvakt");
        await page.GotoAsync("/");
        Assert.Contains("/signin", page.Url, StringComparison.Ordinal);
        if (person == "stranger") await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ConsoleRoom.Pictures, "signin-provider.png"), FullPage = true });
    }

    [Fact]
    public async Task AnswerOfTheProvider_CountsOnce_AndInTheBrowserThatAsked()
    {
        await using var context = await gateway.OpenAsync(room.Browser);
        BrowserContextCookiesResult? ticket = null;
        var back = "";
        context.Request += (_, request) =>
        {
            if (request.Url.Contains("/signin/back?", StringComparison.Ordinal)) back = request.Url;
        };
        var page = await context.NewPageAsync();
        await page.GotoAsync("/signin");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with " + ProviderRoom.Name }).ClickAsync();
        ticket = Assert.Single(await context.CookiesAsync([gateway.Url]), c => c.Name == "postvakt-provider");
        Assert.True(ticket.HttpOnly);
        await page.GetByRole(AriaRole.Link, new() { Name = "robin", Exact = true }).ClickAsync();
        await page.GetByText("What waits for you").WaitForAsync();
        // Again in the same browser; in another one; and with all that the first one had.
        await using var thief = await gateway.OpenAsync(room.Browser);
        await using var copy = await gateway.OpenAsync(room.Browser);
        await copy.AddCookiesAsync([new Cookie { Name = ticket.Name, Value = ticket.Value, Url = gateway.Url }]);
        foreach (var browser in (IBrowserContext[])[context, thief, copy])
        {
            var again = await browser.NewPageAsync();
            Assert.Equal(403, (await again.GotoAsync(back))!.Status);
            Assert.Contains("This sign-in was begun in another browser", await again.GetByRole(AriaRole.Alert).TextContentAsync(), StringComparison.Ordinal);
        }
        Assert.DoesNotContain(await copy.CookiesAsync(), c => c.Name == "postvakt");
    }

    [Fact]
    public async Task ForgedState_IsRefused()
    {
        await using var context = await gateway.OpenAsync(room.Browser);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/signin");
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with " + ProviderRoom.Name }).ClickAsync();
        Assert.Equal(403, (await page.GotoAsync(gateway.Url + "/signin/back?state=forged&code=forged"))!.Status);
        Assert.Contains("This sign-in was begun in another browser", await page.GetByRole(AriaRole.Alert).TextContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FirstAdministrator_SignsInWithAPassword_AndEndsASession()
    {
        await using var responder = await gateway.OpenAsync(room.Browser);
        var theirs = await ProviderRoom.SignInAsync(responder, "robin");
        await theirs.GetByText("What waits for you").WaitForAsync();
        await using var context = await gateway.OpenAsync(room.Browser);
        var page = await context.NewPageAsync();
        var app = await ConsoleRoom.JoinAsync(page, gateway.FirstLink, "kim@lovhaga.example");
        await page.GotoAsync("/signin");
        Assert.Equal(0, await page.GetByLabel("Password").CountAsync());
        await page.GetByRole(AriaRole.Link, new() { Name = "First administrator" }).ClickAsync();
        await page.GetByLabel("Account").FillAsync("kim@lovhaga.example");
        await page.GetByLabel("Password").FillAsync(ConsoleRoom.Password);
        await page.GetByLabel("Code of the app").FillAsync(app());
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByText("What waits for you").WaitForAsync();
        await page.GotoAsync("/accounts");
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ConsoleRoom.Pictures, "accounts-provider.png"), FullPage = true });
        await page.GetByRole(AriaRole.Button, new() { Name = "End this session: " + ProviderRoom.Responder }).First.ClickAsync();
        await page.GetByText("The session is over.").WaitForAsync();
        while (await page.GetByRole(AriaRole.Button, new() { Name = "End this session: " + ProviderRoom.Responder }).CountAsync() > 0)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = "End this session: " + ProviderRoom.Responder }).First.ClickAsync();
            await page.WaitForLoadStateAsync();
        }
        await theirs.GotoAsync("/lockdown");
        Assert.Contains("/signin", theirs.Url, StringComparison.Ordinal);
    }

    private async Task<IReadOnlyList<AuditView>> AuditAsync()
    {
        await using var client = (await ApiClient.FindAsync(gateway.Data, CancellationToken.None))!;
        return await client.SendAsync<IReadOnlyList<AuditView>>(HttpMethod.Get, "api/v1/audit?max=100", null, CancellationToken.None);
    }
}
