using System.CommandLine;
using System.Text;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Hunts;
using Postvakt.Cli.Reports.Hunts;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>incident timeline: mails, and what hunts through logs found, in one order of time.</summary>
internal static class TimelineVerb
{
    public static Command Create()
    {
        var id = new Argument<string>("ID") { Description = "Id of an incident" };
        var output = new Option<string?>("--output") { Description = "Write to this file instead of standard output", HelpName = "FILE" };
        var format = CommonOptions.Format("table", "json", "csv", "html");
        var verb = new Command("timeline", "Its mails, and what hunts through logs found, in one order of time") { id, format, output };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            if (await client.GetAsync<TimelineView>(OperatorVerb.Path("incidents/{0}/timeline", parsed.GetValue(id)!), cancellation).ConfigureAwait(false) is not { } timeline) return OperatorVerb.Refused($"there is no incident {parsed.GetValue(id)}");
            using var target = parsed.GetValue(output) is { } file ? File.Create(file) : Console.OpenStandardOutput();
            await using var text = new StreamWriter(new BufferedStream(target, 64 << 10), new UTF8Encoding(false));
            switch (parsed.GetValue(format))
            {
                case "json": TimelineJson.Write(text, timeline); break;
                case "csv": TimelineCsv.Write(text, timeline); break;
                case "html": new TimelinePage(text, TimeProvider.System).Write(timeline); break;
                default: TimelineTable.Write(text, timeline); break;
            }
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Incidents);
    }
}
