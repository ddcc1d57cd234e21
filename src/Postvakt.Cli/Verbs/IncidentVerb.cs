using System.CommandLine;
using System.Globalization;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Cli.Reports.Incidents;
using Postvakt.Incidents;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>incident: opened, taken up, worked through, told about, closed.</summary>
internal static class IncidentVerb
{
    private static readonly string[] Audiences = [.. Enum.GetNames<Audience>().Select(Word)];

    public static Command Create() => new("incident", "What responders work on, from the first mail to the closing report")
    {
        List(), Show(), Open(), Reasoned("accept", "Take up a proposed incident", false), Reasoned("dismiss", "Say that a proposed incident is none", true), Add(), Reasoned("note", "Write a line into the timeline", true), Step(), Statement(), Tell(), Close(), Report(), TimelineVerb.Create(),
    };

    private static Command List()
    {
        var all = new Option<bool>("--all") { Description = "Also those that are closed or dismissed" };
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("list", "Incidents, newest first; exit status 1 when there is any") { all, format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var (count, before, json) = (0, (string?)null, parsed.GetValue(format) == "json");
            do
            {
                var page = (await client.GetAsync<IncidentPageView>(OperatorVerb.Path("incidents") + OperatorVerb.Query(("state", parsed.GetValue(all) ? "all" : "active"), ("before", before)), cancellation).ConfigureAwait(false))!;
                foreach (var one in page.Items)
                {
                    if (json) OperatorVerb.Json(one);
                    else Console.WriteLine($"{one.Id}  {OperatorVerb.Day(one.KnownAt)}  {one.State.ToString().ToUpperInvariant(),-9} {one.Severity.ToString().ToLowerInvariant(),-8}  {Plain.Text(one.Title, 80)}");
                }
                (count, before) = (count + page.Items.Count, page.Next);
            }
            while (before is not null);
            if (count == 0 && !json) Console.WriteLine("There is no incident.");
            return count > 0 ? ExitStatus.Found : ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Incidents);
    }

    private static Command Show()
    {
        var (id, format) = (Id(), CommonOptions.Format("table", "json"));
        var verb = new Command("show", "Show an incident: figures, deadlines, playbook, timeline") { id, format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            if (await FindAsync(client, parsed.GetValue(id)!, cancellation).ConfigureAwait(false) is not { } incident) return Unknown(parsed.GetValue(id)!);
            if (parsed.GetValue(format) == "json") OperatorVerb.Json(incident);
            else Print(incident);
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Incidents);
    }

    private static Command Open()
    {
        var title = new Argument<string>("TITLE") { Description = "What it is, in a few words" };
        var campaigns = new Option<string[]>("--campaign") { Description = "Name of a campaign that it is about", HelpName = "NAME" };
        var records = new Option<string[]>("--record") { Description = "Id of a mail that it is about", HelpName = "ID" };
        var known = new Option<DateTimeOffset?>("--known") { Description = "Since when it is known; clocks of authorities run from then. Else now", HelpName = "TIME" };
        var reason = OperatorVerb.Reason(required: false);
        var verb = new Command("open", "Open an incident") { title, campaigns, records, known, reason };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var opened = await client.SendAsync<OpenedIncidentView>(HttpMethod.Post, OperatorVerb.Path("incidents"), new OpenIncidentRequest
            {
                Title = parsed.GetValue(title), Campaigns = parsed.GetValue(campaigns), Records = parsed.GetValue(records), KnownAt = parsed.GetValue(known), Reason = parsed.GetValue(reason),
            }, cancellation).ConfigureAwait(false);
            if (!opened.Done) return OperatorVerb.Refused(opened.Text);
            Console.WriteLine(opened.Id);
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Responder, Scope.Incidents);
    }

    private static Command Add()
    {
        Option<string?> Of(string name, string description, string help) => new(name) { Description = description, HelpName = help };
        var (id, reason, campaign, account, record) = (Id(), OperatorVerb.Reason(required: false), Of("--campaign", "Name of a campaign", "NAME"), Of("--account", "Address of an account that seems taken over", "ADDRESS"), Of("--record", "Id of a mail", "ID"));
        var verb = new Command("add", "Have an incident cover a campaign, an account or a mail too") { id, campaign, account, record, reason };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("incidents/{0}/add", parsed.GetValue(id)!)], new AddToIncidentRequest
        {
            Campaign = parsed.GetValue(campaign), Account = parsed.GetValue(account), Record = parsed.GetValue(record), Reason = parsed.GetValue(reason),
        }, cancellation));
        return verb.Needs(Role.Responder, Scope.Incidents);
    }

    private static Command Step()
    {
        var id = Id();
        var step = new Argument<string>("STEP") { Description = "Id of a step of the playbook; incident show lists them" };
        var state = new Option<string>("--state") { Description = "done, skipped or open", DefaultValueFactory = _ => "done", HelpName = "STATE" };
        state.AcceptOnlyFromAmong("done", "skipped", "open");
        var note = new Option<string?>("--note") { Description = "What was done, or why it is left out", HelpName = "TEXT" };
        var verb = new Command("step", "Mark a step of the playbook") { id, step, state, note };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("incidents/{0}/steps/{1}", parsed.GetValue(id)!, parsed.GetValue(step)!)],
            new StepRequest(Enum.Parse<StepState>(parsed.GetValue(state)!, ignoreCase: true), parsed.GetValue(note)), cancellation));
        return verb.Needs(Role.Responder, Scope.Incidents);
    }

    private static Command Statement()
    {
        var (id, audience) = (Id(), AudienceOf());
        var language = new Option<string?>("--language") { Description = "Language of the statement, such as sv", HelpName = "LANGUAGE" };
        var verb = new Command("statement", "Print words to begin a statement with; nothing is sent") { id, audience, language };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var path = OperatorVerb.Path("incidents/{0}/statement", parsed.GetValue(id)!) + OperatorVerb.Query(("audience", Parse(parsed.GetValue(audience)!).ToString()), ("language", parsed.GetValue(language)));
            if (await client.GetAsync<StatementDraftView>(path, cancellation).ConfigureAwait(false) is not { } draft) return Unknown(parsed.GetValue(id)!);
            Console.WriteLine(draft.Text);
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Incidents);
    }

    private static Command Tell()
    {
        var (id, audience) = (Id(), AudienceOf());
        var whom = new Argument<string>("WHOM") { Description = "Name or address of who was told" };
        var text = new Argument<string>("TEXT") { Description = "What was said; - reads it from standard input" };
        var at = new Option<DateTimeOffset?>("--at") { Description = "When; else now", HelpName = "TIME" };
        var verb = new Command("tell", "Note what was told to whom and when; nothing is sent") { id, audience, whom, text, at };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var said = parsed.GetValue(text) == "-" ? await ReadAsync(cancellation).ConfigureAwait(false) : parsed.GetValue(text);
            return await OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("incidents/{0}/tell", parsed.GetValue(id)!)], new TellRequest
            {
                Audience = Parse(parsed.GetValue(audience)!), Whom = parsed.GetValue(whom), Text = said, At = parsed.GetValue(at),
            }, cancellation).ConfigureAwait(false);
        });
        return verb.Needs(Role.Responder, Scope.Incidents);
    }

    private static Command Close()
    {
        var id = Id();
        var conclusion = new Option<string?>("--conclusion") { Description = "What happened, and what is learned from it", HelpName = "TEXT", Required = true };
        var verb = new Command("close", "Close an incident") { id, conclusion };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("incidents/{0}/close", parsed.GetValue(id)!)], new CloseRequest(parsed.GetValue(conclusion)), cancellation));
        return verb.Needs(Role.Responder, Scope.Incidents);
    }

    private static Command Report()
    {
        var id = Id();
        var output = new Option<string>("--output") { Description = "File of HTML that is written; it prints on paper too", HelpName = "FILE", Required = true };
        var verb = new Command("report", "Write the closing report, or where an incident stands until it is closed") { id, output };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            if (await FindAsync(client, parsed.GetValue(id)!, cancellation).ConfigureAwait(false) is not { } incident) return Unknown(parsed.GetValue(id)!);
            var file = parsed.GetValue(output)!;
            await using (var to = new StreamWriter(file)) new ClosingReport(to).Write(incident);
            Console.WriteLine($"{file}: {(incident.Incident.State == IncidentState.Closed ? "the closing report" : "where it stands now; it is not closed")}.");
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Incidents);
    }

    private static Command Reasoned(string name, string description, bool required)
    {
        var id = Id();
        var reason = OperatorVerb.Reason(required);
        var verb = new Command(name, description) { id, reason };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("incidents/{0}/" + name, parsed.GetValue(id)!)], new ReasonRequest(parsed.GetValue(reason)), cancellation));
        return verb.Needs(Role.Responder, Scope.Incidents);
    }

    private static void Print(IncidentDetailView view)
    {
        var (incident, figures) = (view.Incident, view.Figures);
        Console.WriteLine($"{incident.Id}  {incident.State.ToString().ToUpperInvariant()}  {incident.Severity.ToString().ToLowerInvariant()}  {Plain.Text(incident.Title, 200)}");
        Console.WriteLine($"  known since {OperatorVerb.Day(incident.KnownAt)} UTC, by {Plain.Text(incident.By, 100)}");
        foreach (var sign in incident.Signs) Console.WriteLine("  ! " + Plain.Text(sign, 200));
        foreach (var campaign in incident.Campaigns) Console.WriteLine("  campaign " + Plain.Text(campaign, 200));
        foreach (var account in incident.Accounts) Console.WriteLine("  account  " + Plain.Text(account, 200));
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {figures.Mails:N0} mails from {figures.Senders:N0} senders to {figures.People:N0} people: {figures.Held:N0} held, {figures.Delivered:N0} delivered, {figures.Released:N0} released{(figures.IsWhole ? "" : "; there are more")}"));
        Console.WriteLine("  deadlines");
        foreach (var due in view.Deadlines) Console.WriteLine($"    {OperatorVerb.Day(due.Due)} UTC  {(due.MetAt is { } met ? $"told {OperatorVerb.Day(met)}" : due.IsLate ? "LATE" : "open"),-21}  {due.What} ({due.Law})");
        Console.WriteLine("  playbook");
        foreach (var step in view.Steps) Console.WriteLine($"    {(step.State switch { StepState.Done => "[x]", StepState.Skipped => "[-]", _ => "[ ]" })} {step.Id,-18} {Plain.Text(step.Title, 120)}{(step.Note.Length > 0 ? $" ({Plain.Text(step.Note, 120)})" : "")}");
        Console.WriteLine("  timeline");
        foreach (var line in view.Timeline) Console.WriteLine($"    {OperatorVerb.Day(line.At)}  {Plain.Text(line.By, 30),-20} {Plain.Text(line.Text, 200)}");
        if (incident.Conclusion.Length > 0) Console.WriteLine("  " + Plain.Text(incident.Conclusion, 2_000));
    }

    private static Task<IncidentDetailView?> FindAsync(ApiClient client, string id, CancellationToken cancellation) => client.GetAsync<IncidentDetailView>(OperatorVerb.Path("incidents/{0}", id), cancellation);

    private static int Unknown(string id) => OperatorVerb.Refused($"there is no incident {id}");

    private static Argument<string> Id() => new("ID") { Description = "Id of an incident" };

    private static Argument<string> AudienceOf()
    {
        var audience = new Argument<string>("AUDIENCE") { Description = string.Join(", ", Audiences) };
        audience.AcceptOnlyFromAmong(Audiences);
        return audience;
    }

    private static Audience Parse(string word) => Enum.GetValues<Audience>().First(a => Word(a.ToString()) == word);

    /// <summary>DataProtectionAuthority: data-protection-authority.</summary>
    private static string Word(string name) => string.Concat(name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString()));

    private static async Task<string> ReadAsync(CancellationToken cancellation)
    {
        var text = new char[Postvakt.Incidents.Statement.MaxText + 1];
        var length = await Console.In.ReadBlockAsync(text, cancellation).ConfigureAwait(false);
        return new string(text, 0, length);
    }
}
