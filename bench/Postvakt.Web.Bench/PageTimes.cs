using System.Globalization;
using Microsoft.Playwright;
using Postvakt.Bench;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Bench;

/// <summary>Opens each page in Chromium many times: when it is painted first, what it transfers, and how long the browser takes to show what a click or key does.</summary>
internal sealed class PageTimes(ConsoleRoom room, int times)
{
    private static readonly string Campaign = Uri.EscapeDataString(HeldMails.Campaign(0));

    /// <summary>As an administrator. INCIDENT and REPORT stand for the newest there is.</summary>
    private static readonly (string Name, string Path)[] Pages =
    [
        ("now", "/"), ("quarantine", "/quarantine"), ("quarantine, a state", "/quarantine?state=release_requested"), ("quarantine, a frequent word", "/quarantine?subject=word1"), ("quarantine, recipient", "/quarantine?to=" + HeldMails.Recipient(7)),
        ("mail", "/mail/" + Stock.Plain), ("mail, a line of 5 MB", "/mail/" + Stock.Long), ("mail, similar ones", $"/mail/{Stock.Plain}/similar"), ("mail, before an act", $"/mail/{Stock.Plain}/act?do=genuine"), ("decide, two mails", $"/quarantine/decide?do=release&id={Stock.Plain}&id={Stock.Hostile}"),
        ("campaigns", "/campaigns"), ("campaigns, 30 days", "/campaigns?days=30"), ("campaign", "/campaigns/one?name=" + Campaign), ("incidents", "/incidents"), ("incidents, all", "/incidents?state=all"), ("incident", "/incidents/INCIDENT"), ("incident, people", "/incidents/INCIDENT/people"),
        ("incident, told", "/incidents/INCIDENT/told"), ("incident, report", "/incidents/INCIDENT/report"), ("reports", "/reports"), ("reports, answered", "/reports?state=answered"), ("report", "/reports/REPORT"), ("warning, draft", "/advisories/new?campaign=" + Campaign), ("sweep, plan", "/sweeps/new?campaign=" + Campaign),
        ("lock-down", "/lockdown"), ("lock-down, a group", "/lockdown?scope=group&target=finance"), ("rules", "/rules"), ("feeds", "/feeds"), ("feed", "/feeds/one?name=" + ConsoleRoom.Feed), ("published", "/feeds/published"), ("exceptions", "/exceptions"), ("audit", "/audit"), ("audit, one action", "/audit?action=release"), ("audit, nobody's", "/audit?actor=nobody"),
        ("accounts", "/accounts"), ("settings", "/settings"), ("health", "/health"), ("account", "/account"),
    ];

    /// <summary>What a page is looked at for, by the browser's own clocks (Paint Timing, Resource Timing).</summary>
    private const string Looks = """
        () => new Promise(done => {
          const say = paint => done([paint.startTime, performance.getEntriesByType("navigation")[0].responseStart, [...performance.getEntriesByType("navigation"), ...performance.getEntriesByType("resource")].reduce((sum, e) => sum + e.transferSize, 0)]);
          new PerformanceObserver(list => { const paint = list.getEntriesByName("first-contentful-paint")[0]; if (paint) say(paint); }).observe({ type: "paint", buffered: true });
        })
        """;

    /// <summary>From the next event to the frame after it (Event Timing; shorter than 16 ms it gives none).</summary>
    private const string Watch = "() => { window.longest = 0; new PerformanceObserver(l => { for (const e of l.getEntries()) window.longest = Math.max(window.longest, e.duration); }).observe({ type: 'event', durationThreshold: 16 }); }";

    /// <param name="only">Pages and interactions whose name begins so; empty for all.</param>
    public async Task<int> RunAsync(string only)
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Administrator);
        Console.WriteLine($"{"median of " + times.ToString(CultureInfo.InvariantCulture),-32} {"paint ms",9} {"worst",9} {"answer ms",10} {"kB",8}");
        var (incident, report) = (await FirstAsync(context, "/incidents", "a[href^='/incidents/']"), await FirstAsync(context, "/reports", "tbody a[href^='/reports/']"));
        foreach (var (name, path) in Pages.Where(p => p.Name.StartsWith(only, StringComparison.Ordinal))) await LookAsync(context, name, path.Replace("/incidents/INCIDENT", incident, StringComparison.Ordinal).Replace("/reports/REPORT", report, StringComparison.Ordinal));
        if ("portal".StartsWith(only, StringComparison.Ordinal))
        {
            await room.JoinAsync(ManyDecisions.Employee);
            await using var own = await room.Browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = room.Url, Locale = "en", StorageState = await room.SignInAsync(ManyDecisions.Employee) });
            await LookAsync(own, "portal", "/portal");
        }
        Console.WriteLine($"{"interaction",-32} {"ms",9} {"worst",9}");
        foreach (var (name, path, act) in Interactions(incident).Where(i => i.Name.StartsWith(only, StringComparison.Ordinal))) await InteractAsync(context, name, path, act);
        return 0;
    }

    private static IEnumerable<(string Name, string Path, Func<IPage, Task> Act)> Interactions(string incident) =>
    [
        ("pick a mail", "/quarantine", page => page.Locator("tbody input[type=checkbox]").First.ClickAsync()),
        ("pick all mails", "/quarantine", page => page.Locator("#pick-all").ClickAsync()),
        ("type in the search", "/quarantine", page => page.Locator("#subject").PressSequentiallyAsync("chart")),
        ("move by keyboard", "/quarantine", page => page.Keyboard.PressAsync("j")),
        ("type a reason", "/lockdown", page => page.Locator("[name=Reason]").First.PressSequentiallyAsync("attack")),
        ("unfold a table", "/campaigns/one?name=" + Campaign, page => page.Locator(".views summary").First.ClickAsync()),
        ("unfold an act, live page", incident, page => page.Locator("details.action summary").First.ClickAsync()),
        ("type a note, live page", incident, page => page.Locator("input[name=Text]").Last.PressSequentiallyAsync("called")),
    ];

    /// <summary>Where the first link of a page leads.</summary>
    private static async Task<string> FirstAsync(IBrowserContext context, string path, string link)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        var first = await page.Locator(link).First.GetAttributeAsync("href");
        await page.CloseAsync();
        return first!;
    }

    /// <summary>The first time a browser fetches styles and scripts: it counts for no page.</summary>
    private async Task LookAsync(IBrowserContext context, string name, string path)
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        var (paints, answers, sent) = (new double[times], new double[times], 0.0);
        for (var i = 0; i < times; i++)
        {
            await page.GotoAsync(path);
            var seen = await page.EvaluateAsync<double[]>(Looks);
            // A person looks before going on: what a page loads after it is painted must not be counted for the next.
            await page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            (paints[i], answers[i], sent) = (seen[0], seen[1], Math.Max(sent, seen[2]));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-32} {Median(paints),9:F0} {paints.Max(),9:F0} {Median(answers),10:F0} {sent / 1000,8:F0}"));
        await page.CloseAsync();
    }

    private async Task InteractAsync(IBrowserContext context, string name, string path, Func<IPage, Task> act)
    {
        var page = await context.NewPageAsync();
        var took = new double[times];
        for (var i = 0; i < times; i++)
        {
            await page.GotoAsync(path);
            await page.EvaluateAsync(Watch);
            await act(page);
            await page.EvaluateAsync("() => new Promise(done => setTimeout(done, 150))");
            took[i] = Math.Max(16, await page.EvaluateAsync<double>("window.longest"));
        }
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-32} {Median(took),9:F0} {took.Max(),9:F0}"));
        await page.CloseAsync();
    }

    private static double Median(double[] values) => values.Order().ElementAt(values.Length / 2);
}
