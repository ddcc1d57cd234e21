using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Postvakt.Cli.Output;
using Postvakt.Quarantine;
using Postvakt.Server.Operation;

namespace Postvakt.Cli.Verbs;

/// <summary>quarantine list|show|release|delete: what is held, and decisions about it.</summary>
internal static class QuarantineVerb
{
    private const int MostAtOnce = 1_000;

    public static Command Create() => new("quarantine", "Held mail: look at it, let it out, delete it") { List(), Show(), Release(), Delete() };

    private static Command List()
    {
        var (data, config, format) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Format("table", "json"));
        var state = new Option<QuarantineState>("--state") { Description = "held, releaserequested, delivering, indoubt, released, deleted or expired", HelpName = "STATE", DefaultValueFactory = _ => QuarantineState.Held };
        var max = new Option<int>("--max") { Description = "At most so many, 1 to 1,000", HelpName = "N", DefaultValueFactory = _ => 50 };
        var before = new Option<DateTimeOffset?>("--before") { Description = "Only what was held before this time; to turn pages", HelpName = "TIME" };
        var verb = new Command("list", "Show held mail, newest first") { state, before, max, data, config, format };
        verb.SetAction((parsed, cancellation) => OperatorVerb.RunAsync(parsed.GetValue(config), parsed.GetValue(data), async operations =>
        {
            var held = await operations.ListHeldAsync(parsed.GetValue(state), parsed.GetValue(before), Math.Clamp(parsed.GetValue(max), 1, MostAtOnce), cancellation).ConfigureAwait(false);
            foreach (var mail in held)
            {
                if (parsed.GetValue(format) == "json") Console.WriteLine(JsonSerializer.Serialize(HeldJson.Of(mail), OperatorVerb.OneLine));
                else PrintLine(mail);
            }
            if (held.Count == 0 && parsed.GetValue(format) != "json") Console.WriteLine("Nothing is held in this state.");
            return ExitStatus.Nothing;
        }, cancellation));
        return verb;
    }

    private static Command Show()
    {
        var id = new Argument<string>("ID") { Description = "Id of a held mail, as in X-Postvakt-Id" };
        var (data, config, format) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Format("table", "json"));
        var verb = new Command("show", "Show why a mail is held, and what was decided about it") { id, data, config, format };
        verb.SetAction((parsed, cancellation) => OperatorVerb.RunAsync(parsed.GetValue(config), parsed.GetValue(data), async operations =>
        {
            if (await operations.FindHeldAsync(parsed.GetValue(id)!, cancellation).ConfigureAwait(false) is not { } mail)
                return OperatorVerb.Refused($"{parsed.GetValue(id)}: no mail is held under this id");
            if (parsed.GetValue(format) == "json") Console.WriteLine(JsonSerializer.Serialize(HeldJson.Of(mail), OperatorVerb.OneLine));
            else Print(mail);
            return ExitStatus.Nothing;
        }, cancellation));
        return verb;
    }

    private static Command Release()
    {
        var ids = Ids();
        var (data, config, reason) = (CommonOptions.Data(), CommonOptions.Config(), OperatorVerb.Reason(required: false));
        var to = new Option<string[]>("--to") { Description = "Only to these recipients", HelpName = "ADDRESS", AllowMultipleArgumentsPerToken = true };
        var emergency = new Option<bool>("--emergency") { Description = "Against a lock-down: two people must ask within an hour, each with a reason" };
        var verb = new Command("release", "Let held mail out to its recipients") { ids, to, emergency, reason, data, config };
        verb.SetAction((parsed, cancellation) => OperatorVerb.RunAsync(parsed.GetValue(config), parsed.GetValue(data), operations => OperatorVerb.DecideAsync(operations, parsed.GetValue(ids)!.Select(id =>
            new DecisionRequest(parsed.GetValue(emergency) ? "emergency-release" : "release", id, parsed.GetValue(reason) ?? "", parsed.GetValue(to) ?? [], null)), cancellation), cancellation));
        return verb;
    }

    private static Command Delete()
    {
        var ids = Ids();
        var (data, config, reason) = (CommonOptions.Data(), CommonOptions.Config(), OperatorVerb.Reason(required: false));
        var verb = new Command("delete", "Delete held mail: nobody gets it") { ids, reason, data, config };
        verb.SetAction((parsed, cancellation) => OperatorVerb.RunAsync(parsed.GetValue(config), parsed.GetValue(data), operations => OperatorVerb.DecideAsync(operations,
            parsed.GetValue(ids)!.Select(id => new DecisionRequest("delete", id, parsed.GetValue(reason) ?? "", [], null)), cancellation), cancellation));
        return verb;
    }

    private static Argument<string[]> Ids() => new("ID") { Description = "Ids of held mail", Arity = ArgumentArity.OneOrMore };

    private static void PrintLine(HeldMail mail)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{mail.Item.Id}  {mail.Item.HeldAt.UtcDateTime:yyyy-MM-dd HH:mm}  {mail.Verdict.ToUpperInvariant(),-10} {mail.Score:0.00}  {Plain.Text(mail.From, 40)}  {Plain.Text(mail.Subject, 60)}"));
    }

    private static void Print(HeldMail mail)
    {
        var item = mail.Item;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            id          {item.Id}
            state       {item.State.ToString().ToLowerInvariant()}
            held        {item.HeldAt.UtcDateTime:yyyy-MM-dd HH:mm} UTC, until {item.ExpiresAt.UtcDateTime:yyyy-MM-dd}
            from        {Plain.Text(mail.From, 200)} (envelope {Plain.Text(item.MailFrom.Length > 0 ? item.MailFrom : "<>", 200)})
            to          {Plain.Text(string.Join(", ", item.Recipients), 1_000)}
            subject     {Plain.Text(mail.Subject, 200)}
            size        {item.Size:N0} bytes
            verdict     {mail.Verdict}, score {mail.Score:0.00}{(mail.Campaign.Length > 0 ? $", campaign {Plain.Text(mail.Campaign, 100)}" : "")}
            why         {Plain.Text(mail.Summary, 600)}
            """));
        foreach (var finding in mail.Findings) Console.WriteLine("            - " + Plain.Text(finding, 300));
        foreach (var entry in mail.History) Console.WriteLine("history     " + AuditVerb.Line(entry.Event));
    }
}
