using System.CommandLine;
using System.Globalization;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Indicators;
using Postvakt.Server.Api;
using Postvakt.Signals;

namespace Postvakt.Cli.Verbs;

/// <summary>indicators: what mail is looked through for, because somebody knows it from an attack.</summary>
internal static class IndicatorsVerb
{
    public static Command Create() => new("indicators", "What mail is looked through for, because it is known from an attack") { List(), Add(), Withdraw() };

    private static Command List()
    {
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("list", "Show them, and the mails that carried them") { format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var all = (await client.GetAsync<List<KnownIndicatorView>>(OperatorVerb.Path("indicators"), cancellation).ConfigureAwait(false))!;
            foreach (var one in all)
            {
                if (parsed.GetValue(format) == "json") OperatorVerb.Json(one);
                else Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{one.Type,-7}  {Plain.Text(Defanged.Of(new Indicator(one.Type, one.Value)), 120)}  {one.Grade.ToString().ToLowerInvariant()}  until {OperatorVerb.Day(one.Until)} UTC  by {Plain.Text(one.By, 40)}  {one.Hits:N0} hits{(one.LastHit is { } last ? ", last " + OperatorVerb.Day(last) : "")}  ({Plain.Text(one.Reason, 120)})\n         {Plain.Text(one.Id, 200)}"));
            }
            if (all.Count == 0 && parsed.GetValue(format) != "json") Console.WriteLine("Mail is looked through for no indicator.");
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Incidents);
    }

    private static Command Add()
    {
        var values = new Argument<string[]>("INDICATOR") { Description = "host:NAME, url:LINK, address:ADDRESS, file:NAME or sha256:DIGEST; defanged ones too", Arity = ArgumentArity.OneOrMore };
        var malicious = new Option<bool>("--malicious") { Description = "Mail with one is held; else it is suspicious" };
        var incident = new Option<string?>("--incident") { Description = "Incident that they come from", HelpName = "ID" };
        var until = OperatorVerb.Until("When they end, at most 365 days from now; else in 90 days", required: false);
        var anyway = new Option<bool>("--anyway") { Description = "Although trusted mail of many people links there" };
        var reason = OperatorVerb.Reason(required: true);
        var verb = new Command("add", "Have mail looked through for indicators") { values, malicious, incident, until, anyway, reason };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("indicators")], new IndicatorRequest
        {
            Indicators = parsed.GetValue(values), Grade = parsed.GetValue(malicious) ? IndicatorGrade.Malicious : IndicatorGrade.Suspicious, Incident = parsed.GetValue(incident), Anyway = parsed.GetValue(anyway), Reason = parsed.GetValue(reason),
            Until = OperatorVerb.TimeOf(parsed.GetValue(until), TimeProvider.System),
        }, cancellation));
        return verb.Needs(Role.Responder, Scope.Incidents);
    }

    private static Command Withdraw()
    {
        var id = new Argument<string>("ID") { Description = "Id, as the list shows it" };
        var reason = OperatorVerb.Reason(required: false);
        var verb = new Command("withdraw", "No longer look mail through for one") { id, reason };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("indicators/withdraw")], new IndicatorWithdrawal(parsed.GetValue(id), parsed.GetValue(reason)), cancellation));
        return verb.Needs(Role.Responder, Scope.Incidents);
    }
}
