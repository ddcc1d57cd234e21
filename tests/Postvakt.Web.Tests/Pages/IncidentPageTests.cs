using Microsoft.Playwright;
using Postvakt.Server.Api;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Tests.Pages;

/// <summary>An incident from its opening to its closing report, and two people who work on it.</summary>
[Collection(ConsoleCollection.Name)]
public sealed class IncidentPageTests(ConsoleRoom room)
{
    [Fact]
    public async Task Share_GivesAFile_ToAFormOnly()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        var id = await OpenAsync("Anna opened it");
        await page.GotoAsync("/incidents/" + id);
        await page.GetByText("Share", new() { Exact = true }).ClickAsync();
        await page.GetByLabel("How far it may go").SelectOptionAsync("green");
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Button, new() { Name = "Get the file to share" }).ClickAsync());
        Assert.EndsWith(".stix.json", download.SuggestedFilename, StringComparison.Ordinal);
        var text = await File.ReadAllTextAsync(await download.PathAsync(), TestContext.Current.CancellationToken);
        Assert.Contains("TLP:GREEN", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Anna opened it", text, StringComparison.Ordinal);
        Assert.Equal(405, (await context.APIRequest.GetAsync($"/incidents/{id}/share?format=Stix&tlp=green")).Status);
        Assert.Equal(400, (await context.APIRequest.PostAsync($"/incidents/{id}/share", new() { Form = context.APIRequest.CreateFormData().Set("format", "Stix").Set("tlp", "green") })).Status);
    }

    [Fact]
    public async Task Incident_IsWorkedThrough_AndClosed()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        var watch = new PageWatch(page, room.Url);
        await page.GotoAsync("/incidents/" + await OpenAsync("Invoices from stolen mailboxes"));
        // It covers the campaign, and is graded by what is known.
        Assert.Contains("Mail of it was delivered to mailboxes.", await page.Locator(".why").TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains("Somebody opened it or gave something away.", await page.Locator(".why").TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains("23 h", await page.Locator("section[aria-labelledby=clocks]").TextContentAsync(), StringComparison.Ordinal);
        await page.GetByLabel("What was done, or why not: Warn everybody, with a picture of the mail and what to look for").FillAsync("told on the floor");
        await page.GetByRole(AriaRole.Button, new() { Name = "Done: Warn everybody" }).ClickAsync();
        await page.Locator(".answer.done").WaitForAsync();
        Assert.Contains("told on the floor", await page.Locator("#step-warn-staff").TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains("1 of 17 steps are marked.", await page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ConsoleRoom.Pictures, "incident.png"), FullPage = true });
        await page.GetByRole(AriaRole.Link, new() { Name = "Told to whom" }).ClickAsync();
        await page.GetByLabel("Who is told").SelectOptionAsync("Csirt");
        await page.GetByRole(AriaRole.Button, new() { Name = "Write a draft" }).ClickAsync();
        await page.IsAtAsync("*audience=Csirt*");
        Assert.Contains("NIS2 article 23", await page.Locator("#text").InputValueAsync(), StringComparison.Ordinal);
        await page.GetByLabel("To whom").Or(page.Locator("#whom")).FillAsync("cert@authority.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Note what was told" }).ClickAsync();
        await page.Locator(".answer.done").WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Overview" }).ClickAsync();
        Assert.Contains("told ", await page.Locator("section[aria-labelledby=clocks] li").First.TextContentAsync(), StringComparison.Ordinal);
        await page.GetByText("Close it").First.ClickAsync();
        Assert.Contains("It cannot be opened again. Steps of the playbook that nobody marked: 16.", await page.Locator("main").TextContentAsync(), StringComparison.Ordinal);
        await page.Locator("#close-text").FillAsync("<i>Three</i> mailboxes of a partner were read; nobody gave money.");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close it" }).ClickAsync();
        await page.Locator(".answer.done").WaitForAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Closing report" }).ClickAsync();
        await page.GetByText("<i>Three</i> mailboxes of a partner").WaitForAsync();
        Assert.Empty(watch.Faults);
        var audit = await AuditAsync();
        foreach (var action in (string[])["mark-step", "tell", "close-incident"]) Assert.Contains(audit, a => a.Action == action && a is { Actor: "user:" + ConsoleRoom.Responder, Outcome: "done" });
    }

    [Fact]
    public async Task Campaign_BecomesAnIncident()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/campaigns/one?name=" + Uri.EscapeDataString(RespondStock.Fresh));
        await page.GetByText("Open an incident").First.ClickAsync();
        Assert.Contains("The clocks of authorities run from now on", await page.Locator(".action[open] .consequence").TextContentAsync(), StringComparison.Ordinal);
        await page.GetByLabel("Title").FillAsync("Offers that nobody asked for");
        await page.Locator("#open-reason").FillAsync("three people called");
        await page.GetByRole(AriaRole.Button, new() { Name = "Open an incident" }).ClickAsync();
        await page.IsAtAsync("*/incidents/incident-*");
        Assert.Contains(RespondStock.Fresh, await page.Locator(".facts").TextContentAsync(), StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Link, new() { Name = RespondStock.Fresh }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Offers that nobody asked for" }).WaitForAsync();
    }

    [Fact]
    public async Task People_AreDrawn_AndTheLookIsAudited()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        var id = await OpenAsync("Whom it touched");
        await page.GotoAsync($"/incidents/{id}/people");
        var first = await page.Locator(".picture tbody tr").First.TextContentAsync();
        // Who gave a password stands first, whatever the names.
        Assert.Contains("reader1@lovhaga.example", first, StringComparison.Ordinal);
        Assert.Contains("gave a password", first, StringComparison.Ordinal);
        Assert.Contains("reader1@lovhaga.example", await page.Locator(".drawn").TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains(await AuditAsync(), a => a is { Action: "view-people", Actor: "user:" + ConsoleRoom.Responder, Outcome: "done" } && a.Subject == id);
        var file = await (await page.APIRequest.GetAsync($"{room.Url}/pictures/incident-people.csv?id={id}")).TextAsync();
        Assert.Contains(",'=cmd@partner.example,", file, StringComparison.Ordinal);
        await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ConsoleRoom.Pictures, "incident-people.png"), FullPage = true });
    }

    [Fact]
    public async Task TwoResponders_TheSecondIsTold_AndKeepsWhatWasTyped()
    {
        var id = await OpenAsync("Two at once");
        await using var one = await room.OpenAsync(ConsoleRoom.Responder);
        await using var other = await room.OpenAsync(ConsoleRoom.Administrator);
        var (mine, theirs) = (await one.NewPageAsync(), await other.NewPageAsync());
        await mine.GotoAsync("/incidents/" + id);
        await theirs.GotoAsync("/incidents/" + id);
        await NoteAsync(theirs, "the partner answered the telephone");
        await theirs.Locator(".answer.done").WaitForAsync();
        await NoteAsync(mine, "a long note that took me ten minutes");
        var refused = await mine.Locator(".answer.refused").TextContentAsync();
        Assert.Contains($"user:{ConsoleRoom.Administrator} changed this incident at", refused, StringComparison.Ordinal);
        Assert.Contains("the partner answered the telephone", refused, StringComparison.Ordinal);
        Assert.Equal("a long note that took me ten minutes", await mine.Locator("#note-text").InputValueAsync());
        Assert.True(await mine.Locator("#note-text").IsVisibleAsync());
        Assert.DoesNotContain("a long note", await mine.Locator(".history").TextContentAsync(), StringComparison.Ordinal);
        // Having seen it, one more press is enough.
        await mine.GetByRole(AriaRole.Button, new() { Name = "Write a note" }).ClickAsync();
        await mine.Locator(".answer.done").WaitForAsync();
        Assert.Contains("a long note that took me ten minutes", await mine.Locator(".history").TextContentAsync(), StringComparison.Ordinal);
        Assert.Contains(await AuditAsync(), a => a is { Action: "page-decide", Outcome: "changed meanwhile" } && a.Subject == id);
    }

    [Fact]
    public async Task Analyst_SeesAnIncident_AndDecidesNothing()
    {
        var id = await OpenAsync("Only to look at");
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/incidents/" + id);
        Assert.Equal("Only to look at", await page.Locator("h1").TextContentAsync());
        Assert.Equal(0, await page.Locator("main form").CountAsync());
        Assert.Equal(403, (await page.GotoAsync("/sweeps/new?incident=" + id))!.Status);
    }

    [Fact]
    public async Task Warning_IsDrafted_ApprovedByAnother_AndSent()
    {
        var id = await OpenAsync("To warn of");
        await using var one = await room.OpenAsync(ConsoleRoom.Responder);
        await using var other = await room.OpenAsync(ConsoleRoom.Administrator);
        var (mine, theirs) = (await one.NewPageAsync(), await other.NewPageAsync());
        await mine.GotoAsync("/advisories/new?incident=" + id);
        await mine.GetByLabel("Words of your own").FillAsync("Call <b>1234</b>.");
        await mine.GetByRole(AriaRole.Button, new() { Name = "Draft a warning" }).ClickAsync();
        await mine.IsAtAsync("*/advisories/advisory-*");
        Assert.Contains("Call <b>1234</b>.", await mine.Locator(".letter").TextContentAsync(), StringComparison.Ordinal);
        await mine.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        Assert.Contains("somebody else must approve it", await mine.Locator(".answer.refused").TextContentAsync(), StringComparison.Ordinal);
        await theirs.GotoAsync(new Uri(mine.Url).AbsolutePath);
        await theirs.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await theirs.Locator(".answer.done").WaitForAsync();
        Assert.Matches("^It goes to [1-9][0-9]* people now", await theirs.Locator(".consequence").TextContentAsync());
        await theirs.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ConsoleRoom.Pictures, "advisory.png"), FullPage = true });
        await theirs.GetByRole(AriaRole.Button, new() { Name = "Send now" }).ClickAsync();
        await theirs.Locator(".answer.done").WaitForAsync();
        Assert.Contains(await AuditAsync(), a => a is { Action: "send-advisory", Actor: "user:" + ConsoleRoom.Administrator, Outcome: "done" });
    }

    private static async Task NoteAsync(IPage page, string text)
    {
        await page.GetByText("Write a note").First.ClickAsync();
        await page.Locator("#note-text").FillAsync(text);
        await page.GetByRole(AriaRole.Button, new() { Name = "Write a note" }).ClickAsync();
        await page.Locator(".answer").WaitForAsync();
    }

    private async Task<string> OpenAsync(string title) => (await room.SayAsync<OpenedAnswer>(System.Net.Http.HttpMethod.Post, "api/v1/incidents", new { title, campaigns = new[] { RespondStock.Campaign }, reason = "seen" })).Id;

    private async Task<IReadOnlyList<AuditView>> AuditAsync()
    {
        await using var client = (await ApiClient.FindAsync(room.Data, CancellationToken.None))!;
        return (await client.GetAsync<List<AuditView>>("api/v1/audit?max=1000", CancellationToken.None))!;
    }

    private sealed record OpenedAnswer(string Id);
}
