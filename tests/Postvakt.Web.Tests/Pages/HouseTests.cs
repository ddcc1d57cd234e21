using System.Text.Json;
using Microsoft.Playwright;
using Postvakt.Server.Api;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Tests.Pages;

/// <summary>The pages of those who run the installation, and what each role may do there.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class HouseTests(ConsoleRoom room)
{
    [Fact]
    public async Task Administrator_GivesAnAccount_InvitesOnce_ChangesAndRemovesIt()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Administrator);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/accounts");
        await page.Locator("#new-name").FillAsync("Lee@lovhaga.example");
        await page.Locator("#add-role").SelectOptionAsync("responder");
        await page.GetByRole(AriaRole.Button, new() { Name = "Give account" }).ClickAsync();
        Assert.Contains("lee@lovhaga.example has the role responder.", await page.Locator(".answer").TextContentAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Make a link" }).ClickAsync();
        var link = (await page.Locator("#invitation").TextContentAsync())!;
        Assert.StartsWith(room.Url + "/join?t=", link, StringComparison.Ordinal);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ConsoleRoom.Pictures, "accounts-invited.png"), FullPage = true, Mask = [page.Locator("#invitation")] });
        // Seen again it is not there; in the audit neither.
        await page.GotoAsync("/accounts?name=lee@lovhaga.example");
        Assert.DoesNotContain("/join?t=", await page.ContentAsync(), StringComparison.Ordinal);
        var invited = await context.NewPageAsync();
        await invited.GotoAsync(link);
        Assert.Equal(1, await invited.Locator("svg.qr path").CountAsync());
        await invited.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ConsoleRoom.Pictures, "join-invited.png"), FullPage = true });
        await page.Locator("#new-role").SelectOptionAsync("analyst");
        await page.GetByRole(AriaRole.Button, new() { Name = "Change role" }).ClickAsync();
        await page.GetByText("lee@lovhaga.example has the role analyst.").WaitForAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Remove account" }).ClickAsync();
        await page.GetByText("lee@lovhaga.example has no account any more").WaitForAsync();
        await invited.ReloadAsync();
        Assert.Contains("This link was used already", await invited.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        var audit = await room.SayAsync<AuditView[]>(System.Net.Http.HttpMethod.Get, "api/v1/audit?subject=lee@lovhaga.example", null);
        Assert.Equal(["remove-account", "set-account", "invite", "set-account"], audit.Select(a => a.Action));
        Assert.All(audit, a => Assert.Equal("user:" + ConsoleRoom.Administrator, a.Actor));
    }

    [Fact]
    public async Task Account_ThatIsThere_IsNotGivenAgain_NorTheOwnOne()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Administrator);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/accounts");
        await page.Locator("#new-name").FillAsync("Kim@lovhaga.example");
        await page.Locator("#add-role").SelectOptionAsync("analyst");
        await page.GetByRole(AriaRole.Button, new() { Name = "Give account" }).ClickAsync();
        Assert.Contains("kim@lovhaga.example has an account already", await page.Locator(".answer").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(200, (await page.GotoAsync("/accounts"))!.Status);
    }

    [Fact]
    public async Task Token_IsListed_AndWithdrawn()
    {
        var made = await room.SayAsync<IssuedTokenView>(System.Net.Http.HttpMethod.Post, "api/v1/tokens", new TokenRequest(ConsoleRoom.Analyst, ["held:read"], TimeProvider.System.GetUtcNow().AddDays(1)));
        await using var context = await room.OpenAsync(ConsoleRoom.Administrator);
        Assert.Equal(200, (await context.APIRequest.GetAsync("/api/v1/held", new() { Headers = Bearer(made.Secret!) })).Status);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/accounts");
        Assert.DoesNotContain(made.Secret!, await page.ContentAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Withdraw: " }).First.ClickAsync();
        await page.GetByText("holds no longer").WaitForAsync();
        Assert.Equal(401, (await context.APIRequest.GetAsync("/api/v1/held", new() { Headers = Bearer(made.Secret!) })).Status);

        static Dictionary<string, string> Bearer(string secret) => new() { ["Authorization"] = "Bearer " + secret };
    }

    [Theory]
    [InlineData(ConsoleRoom.Analyst, "/accounts")]
    [InlineData(ConsoleRoom.Responder, "/accounts")]
    [InlineData(ConsoleRoom.Responder, "/settings")]
    [InlineData(ConsoleRoom.Analyst, "/health")]
    public async Task Page_OfAHigherRole_IsRefused_AndStandsInNoBar(string account, string path)
    {
        await using var context = await room.OpenAsync(account);
        var page = await context.NewPageAsync();
        Assert.Equal(403, (await page.GotoAsync(path))!.Status);
        await page.GotoAsync("/account");
        Assert.Equal(0, await page.Locator($"nav a[href='{path}']").CountAsync());
    }

    [Fact]
    public async Task Exception_IsGrantedWithItsConsequences_AndWithdrawn()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/exceptions");
        Assert.Contains("the thief’s mail that fits passes too", await page.Locator(".consequence").TextContentAsync(), StringComparison.Ordinal);
        await page.GetByLabel("Sender’s address").FillAsync("billing@partner.example");
        await page.GetByLabel("Which one").FillAsync("shop.partner.example");
        await page.GetByLabel("Reason").FillAsync("their new shop <b>asked</b>");
        await page.GetByRole(AriaRole.Button, new() { Name = "Grant exception" }).ClickAsync();
        var row = page.Locator("ul.rows > li", new() { HasText = "billing@partner.example + shop.partner.example" });
        Assert.Contains("their new shop <b>asked</b>", await row.TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains("by no mail yet", await row.TextContentAsync(), StringComparison.Ordinal);
        await using var other = await room.OpenAsync(ConsoleRoom.Analyst);
        var looks = await other.NewPageAsync();
        await looks.GotoAsync("/exceptions");
        Assert.Contains("A responder can grant", await looks.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await looks.Locator("form").CountAsync());
        await row.GetByLabel("Why withdraw it?").FillAsync("over");
        await row.GetByRole(AriaRole.Button, new() { Name = "Withdraw" }).ClickAsync();
        await page.GetByText("holds no longer").WaitForAsync();
        Assert.Equal(0, await row.CountAsync());
    }

    [Fact]
    public async Task SenderAlone_IsNoException()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/exceptions");
        await page.GetByLabel("Together with").SelectOptionAsync("rule");
        await page.GetByLabel("Sender’s address").FillAsync("billing@partner.example");
        await page.GetByLabel("Which one").FillAsync("hijacked-reply");
        await page.GetByLabel("Reason").FillAsync("so that all passes");
        await page.GetByRole(AriaRole.Button, new() { Name = "Grant exception" }).ClickAsync();
        Assert.Contains("never of a sender alone", await page.GetByRole(AriaRole.Alert).TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal("so that all passes", await page.GetByLabel("Reason").InputValueAsync());
    }

    [Fact]
    public async Task Audit_IsSearched_Verified_AndTakenAlong()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/audit");
        await page.GetByLabel("Who", new() { Exact = true }).FillAsync("KIM@");
        await page.GetByLabel("What", new() { Exact = true }).FillAsync("join");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        var rows = page.Locator("tbody tr");
        Assert.Equal(1, await rows.CountAsync());
        Assert.Contains("user:" + ConsoleRoom.Administrator, await rows.First.TextContentAsync(), StringComparison.Ordinal);
        await page.GotoAsync("/audit?day=2001-02-03");
        Assert.Contains("Nothing fits", await page.Locator(".lead").TextContentAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Button, new() { Name = "Read and check every entry" }).ClickAsync();
        Assert.Contains("Node local: whole.", await page.Locator(".answer").TextContentAsync(), StringComparison.Ordinal);
        var csv = await context.APIRequest.GetAsync("/audit.csv?action=join&actor=kim@");
        Assert.StartsWith("attachment; filename=", csv.Headers["content-disposition"], StringComparison.Ordinal);
        Assert.Equal(2, (await csv.TextAsync()).Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Length);
        using var json = JsonDocument.Parse(await (await context.APIRequest.GetAsync("/audit.json?action=export-audit")).TextAsync());
        Assert.Contains(json.RootElement.EnumerateArray(), e => e.GetProperty("actor").GetString() == "user:" + ConsoleRoom.Analyst && e.GetProperty("subject").GetString()!.Contains("action=join", StringComparison.Ordinal));
        await using var nobody = await room.OpenAsync(null);
        Assert.Equal(302, (await nobody.APIRequest.GetAsync("/audit.csv", new() { MaxRedirects = 0 })).Status);
    }

    [Fact]
    public async Task Rules_SayWhatThereIs_WithHits()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/rules");
        Assert.Contains("T1534", await page.Locator("tr", new() { HasText = "hijacked-reply" }).First.TextContentAsync(), StringComparison.Ordinal);
        Assert.True(int.Parse((await page.Locator("tr", new() { HasText = "foreign-reply" }).Locator(".number").First.TextContentAsync())!, System.Globalization.CultureInfo.InvariantCulture) >= 3);
    }

    [Fact]
    public async Task SettingsAndHealth_SayWhatIs()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Administrator);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/settings");
        Assert.Contains("people.csv", await page.Locator("section", new() { HasText = "docs/operations/directory.md" }).TextContentAsync(), StringComparison.Ordinal);
        Assert.Equal(0, await page.Locator("form").CountAsync());
        await page.GotoAsync("/health");
        Assert.Contains("SQLite in ", await page.Locator("tr", new() { HasText = "store" }).First.TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains("none is known of; make one", await page.Locator("tr", new() { HasText = "back-up" }).First.TextContentAsync(), StringComparison.Ordinal);
    }
}
