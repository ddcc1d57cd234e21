using System.CommandLine;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>share matches: mail of before that carries what others shared only later.</summary>
internal static class ShareMatchesVerb
{
    public static Command Create()
    {
        var feed = new Option<string?>("--feed") { Description = "Of this feed only", HelpName = "NAME" };
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("matches", "Mails of before that carry what feeds gave later, newest first; exit status 1 when there are any") { feed, format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var all = await client.GetAsync<List<FeedMatchView>>(OperatorVerb.Path("feeds/matches") + "?name=" + Uri.EscapeDataString(parsed.GetValue(feed) ?? ""), cancellation).ConfigureAwait(false) ?? [];
            foreach (var one in all)
            {
                if (parsed.GetValue(format) == "json") OperatorVerb.Json(one);
                else Console.WriteLine($"{OperatorVerb.Day(one.MailAt)}  {one.Record}  {(one.Held ? "held" : "delivered"),-9}  {Plain.Text(one.Feed, 60)}: {Plain.Text(one.Indicator, 160)}");
            }
            if (all.Count == 0 && parsed.GetValue(format) != "json") Console.WriteLine("No mail of before carries anything of them.");
            return all.Count > 0 ? ExitStatus.Found : ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Incidents);
    }
}
