using System.CommandLine;
using System.Globalization;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Cli.Reports;
using Postvakt.Rules;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>rules status|promote|observe: which rules mail is judged with, and which of them count.</summary>
internal static class RuleStandingVerbs
{
    public static Command Status()
    {
        var format = CommonOptions.Format("table", "json");
        var all = new Option<bool>("--all") { Description = "Also observed rules that matched nothing yet" };
        var verb = new Command("status", "Show the rules that mail is judged with, which of them count, and what they matched") { all, format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var view = (await client.GetAsync<RulesView>(OperatorVerb.Path("rules"), cancellation).ConfigureAwait(false))!;
            if (parsed.GetValue(format) == "json")
            {
                foreach (var rule in view.Rules) OperatorVerb.Json(rule);
                return ExitStatus.Nothing;
            }
            foreach (var rule in view.Rules.Where(r => parsed.GetValue(all) || r.Counts || r.HasChanged || r.Hits > 0).OrderByDescending(r => r.Counts).ThenByDescending(r => r.Hits).ThenBy(r => r.Name, StringComparer.Ordinal)) Console.WriteLine(Line(rule));
            var status = view.Status;
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Headline.Count(status.Rules, "rule")}, {status.Running:N0} of them can match here and {status.Counting:N0} count. Read {OperatorVerb.Day(status.ReadAt)} UTC."));
            if (status.Changed > 0) Console.WriteLine($"{Headline.Count(status.Changed, "rule")} changed after promotion and {(status.Changed == 1 ? "is" : "are")} observed again: look at them, and promote them anew.");
            foreach (var problem in status.Problems) Console.WriteLine("left out: " + Plain.Text(problem, 400));
            if (status.Refused is { } refused) Console.WriteLine("newer files were not taken over: " + Plain.Text(refused, 600));
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Rules);
    }

    public static Command Promote()
    {
        var severity = new Option<string?>("--severity") { Description = "What they count as, where not as their authors say: low, medium, high or critical", HelpName = "SEVERITY" };
        severity.AcceptOnlyFromAmong([.. RulePromotion.Severities]);
        return Decide("promote", "Have matches of rules count towards the verdict", severity);
    }

    public static Command Observe() => Decide("observe", "Have matches of rules recorded only", null);

    private static Command Decide(string name, string description, Option<string?>? severity)
    {
        var ids = new Argument<string[]>("ID") { Description = "Ids of rules, as the status shows them", Arity = ArgumentArity.OneOrMore };
        var reason = OperatorVerb.Reason(required: true);
        var verb = new Command(name, description) { ids, reason };
        if (severity is not null) verb.Add(severity);
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("rules/" + name)], new RuleRequest { Ids = parsed.GetValue(ids), Severity = severity is null ? null : parsed.GetValue(severity), Reason = parsed.GetValue(reason) }, cancellation));
        return verb.Needs(Role.Responder, Scope.Rules);
    }

    private static string Line(MailRuleView rule) => string.Create(CultureInfo.InvariantCulture,
        $"{(rule.Counts ? "counts  " : rule.HasChanged ? "changed " : "observed")}  {rule.Severity ?? "",-8}  {rule.Hits,7:N0} matches ({rule.CleanHits:N0} on clean mail)  {Plain.Text(rule.Name, 100)}  {Plain.Text(rule.Id, 60)}{(rule.By is { } by ? $"  by {Plain.Text(by, 40)} ({Plain.Text(rule.Reason ?? "", 80)})" : "")}");
}
