using System.CommandLine;
using System.Globalization;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>share feeds, and what one of them gave that mail is not looked through for.</summary>
internal static class ShareFeedsVerb
{
    public static Command Create()
    {
        var aside = new Option<string?>("--aside") { Description = "What this feed gave that mail is not looked through for, and why", HelpName = "NAME" };
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("feeds", "What others share with us, and how each feed stands; exit status 1 when one cannot be read") { aside, format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) => parsed.GetValue(aside) is { } name
            ? await AsideAsync(client, name, parsed.GetValue(format) == "json", cancellation).ConfigureAwait(false) : await ListAsync(client, parsed.GetValue(format) == "json", cancellation).ConfigureAwait(false));
        return verb.Needs(Role.Analyst, Scope.Incidents);
    }

    private static async Task<int> ListAsync(ApiClient client, bool json, CancellationToken cancellation)
    {
        var all = await client.GetAsync<List<FeedView>>(OperatorVerb.Path("feeds"), cancellation).ConfigureAwait(false) ?? [];
        foreach (var feed in all)
        {
            if (json)
            {
                OperatorVerb.Json(feed);
                continue;
            }
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Plain.Text(feed.Name, 60),-24}  {feed.Class,-7}  {feed.Held,9:N0} indicators{(feed.Aside > 0 ? $", {feed.Aside:N0} set aside" : "")}{(feed.Over > 0 ? $", {feed.Over:N0} past its share" : "")}; found in {feed.Mails:N0} mails; last read {OperatorVerb.Day(feed.LastGood)}"));
            if (feed.LastError.Length > 0) Console.WriteLine($"{"",-24}  cannot be read since: {Plain.Text(feed.LastError, 300)}");
        }
        if (all.Count == 0 && !json) Console.WriteLine("There are no feeds. Name some under sharing.feeds, or import a file.");
        return all.Any(f => f.LastError.Length > 0) ? ExitStatus.Found : ExitStatus.Nothing;
    }

    private static async Task<int> AsideAsync(ApiClient client, string name, bool json, CancellationToken cancellation)
    {
        var all = await client.GetAsync<List<AsideView>>(OperatorVerb.Path("feeds/aside") + "?name=" + Uri.EscapeDataString(name), cancellation).ConfigureAwait(false) ?? [];
        foreach (var one in all)
        {
            if (json) OperatorVerb.Json(one);
            else Console.WriteLine($"{one.Because,-13}  {Plain.Text(one.Indicator, 200)}");
        }
        if (all.Count == 0 && !json) Console.WriteLine("Nothing of it is set aside.");
        return all.Count > 0 ? ExitStatus.Found : ExitStatus.Nothing;
    }
}
