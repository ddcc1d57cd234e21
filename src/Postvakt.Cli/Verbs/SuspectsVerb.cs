using System.CommandLine;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>suspects: accounts that seem taken over.</summary>
internal static class SuspectsVerb
{
    public static Command Create() => new("suspects", "Accounts that seem taken over, and what they sent") { List(), Show(), Mark(), Clear() };

    private static Command List()
    {
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("list", "Accounts that seem taken over; exit status 1 when there is any") { format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var all = (await client.GetAsync<List<SuspectView>>(OperatorVerb.Path("suspects"), cancellation).ConfigureAwait(false))!;
            foreach (var one in all)
            {
                if (parsed.GetValue(format) == "json") OperatorVerb.Json(one);
                else Console.WriteLine(Line(one));
            }
            if (all.Count == 0 && parsed.GetValue(format) != "json") Console.WriteLine("No account is suspected.");
            return all.Count > 0 ? ExitStatus.Found : ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Incidents);
    }

    private static Command Show()
    {
        var (address, format) = (Address(), CommonOptions.Format("table", "json"));
        var verb = new Command("show", "Show an account with the mails that it sent since the first sign: look at them, and sweep them") { address, format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            if (await client.GetAsync<SuspectDetailView>(OperatorVerb.Path("suspects/{0}", parsed.GetValue(address)!), cancellation).ConfigureAwait(false) is not { } suspect)
                return OperatorVerb.Refused($"the account of {parsed.GetValue(address)} is not suspected");
            if (parsed.GetValue(format) == "json")
            {
                OperatorVerb.Json(suspect);
                return ExitStatus.Nothing;
            }
            Console.WriteLine(Line(suspect.Account));
            Console.WriteLine(suspect.Mailbox.State switch { "looked" => "  Mailbox: looked at" + (suspect.Mailbox.Findings.Count == 0 ? ", no rule deletes, moves or forwards" : ""), "waiting" => "  Mailbox: not looked at yet", _ => "  Mailbox: undetermined" });
            foreach (var finding in suspect.Mailbox.Findings) Console.WriteLine("    " + Plain.Text(finding, 300));
            foreach (var mail in suspect.Mails)
                Console.WriteLine($"  {mail.Id}  {OperatorVerb.Day(mail.At)}  {mail.Verdict.ToUpperInvariant(),-12} {(mail.Held ? "held     " : "delivered")}  to {Plain.Text(string.Join(", ", mail.Recipients), 100)}");
            if (suspect.Mails.Count == 0) Console.WriteLine("  No mail since then is on record.");
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Incidents);
    }

    private static Command Mark()
    {
        var (address, reason) = (Address(), OperatorVerb.Reason(required: true));
        var since = new Option<DateTimeOffset?>("--since") { Description = "The first sign; else now", HelpName = "TIME" };
        var verb = new Command("mark", "Mark an account as taken over: an incident is opened or joined, and whoever runs the accounts is told") { address, since, reason };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("suspects/{0}", parsed.GetValue(address)!)], new SuspectRequest(parsed.GetValue(since), parsed.GetValue(reason)), cancellation));
        return verb.Needs(Role.Responder, Scope.Incidents);
    }

    private static Command Clear()
    {
        var (address, reason) = (Address(), OperatorVerb.Reason(required: true));
        var verb = new Command("clear", "Say that an account is in its owner's hands again") { address, reason };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("suspects/{0}/clear", parsed.GetValue(address)!)], new ReasonRequest(parsed.GetValue(reason)), cancellation));
        return verb.Needs(Role.Responder, Scope.Incidents);
    }

    private static string Line(SuspectView one) =>
        $"{Plain.Text(one.Address.Length > 0 ? one.Address : one.Person, 100)}  {Plain.Text(one.Name, 60)}  since {OperatorVerb.Day(one.Since)} UTC because of {one.Because}{(one.HandedOver ? ", handed over" : "")}{(one.Incident.Length > 0 ? $", {one.Incident}" : "")}";

    private static Argument<string> Address() => new("ADDRESS") { Description = "An address of the person" };
}
