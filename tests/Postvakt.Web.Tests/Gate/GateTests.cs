using System.Net;
using Microsoft.Playwright;
using Postvakt.Audit;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Tests.Gate;

[Collection(ConsoleCollection.Name)]
public sealed class GateTests(ConsoleRoom room)
{
    [Theory]
    [InlineData("/")]
    [InlineData("/lockdown")]
    [InlineData("/quarantine?state=held")]
    [InlineData("/mail/" + Stock.Plain)]
    [InlineData("/account")]
    public async Task Page_WithoutSession_LeadsToSigningIn(string path)
    {
        using var client = Client();
        using var answer = await client.GetAsync(new Uri(room.Url + path), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Redirect, answer.StatusCode);
        Assert.Equal("/signin?to=" + Uri.EscapeDataString(path), answer.Headers.Location!.OriginalString);
    }

    [Fact]
    public async Task EveryAnswer_CarriesThePolicy()
    {
        using var client = Client();
        foreach (var path in (string[])["/signin", "/join?t=x", "/", "/assets/console.css", "/assets/console.js", "/assets/_framework/blazor.web.js"])
        {
            using var answer = await client.GetAsync(new Uri(room.Url + path), TestContext.Current.CancellationToken);
            var policy = Assert.Single(answer.Headers.GetValues("Content-Security-Policy"));
            Assert.Contains("default-src 'none'; object-src 'none'; script-src 'self'; style-src 'self';", policy, StringComparison.Ordinal);
            Assert.Contains("frame-ancestors 'none'", policy, StringComparison.Ordinal);
            Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
            Assert.Equal("nosniff", Assert.Single(answer.Headers.GetValues("X-Content-Type-Options")));
            Assert.Equal("no-referrer", Assert.Single(answer.Headers.GetValues("Referrer-Policy")));
        }
    }

    [Theory]
    [InlineData("en", "There is no such page.")]
    [InlineData("fr", "Cette page n’existe pas.")]
    public async Task UnknownAddress_SaysSo_InTheReadersLanguage(string language, string said)
    {
        await using var context = await room.OpenAsync(null, language: language);
        var page = await context.NewPageAsync();
        Assert.Equal(404, (await page.GotoAsync("/quarantin?x=<script>"))!.Status);
        Assert.Equal(said, await page.GetByRole(AriaRole.Alert).TextContentAsync());
        // For programs it stays short.
        using var client = Client();
        using var answer = await client.GetAsync(new Uri(room.Url + "/quarantin"), TestContext.Current.CancellationToken);
        Assert.Equal((HttpStatusCode.NotFound, ""), (answer.StatusCode, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    [Fact]
    public async Task HigherPage_IsRefused_WithTheRolesInTheReadersLanguage()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst, language: "sv");
        var page = await context.NewPageAsync();
        Assert.Equal(403, (await page.GotoAsync("/health"))!.Status);
        Assert.Equal("Detta kräver rollen insatsledare; user:alex@lovhaga.example har rollen analytiker.", await page.GetByRole(AriaRole.Alert).TextContentAsync());
    }

    [Fact]
    public async Task OpenLine_NeedsASession()
    {
        using var client = Client();
        using var answer = await client.PostAsync(new Uri(room.Url + "/_blazor/negotiate?negotiateVersion=1"), null, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
    }

    [Fact]
    public async Task OpenLine_OfAnotherSite_IsRefused_WithASessionToo()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Administrator);
        var own = await context.APIRequest.PostAsync("/_blazor/negotiate?negotiateVersion=1", new() { Headers = new Dictionary<string, string> { ["Origin"] = room.Url } });
        var other = await context.APIRequest.PostAsync("/_blazor/negotiate?negotiateVersion=1", new() { Headers = new Dictionary<string, string> { ["Origin"] = "https://thief.example" } });
        Assert.Equal((200, 403), (own.Status, other.Status));
    }

    [Fact]
    public async Task Cookie_OpensNoInterface()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Administrator);
        var answer = await context.APIRequest.GetAsync("/api/v1/held");
        Assert.Equal(401, answer.Status);
    }

    [Fact]
    public async Task Cookie_IsKeptFromScriptsAndOtherSites()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Administrator);
        var cookie = Assert.Single(await context.CookiesAsync(), c => c.Name == "postvakt");
        Assert.True(cookie.HttpOnly);
        Assert.Equal(SameSiteAttribute.Strict, cookie.SameSite);
    }

    [Fact]
    public async Task Form_WithoutItsToken_ChangesNothing()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var form = context.APIRequest.CreateFormData();
        form.Set("_handler", "lock");
        form.Set("Reason", "forged");
        var answer = await context.APIRequest.PostAsync("/lockdown", new APIRequestContextOptions { Form = form });
        Assert.Equal(400, answer.Status);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/lockdown");
        Assert.DoesNotContain("forged", await page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Analyst_SeesLockDowns_AndCannotImposeOne()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/lockdown");
        Assert.Contains("A responder can lock release.", await page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("form").CountAsync());
        // With a token from another page of his, as a changed page would send it.
        await page.GotoAsync("/account");
        var token = await page.Locator("input[name=__RequestVerificationToken]").First.GetAttributeAsync("value");
        var form = context.APIRequest.CreateFormData();
        form.Set("_handler", "lock");
        form.Set("__RequestVerificationToken", token!);
        form.Set("Reason", "forged");
        Assert.Equal(400, (await context.APIRequest.PostAsync("/lockdown", new APIRequestContextOptions { Form = form })).Status);
        await page.GotoAsync("/lockdown");
        Assert.DoesNotContain("forged", await page.ContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task FirstLink_HoldsOnce()
    {
        await using var context = await room.OpenAsync(null);
        var page = await context.NewPageAsync();
        var answer = await page.GotoAsync(room.FirstLink);
        Assert.Equal(410, answer!.Status);
        Assert.Contains("This link was used already", await page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Session_EndedElsewhere_OpensNothingMore()
    {
        var state = await room.SignInAsync(ConsoleRoom.Visitor);
        await using var context = await room.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = room.Url, Locale = "en", StorageState = state });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        await page.GetByText("Kept up to date").WaitForAsync();
        var other = await context.NewPageAsync();
        await other.GotoAsync("/account");
        await other.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await other.IsAtAsync("*/signin");
        // The page that stayed open, too.
        await page.GetByText("You are no longer signed in.").WaitForAsync(new LocatorWaitForOptions { Timeout = 15_000 });
        await using var stolen = await room.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = room.Url, Locale = "en", StorageState = state });
        var thief = await stolen.NewPageAsync();
        await thief.GotoAsync("/account");
        Assert.Contains("/signin", thief.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Password_IsChanged_ByWhoKnowsTheOneOfNow()
    {
        const string Other = "nine windy lighthouses", Account = "sam@lovhaga.example";
        await room.InviteAsync(Account, Role.Analyst);
        await using var context = await room.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = room.Url, Locale = "en", StorageState = await room.SignInAsync(Account) });
        var page = await context.NewPageAsync();
        await page.GotoAsync("/account");
        async Task<string> ChangeAsync(string present, string password, string again)
        {
            // Opened already where it was refused before.
            if (!await page.GetByLabel("Present password").IsVisibleAsync()) await page.Locator("summary").ClickAsync();
            await page.GetByLabel("Present password").FillAsync(present);
            await page.GetByLabel("New password").FillAsync(password);
            await page.GetByLabel("The same password again").FillAsync(again);
            await page.GetByRole(AriaRole.Button, new() { Name = "Change password" }).ClickAsync();
            return (await page.Locator(".answer").TextContentAsync())!;
        }

        Assert.Equal("The present password is wrong.", await ChangeAsync("not the password", Other, Other));
        Assert.Equal("The two passwords differ.", await ChangeAsync(ConsoleRoom.Password, Other, Other + "!"));
        Assert.Contains("The password is changed", await ChangeAsync(ConsoleRoom.Password, Other, Other), StringComparison.Ordinal);
        Assert.Contains("The password is changed", await ChangeAsync(Other, ConsoleRoom.Password, ConsoleRoom.Password), StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignIn_WithWrongPassword_IsRefused_AndSlowedDown()
    {
        await using var context = await room.OpenAsync(null);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/signin");
        var said = "";
        for (var tries = 0; tries < 6; tries++)
        {
            await page.GetByLabel("Account").FillAsync("nobody@lovhaga.example");
            await page.GetByLabel("Password").FillAsync("not the password");
            await page.GetByLabel("Code of the app").FillAsync("123456");
            await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
            said = (await page.GetByRole(AriaRole.Alert).TextContentAsync())!;
            if (tries == 0) Assert.Contains("do not belong together", said, StringComparison.Ordinal);
        }
        Assert.Contains("Too many tries", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//thief.example/")]
    [InlineData("/\\thief.example")]
    [InlineData("https://thief.example/")]
    public async Task SignIn_LeadsNowhereElse(string target)
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var answer = await context.APIRequest.GetAsync("/signin?to=" + Uri.EscapeDataString(target), new APIRequestContextOptions { MaxRedirects = 0 });
        Assert.Equal(302, answer.Status);
        Assert.Equal(room.Url + "/", new Uri(new Uri(room.Url), answer.Headers["location"]).ToString());
    }

    private static HttpClient Client() => new(new HttpClientHandler { AllowAutoRedirect = false, UseCookies = false });
}
