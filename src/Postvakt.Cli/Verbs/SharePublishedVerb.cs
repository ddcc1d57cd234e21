using System.CommandLine;
using System.Globalization;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>share published: what partners may read.</summary>
internal static class SharePublishedVerb
{
    public static Command Create()
    {
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("published", "What partners may read, newest first; exit status 1 when there is any") { format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var all = await client.GetAsync<List<PublicationView>>(OperatorVerb.Path("publications"), cancellation).ConfigureAwait(false) ?? [];
            foreach (var one in all)
            {
                if (parsed.GetValue(format) == "json") OperatorVerb.Json(one);
                else Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{OperatorVerb.Day(one.At)}  TLP:{one.Tlp.ToUpperInvariant(),-12}  {(one.Withdrawn ? "WITHDRAWN" : one.Indicators + " indicators"),-15}  {Plain.Text(one.Subject, 60)}  {Plain.Text(one.Title, 80)}"));
            }
            if (all.Count == 0 && parsed.GetValue(format) != "json") Console.WriteLine("Nothing is published.");
            return all.Count > 0 ? ExitStatus.Found : ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Incidents);
    }
}
