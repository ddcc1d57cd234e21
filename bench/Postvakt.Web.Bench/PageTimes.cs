using System.Globalization;
using Microsoft.Playwright;
using Postvakt.Web.Tests.Support;

namespace Postvakt.Web.Bench;

/// <summary>Opens each page in Chromium many times: when it is painted first, what it transfers, and how long the browser takes to show what a click or key does.</summary>
internal sealed class PageTimes(ConsoleRoom room, int times)
{
    private static readonly (string Name, string Path)[] Pages =
    [
        ("now", "/"), ("quarantine", "/quarantine"), ("quarantine, a state", "/quarantine?state=release_requested"), ("quarantine, a frequent word", "/quarantine?subject=word1"), ("quarantine, recipient", "/quarantine?to=person7@own2.example"),
        ("mail", "/mail/" + Stock.Plain), ("mail, a line of 5 MB", "/mail/" + Stock.Long), ("decide, two mails", $"/quarantine/decide?do=release&id={Stock.Plain}&id={Stock.Hostile}"), ("lock-down", "/lockdown"), ("lock-down, a group", "/lockdown?scope=group&target=finance"),
        ("account", "/account"),
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

    public async Task<int> RunAsync()
    {
        await using var context = await room.OpenAsync(ConsoleRoom.Administrator);
        Console.WriteLine($"{"median of " + times.ToString(CultureInfo.InvariantCulture),-32} {"paint ms",9} {"worst",9} {"answer ms",10} {"kB",8}");
        foreach (var (name, path) in Pages)
        {
            var page = await context.NewPageAsync();
            var (paints, answers, sent) = (new double[times], new double[times], 0.0);
            for (var i = 0; i < times; i++)
            {
                await page.GotoAsync(path);
                var seen = await page.EvaluateAsync<double[]>(Looks);
                (paints[i], answers[i], sent) = (seen[0], seen[1], Math.Max(sent, i == 0 && name == "now" ? 0 : seen[2]));
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-32} {Median(paints),9:F0} {paints.Max(),9:F0} {Median(answers),10:F0} {sent / 1000,8:F0}"));
            await page.CloseAsync();
        }
        Console.WriteLine($"{"interaction",-32} {"ms",9} {"worst",9}");
        await InteractAsync(context, "pick a mail", "/quarantine", page => page.Locator("tbody input[type=checkbox]").First.ClickAsync());
        await InteractAsync(context, "type in the search", "/quarantine", page => page.Locator("#subject").PressSequentiallyAsync("chart"));
        await InteractAsync(context, "type a reason, live page", "/lockdown", page => page.Locator("[name=Reason]").First.PressSequentiallyAsync("attack"));
        await InteractAsync(context, "move by keyboard", "/quarantine", page => page.Keyboard.PressAsync("Tab"));
        return 0;
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
