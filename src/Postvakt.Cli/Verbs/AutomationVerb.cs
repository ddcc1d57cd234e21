using System.CommandLine;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>automation: what the policy did and proposes.</summary>
internal static class AutomationVerb
{
    public static Command Create()
    {
        Option<string?> campaign = new("--campaign") { Description = "Only about this campaign", HelpName = "NAME" }, record = new("--record") { Description = "Only about this record", HelpName = "ID" };
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("automation", "Show what happened by itself and what is proposed, newest first, with what undoes or does it; exit status 1 when there is any") { campaign, record, format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var page = (await client.GetAsync<AutomationPageView>(OperatorVerb.Path("automation") + OperatorVerb.Query(("campaign", parsed.GetValue(campaign)), ("record", parsed.GetValue(record)), ("max", "500")), cancellation).ConfigureAwait(false))!;
            foreach (var step in page.Steps)
            {
                if (parsed.GetValue(format) == "json") OperatorVerb.Json(step);
                else
                {
                    Console.WriteLine($"{OperatorVerb.Day(step.At)}  {(step.Done ? "done    " : "proposed")}  {step.Action,-5}  {Plain.Text(step.Target, 100)}  ({Plain.Text(step.Reason, 300)})");
                    if (step.Command.Length > 0) Console.WriteLine($"    {(step.Done ? "undo" : "do")}: {Plain.Text(step.Command, 300)}");
                }
            }
            if (page.Steps.Count == 0 && parsed.GetValue(format) != "json") Console.WriteLine("Nothing happened by itself, and nothing is proposed.");
            return page.Steps.Count > 0 ? ExitStatus.Found : ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Incidents);
    }
}
