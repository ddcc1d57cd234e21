using System.CommandLine;
using System.Globalization;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Intake;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>campaigns: seen, named, joined, taken apart.</summary>
internal static class CampaignsVerb
{
    public static Command Create() => new("campaigns", "Mails that belong together") { List(), Label(), Join(), Part() };

    private static Command List()
    {
        var since = new Option<DateTimeOffset?>("--since") { Description = "With mail at this time or later; else of the last two days", HelpName = "TIME" };
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("list", "Campaigns, the one with the newest mail first; exit status 1 when there is any") { since, format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var all = (await client.GetAsync<List<CampaignView>>(OperatorVerb.Path("campaigns") + OperatorVerb.Query(("since", parsed.GetValue(since)?.ToString("O")), ("max", "1000")), cancellation).ConfigureAwait(false))!;
            foreach (var one in all)
            {
                if (parsed.GetValue(format) == "json") OperatorVerb.Json(one);
                else Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{OperatorVerb.Day(one.Last)}  {one.Mails,6:N0} mails, {one.Malicious,6:N0} malicious  {Plain.Text(one.Name, 100)}{(one.Label.Length > 0 ? $" \"{Plain.Text(one.Label, 100)}\"" : "")}{(one.Into.Length > 0 ? $" counts to {Plain.Text(one.Into, 100)}" : "")}"));
            }
            if (all.Count == 0 && parsed.GetValue(format) != "json") Console.WriteLine("There is no campaign.");
            return all.Count > 0 ? ExitStatus.Found : ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Incidents);
    }

    private static Command Label()
    {
        var (name, label) = (Name("NAME"), new Argument<string>("LABEL") { Description = "What people call it; \"\" takes the label away" });
        var verb = new Command("label", "Name a campaign") { name, label };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("campaigns/label")], new CampaignLabelRequest(parsed.GetValue(name), parsed.GetValue(label)), cancellation));
        return verb.Needs(Role.Responder, Scope.Incidents);
    }

    private static Command Join()
    {
        var (name, into, reason) = (Name("NAME"), Name("INTO"), OperatorVerb.Reason(required: false));
        var verb = new Command("join", "Have the mails of one campaign count to another") { name, into, reason };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("campaigns/join")], new CampaignJoinRequest(parsed.GetValue(name), parsed.GetValue(into), parsed.GetValue(reason)), cancellation));
        return verb.Needs(Role.Responder, Scope.Incidents);
    }

    private static Command Part()
    {
        var (name, reason) = (Name("NAME"), OperatorVerb.Reason(required: false));
        var by = new Option<CampaignTrait?>("--by") { Description = "Split it by what its mails have in common: link, wording, archive, document, picture", HelpName = "TRAIT" };
        var records = new Option<string[]>("--record") { Description = "Make these records a campaign of their own", HelpName = "ID", Arity = ArgumentArity.OneOrMore, AllowMultipleArgumentsPerToken = true };
        var verb = new Command("part", "Take a joined campaign apart again, or split one") { name, by, records, reason };
        verb.Validators.Add(result =>
        {
            if (result.GetResult(by) is not null && result.GetResult(records) is not null) result.AddError("give either --by or --record");
        });
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("campaigns/part")], new CampaignPartRequest(parsed.GetValue(name), parsed.GetValue(by), parsed.GetValue(records) is { Length: > 0 } ids ? ids : null, parsed.GetValue(reason)), cancellation));
        return verb.Needs(Role.Responder, Scope.Incidents);
    }

    private static Argument<string> Name(string name) => new(name) { Description = "Name of a campaign, as campaigns list shows it" };
}
