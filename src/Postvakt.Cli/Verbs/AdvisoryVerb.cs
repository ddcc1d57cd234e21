using System.CommandLine;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>advisory draft|list|show|preview|approve|send|withdraw: warnings to people.</summary>
internal static class AdvisoryVerb
{
    public static Command Create() => new("advisory", "Warn people, in their language, with a harmless example") { Draft(), List(), Show(), Preview(), Decision("approve", "Approve advisories that somebody else drafted"), Decision("send", "Send approved advisories; nobody gets one twice"), Decision("withdraw", "End advisories before their time") };

    private static Command Draft()
    {
        Option<string?> Of(string name, string description, string help) => new(name) { Description = description, HelpName = help };
        var records = new Argument<string[]>("RECORD") { Description = "Records to compose it from", Arity = ArgumentArity.ZeroOrMore };
        var (campaign, group, note, until, incident) = (Of("--campaign", "Compose it from the mails of this campaign", "NAME"), Of("--group", "Only for people of this group of the directory", "NAME"), Of("--note", "A few words, shown as they are", "TEXT"), OperatorVerb.Until("People are shown it until then; two weeks if nothing is said", required: false), Of("--incident", "Incident that it belongs to", "ID"));
        Option<bool> noMail = new("--no-mail") { Description = "Not by mail" }, noTeams = new("--no-teams") { Description = "Not in Teams" };
        var verb = new Command("draft", "Compose a warning; another person approves it") { records, campaign, group, note, until, incident, noMail, noTeams };
        verb.Validators.Add(result =>
        {
            if (result.GetValue(records) is not { Length: > 0 } == result.GetValue(campaign) is null) result.AddError("name the mails (RECORD…), or --campaign NAME, not both");
        });
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var draft = await client.SendAsync<DraftView>(HttpMethod.Post, OperatorVerb.Path("advisories"), new AdvisoryRequest
            {
                Records = parsed.GetValue(records), Campaign = parsed.GetValue(campaign), Group = parsed.GetValue(group), Note = parsed.GetValue(note), Incident = parsed.GetValue(incident),
                Mail = !parsed.GetValue(noMail), Teams = !parsed.GetValue(noTeams), Until = OperatorVerb.TimeOf(parsed.GetValue(until), TimeProvider.System),
            }, cancellation).ConfigureAwait(false);
            if (!draft.Done) return OperatorVerb.Refused(draft.Text);
            Console.WriteLine(Plain.Text(draft.Text, 500));
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Advise);
    }

    private static Command List()
    {
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("list", "Show advisories, newest first") { format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var all = (await client.GetAsync<List<AdvisoryView>>(OperatorVerb.Path("advisories"), cancellation).ConfigureAwait(false))!;
            foreach (var one in all)
            {
                if (parsed.GetValue(format) == "json") OperatorVerb.Json(one);
                else Console.WriteLine(Line(one));
            }
            if (all.Count == 0 && parsed.GetValue(format) != "json") Console.WriteLine("There are no advisories.");
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Advise);
    }

    private static Command Show()
    {
        var (id, format) = (new Argument<string>("ID") { Description = "Id of an advisory" }, CommonOptions.Format("table", "json"));
        var verb = new Command("show", "Show an advisory and what became of its copies") { id, format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            if (await client.GetAsync<AdvisoryView>(OperatorVerb.Path("advisories/{0}", parsed.GetValue(id)!), cancellation).ConfigureAwait(false) is not { } one
                || await client.GetAsync<DeliveryReportView>(OperatorVerb.Path("advisories/{0}/report", parsed.GetValue(id)!), cancellation).ConfigureAwait(false) is not { } report) return OperatorVerb.Refused($"there is no advisory {parsed.GetValue(id)}");
            if (parsed.GetValue(format) == "json")
            {
                OperatorVerb.Json(one);
                OperatorVerb.Json(report);
                return ExitStatus.Nothing;
            }
            Console.WriteLine(Line(one));
            Console.WriteLine($"  warns of: {string.Join(", ", one.Clues.Select(c => Word(c)))}; example {Plain.Text(one.ExampleLink, 200)} {Plain.Text(one.ExampleFile, 100)}");
            Console.WriteLine($"  copies: {report.Accepted} taken, {report.Waiting} waiting, {report.Refused} refused, {report.Undeliverable} undeliverable, {report.Dropped} dropped");
            foreach (var copy in report.Troubled) Console.WriteLine($"  {Word(copy.State)}  {copy.Way}  {Plain.Text(copy.Address, 100)}  {Plain.Text(copy.Why, 200)}");
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Advise);
    }

    private static Command Preview()
    {
        var id = new Argument<string>("ID") { Description = "Id of an advisory" };
        var output = new Option<string>("--output") { Description = "HTML file to write", HelpName = "FILE", Required = true };
        var language = new Option<string?>("--language") { Description = "In this language", HelpName = "CODE" };
        var verb = new Command("preview", "Write an advisory as people get it to an HTML file") { id, output, language };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var path = OperatorVerb.Path("advisories/{0}/preview", parsed.GetValue(id)!) + OperatorVerb.Query(("language", parsed.GetValue(language) ?? "en"));
            return await client.CopyAsync(path, () => File.Create(parsed.GetValue(output)!), cancellation).ConfigureAwait(false) is null ? OperatorVerb.Refused("there is no such advisory") : ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Advise);
    }

    private static Command Decision(string name, string description)
    {
        var ids = new Argument<string[]>("ID") { Description = "Ids of advisories", Arity = ArgumentArity.OneOrMore };
        var verb = new Command(name, description) { ids };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, parsed.GetValue(ids)!.Select(id => OperatorVerb.Path("advisories/{0}/" + name, id)), null, cancellation));
        return verb.Needs(Role.Responder, Scope.Advise);
    }

    private static string Line(AdvisoryView one) =>
        $"{one.Id}  {Word(one.State)}{(one.Active ? " (shown)" : "")}  {(one.Group.Length == 0 ? "everybody" : "group " + Plain.Text(one.Group, 60))}  by {(one.Mail ? one.Teams ? "mail and Teams" : "mail" : "Teams")}  drafted by {Plain.Text(one.DraftedBy, 60)}{(one.ApprovedBy.Length > 0 ? ", approved by " + Plain.Text(one.ApprovedBy, 60) : "")}, until {OperatorVerb.Day(one.Until)} UTC";

    private static string Word(Enum value) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()).Replace('_', ' ');
}
