using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Tests.Pages;

[Collection(ConsoleCollection.Name)]
public sealed class AccessibilityTests(ConsoleRoom room)
{
    private static readonly (string Name, string Path, bool SignedIn)[] Pages =
    [
        ("signin", "/signin", false), ("now", "/", true), ("lockdown", "/lockdown", true), ("lockdown-group", "/lockdown?scope=group&target=finance", true), ("quarantine", "/quarantine?campaign=links%20%2Fchart%2FN", true), ("quarantine-nothing", "/quarantine?from=nobody.example", true),
        ("mail", "/mail/" + Stock.Plain, true), ("mail-hostile", "/mail/" + Stock.Hostile, true), ("decide", $"/quarantine/decide?do=release&id={Stock.Plain}&id={Stock.Hostile}", true), ("account", "/account", true),
        ("campaigns", "/campaigns", true), ("campaign", "/campaigns/one?name=" + Uri.EscapeDataString(RespondStock.Campaign), true), ("incidents", "/incidents?state=all", true), ("reports", "/reports", true),
        ("report", "/reports/" + RespondStock.Reports[0], true), ("reports-decide", $"/reports/decide?was=malicious&id={RespondStock.Reports[0]}", true), ("advisory-new", "/advisories/new?campaign=" + Uri.EscapeDataString(RespondStock.Campaign), true),
        ("sweep-new", "/sweeps/new?campaign=" + Uri.EscapeDataString(RespondStock.Campaign), true),
        ("mail-hijack", "/mail/" + MailStock.Hijack, true), ("mail-foreign", "/mail/" + MailStock.Foreign, true), ("mail-worst", "/mail/" + MailStock.Hostile, true), ("mail-delivered", "/mail/" + MailStock.Delivered, true), ("similar", $"/mail/{MailStock.Hijack}/similar", true),
        ("portal", "/portal", true), ("act-genuine", $"/mail/{MailStock.Hijack}/act?do=genuine", true), ("act-incident", $"/mail/{MailStock.Hijack}/act?do=incident", true), ("emergency", "/quarantine/decide?do=emergency&id=" + MailStock.Locked, true),
        ("feeds", "/feeds", true), ("feed", "/feeds/one?name=" + ConsoleRoom.Feed, true), ("published", "/feeds/published", true),
    ];

    /// <summary>Seen as an administrator.</summary>
    private static readonly (string Name, string Path)[] House =
    [
        ("accounts", "/accounts?name=" + ConsoleRoom.Analyst), ("audit", "/audit"), ("exceptions", "/exceptions"), ("rules", "/rules"), ("rule", "/rules/rule?id=code-file-in-reply"), ("rule-new", "/rules/rule"), ("settings", "/settings"), ("health", "/health"),
    ];

    /// <summary>All colours there are, in few pages: the long run looks at every page in the dark theme too.</summary>
    private static readonly string[] InBothThemes = ["signin", "now", "lockdown", "quarantine", "mail-hijack", "campaign", "incident", "portal", "accounts"];

    /// <summary>Pages that stand in the list a second time with other content: the long run looks at them.</summary>
    private static readonly string[] Again = ["lockdown-group", "quarantine-nothing", "mail", "mail-hostile", "mail-foreign", "mail-delivered", "reports-decide", "act-genuine"];

    private static bool IsLong => Environment.GetEnvironmentVariable("POSTVAKT_TEST_LONG") == "1";

    private static readonly AxeRunOptions OnlyColours = new() { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast", "link-in-text-block"] } };

    [Theory]
    [InlineData(ColorScheme.Light, 1280)]
    [InlineData(ColorScheme.Dark, 1280)]
    [InlineData(ColorScheme.Light, 360)]
    public async Task Pages_HaveNoViolation_AndFit(ColorScheme theme, int width)
    {
        var faults = new List<string>();
        var incident = await room.IncidentAsync();
        (string Name, string Path, bool SignedIn)[] incidents = [("incident", "/incidents/" + incident, true), ("incident-people", $"/incidents/{incident}/people", true), ("incident-hunts", $"/incidents/{incident}/hunts", true), ("incident-told", $"/incidents/{incident}/told", true), ("indicators", "/indicators", true), ("incident-report", $"/incidents/{incident}/report", true)];
        var all = Pages.Concat(incidents).Select(p => (p.Name, p.Path, Account: p.SignedIn ? ConsoleRoom.Responder : null)).Concat(House.Select(p => (p.Name, p.Path, (string?)ConsoleRoom.Administrator)));
        var contexts = new Dictionary<string, IBrowserContext>();
        foreach (var (name, path, account) in all.Where(p => IsLong || (theme == ColorScheme.Light && !Again.Contains(p.Name)) || InBothThemes.Contains(p.Name)))
        {
            var who = name == "portal" ? MailStock.Employee : account;
            if (!contexts.TryGetValue(who ?? "", out var context)) contexts[who ?? ""] = context = await room.OpenAsync(who, theme, width: width);
            var page = await context.NewPageAsync();
            var watch = new PageWatch(page, room.Url);
            await page.GotoAsync(path);
            if (name is "mail-hijack" or "mail-worst") await MailTests.ReadAsync(page);
            if (name == "now") await page.GetByText("Kept up to date").WaitForAsync();
            // The width changes nothing that it looks at, the theme only what has to do with colours.
            if (width > 1000) faults.AddRange((await page.RunAxe(theme == ColorScheme.Dark ? OnlyColours : null)).Violations.Select(v => $"{name} {theme}: {v.Id} {v.Help} {string.Join(" | ", v.Nodes.Take(3).Select(n => n.Html))}"));
            faults.AddRange(watch.Faults.Select(f => $"{name}: {f}"));
            if (await page.Locator("a[href*='&amp;']").CountAsync() > 0) faults.Add($"{name}: a link has its second value escaped twice, and loses it");
            if (await page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") > 0) faults.Add($"{name} {width}: is wider than the screen");
            if (IsLong) await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(ConsoleRoom.Pictures, $"{name}-{theme.ToString().ToLowerInvariant()}-{width}.png"), FullPage = true });
            await page.CloseAsync();
        }
        foreach (var context in contexts.Values) await context.DisposeAsync();
        Assert.True(faults.Count == 0, string.Join('\n', faults));
    }

    [Theory]
    [InlineData("sv", "Pågår ett angrepp?")]
    [InlineData("de", "Läuft ein Angriff?")]
    [InlineData("fr", "Une attaque est-elle en cours ?")]
    [InlineData("ja", "攻撃は進行中ですか？")]
    [InlineData("pl", "Is an attack on?")]
    public async Task Pages_SpeakTheViewersLanguage(string language, string question)
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Analyst, language: language);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/");
        Assert.Equal(question, await page.Locator(".question").TextContentAsync());
        Assert.Equal(language == "pl" ? "en" : language, await page.Locator("html").GetAttributeAsync("lang"));
    }

    [Fact]
    public async Task Keyboard_ReachesEverythingOfTheLockDown()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Responder);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/lockdown");
        var reached = new List<string>();
        while (reached.Count < 200 && (reached.Count < 2 || reached[^1] != reached[0]))
        {
            await page.Keyboard.PressAsync("Tab");
            reached.Add(await page.EvaluateAsync<string>("document.activeElement.tagName + ' ' + (document.activeElement.name || document.activeElement.className || document.activeElement.getAttribute('href') || '')"));
        }
        Assert.Equal("A skip", reached[0]);
        Assert.Contains("INPUT Reason", reached);
        Assert.Contains("SELECT Until", reached);
        Assert.Contains("BUTTON danger", reached);
    }
}
