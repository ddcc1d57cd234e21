using System.CommandLine;
using System.Globalization;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>exceptions list|grant|withdraw: narrow permissions, each with an owner, a reason and an end.</summary>
internal static class ExceptionsVerb
{
    public static Command Create() => new("exceptions", "Narrow, owned, expiring permissions") { List(), Grant(), Withdraw() };

    private static Command List()
    {
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("list", "Show exceptions and what they let through") { format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var all = (await client.GetAsync<List<ExceptionView>>(OperatorVerb.Path("exceptions"), cancellation).ConfigureAwait(false))!;
            foreach (var one in all)
            {
                if (parsed.GetValue(format) == "json") OperatorVerb.Json(one);
                else Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Id}  {Plain.Text(What(one), 120)}  until {OperatorVerb.Day(one.Until)} UTC{(one.Until <= TimeProvider.System.GetUtcNow() ? " (over)" : "")}  by {Plain.Text(one.Owner, 40)}  {one.Hits:N0} hits{(one.LastHit is { } last ? ", last " + OperatorVerb.Day(last) : "")}  ({Plain.Text(one.Reason, 120)})"));
            }
            if (all.Count == 0 && parsed.GetValue(format) != "json") Console.WriteLine("There are no exceptions.");
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Exceptions);
    }

    private static Command Grant()
    {
        Option<string?> Of(string name, string description, string help) => new(name) { Description = description, HelpName = help };
        var (sender, host, rule, campaign) = (Of("--sender", "Author's address", "ADDRESS"), Of("--host", "With the sender: mail that links to this host and no other", "HOST"), Of("--rule", "With the sender: this finding", "ID"), Of("--campaign", "Mail of this campaign", "NAME"));
        var (until, reason) = (OperatorVerb.Until("When it ends, at most 90 days from now", required: true), OperatorVerb.Reason(required: true));
        var verb = new Command("grant", "Grant an exception: of a sender with one host or one rule, or of a campaign") { sender, host, rule, campaign, until, reason };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("exceptions")], new ExceptionRequest
        {
            Sender = parsed.GetValue(sender), Host = parsed.GetValue(host), Rule = parsed.GetValue(rule), Campaign = parsed.GetValue(campaign), Reason = parsed.GetValue(reason),
            Until = OperatorVerb.TimeOf(parsed.GetValue(until), TimeProvider.System) ?? default,
        }, cancellation));
        return verb.Needs(Role.Responder, Scope.Exceptions);
    }

    private static Command Withdraw()
    {
        var ids = new Argument<string[]>("ID") { Description = "Ids of exceptions", Arity = ArgumentArity.OneOrMore };
        var reason = OperatorVerb.Reason(required: false);
        var verb = new Command("withdraw", "Withdraw exceptions before their end") { ids, reason };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, parsed.GetValue(ids)!.Select(id => OperatorVerb.Path("exceptions/{0}/withdraw", id)), new ReasonRequest(parsed.GetValue(reason)), cancellation));
        return verb.Needs(Role.Responder, Scope.Exceptions);
    }

    private static string What(ExceptionView one) => one.Campaign.Length > 0 ? $"campaign {one.Campaign}{(one.Sender.Length > 0 ? " of " + one.Sender : "")}" : one.Host.Length > 0 ? $"{one.Sender} linking to {one.Host}" : $"{one.Sender} for {one.Rule}";
}
