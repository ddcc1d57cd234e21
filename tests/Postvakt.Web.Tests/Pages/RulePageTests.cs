using Microsoft.Playwright;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Tests.Pages;

/// <summary>Mail rules: which count, and what one would match.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class RulePageTests(ConsoleRoom room)
{
    [Fact]
    public async Task Rule_IsFound_PutToObserve_AndCountsAgain()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        var watch = new PageWatch(page, room.Url);
        await page.GotoAsync("/rules");
        await page.GetByLabel("Find rules by name").FillAsync("notebook");
        await page.GetByRole(AriaRole.Button, new() { Name = "Search" }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "A OneNote notebook in a reply" }).ClickAsync();
        Assert.Contains("Teachers and consultants", await page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ConsoleRoom.Pictures, "rule.png"), FullPage = true });
        await page.Locator("#reason").FillAsync("we send notebooks");
        await page.GetByRole(AriaRole.Button, new() { Name = "Only observe it" }).ClickAsync();
        await page.Locator(".answer.done").WaitForAsync();
        Assert.Contains("we send notebooks", await page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        await page.GetByLabel("A match counts as").SelectOptionAsync("low");
        await page.Locator("#reason").FillAsync("no more");
        await page.GetByRole(AriaRole.Button, new() { Name = "Have it count" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Only observe it" }).WaitForAsync();
        Assert.Empty(watch.Faults);
    }

    [Fact]
    public async Task Rule_IsTriedOnHeldMail_WithMatchesAndNearMisses()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        var watch = new PageWatch(page, room.Url);
        await page.GotoAsync("/rules/rule");
        await page.GetByLabel("Rule", new() { Exact = true }).FillAsync("name: Links in replies\nsource: |\n  conversation.claimed\n  and length(body.links) > 0\n  and any(body.links, .href_url.scheme in ('http', 'https'))\n");
        await page.GetByLabel("Reason").FillAsync("before it counts");
        await page.GetByRole(AriaRole.Button, new() { Name = "Try it", Exact = true }).ClickAsync();
        await page.Locator("h3[role=status]").WaitForAsync();
        Assert.Matches("^[1-9][0-9]* mails: [1-9]", await page.Locator("h3[role=status]").TextContentAsync());
        Assert.NotEqual(0, await page.Locator("ul.rows > li code").CountAsync());
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ConsoleRoom.Pictures, "rule-tried.png"), FullPage = true });

        await page.GetByLabel("Rule", new() { Exact = true }).FillAsync("name: Nearly\nsource: |\n  conversation.claimed\n  and length(body.links) > 0\n  and sender.email.local_part == 'nobody at all'\n");
        await page.GetByRole(AriaRole.Button, new() { Name = "Try it", Exact = true }).ClickAsync();
        await page.GetByText("nobody at all", new() { Exact = false }).Nth(1).WaitForAsync();
        Assert.Contains(" 0 match, ", await page.Locator("h3[role=status]").TextContentAsync(), StringComparison.Ordinal);
        Assert.Empty(watch.Faults);
    }

    [Fact]
    public async Task Rule_ThatIsWrong_IsToldWithItsPlace_AndKept()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/rules/rule");
        await page.GetByLabel("Rule", new() { Exact = true }).FillAsync("name: Wrong\nsource: |\n  string.icontain(subject.subject, 'x')\n");
        await page.GetByLabel("Reason").FillAsync("before it counts");
        await page.GetByRole(AriaRole.Button, new() { Name = "Try it", Exact = true }).ClickAsync();
        Assert.Contains("line 3, column 3", await page.GetByRole(AriaRole.Alert).TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains("string.icontain(", await page.GetByLabel("Rule", new() { Exact = true }).InputValueAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Analyst_SeesRules_AndChangesAndTriesNothing()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/rules/rule?id=code-file-in-reply");
        Assert.Equal(0, await page.Locator("main form").CountAsync());
        var missing = await page.GotoAsync("/rules/rule?id=none");
        Assert.Equal(404, missing!.Status);
    }
}
