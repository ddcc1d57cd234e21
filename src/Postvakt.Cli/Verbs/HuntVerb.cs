using System.CommandLine;
using System.Text;
using Postvakt.Cli.Hunts;
using Postvakt.Cli.Output;
using Postvakt.Cli.Reports.Hunts;
using Postvakt.Hunts;
using Postvakt.Server.Api;
using Postvakt.Sigma.Rules;

namespace Postvakt.Cli.Verbs;

/// <summary>hunt exchange|endpoint|m365 PATH…: how they came in and what they started, out of logs that a responder copied. Opens no installation and no connection, but where an incident is named.</summary>
internal static class HuntVerb
{
    public static Command Create() => new("hunt", "Find out of copied logs how they came in and what they started")
    {
        Create(HuntKind.Exchange, "exchange", "Mail servers: Exchange and IIS logs, message tracking, Windows events; says for each server what was attempted, what succeeded, and which log is missing"),
        Create(HuntKind.Endpoint, "endpoint", "PCs and servers: Windows events as EVTX, XML or JSON, Defender exports"),
        Create(HuntKind.M365, "m365", "Microsoft 365: exports of the unified audit log and of Entra sign-ins"),
        MailHuntVerb.Create(),
    };

    private static Command Create(HuntKind kind, string name, string description)
    {
        var paths = CommonOptions.Paths();
        paths.Description = "Folder of logs, or a log; told apart by content, packed with gzip or not";
        var rules = new Option<string[]>("--rules") { Description = "Sigma rules beside ours: a folder, for one a copy of SigmaHQ's rules; may be given several times", HelpName = "DIR" };
        var placeholders = new Option<string?>("--placeholders") { Description = "Values of placeholders that rules have (%name%): a YAML map of names and lists", HelpName = "FILE" };
        var level = new Option<string>("--level") { Description = "The mildest rules that count: informational, low, medium, high, critical", DefaultValueFactory = _ => "medium", HelpName = "LEVEL" };
        level.AcceptOnlyFromAmong("informational", "low", "medium", "high", "critical");
        var sought = new Option<string?>("--indicators") { Description = "Indicators of mail that are looked for in the logs too: a file with one a line", HelpName = "FILE" };
        var incident = new Option<string?>("--incident") { Description = "Look for what this incident's mails carry, and have the incident keep what is found", HelpName = "ID" };
        var output = new Option<string?>("--output") { Description = "Write to this file instead of standard output", HelpName = "FILE" };
        var format = CommonOptions.Format("table", "json", "csv", "html");
        var verb = new Command(name, description) { paths, rules, placeholders, level, sought, incident, format, output };
        var connection = new Connection(verb);
        verb.SetAction(async (parsed, cancellation) =>
        {
            var (given, folders) = (parsed.GetValue(paths)!, (string[])[.. connection.Read(parsed).HuntRules, .. parsed.GetValue(rules) ?? []]);
            var (values, named, id) = (parsed.GetValue(placeholders), parsed.GetValue(sought), parsed.GetValue(incident));
            foreach (var path in given.Concat(folders).Concat(new[] { values, named }.OfType<string>()).Where(p => !File.Exists(p) && !Directory.Exists(p)))
            {
                Console.Error.WriteLine($"postvakt: {path}: no such file or folder");
                return ExitStatus.Trouble;
            }
            var faults = new List<SigmaProblem>();
            var known = values is null ? null : SigmaPlaceholders.Read(values, File.ReadAllText(values), faults);
            foreach (var fault in faults) Console.Error.WriteLine("postvakt: " + Plain.Text(fault.ToString(), 300));
            if (faults.Count > 0) return ExitStatus.Trouble;
            var indicators = named is null ? [] : HuntUpload.Read(named);
            if (id is null) return await HuntAsync(null).ConfigureAwait(false);
            var client = await connection.OpenAsync(parsed, cancellation).ConfigureAwait(false);
            await using var _ = client.ConfigureAwait(false);
            if (await HuntUpload.IndicatorsAsync(client, id, cancellation).ConfigureAwait(false) is not { } carried) return OperatorVerb.Refused($"there is no incident {id}");
            indicators = [.. indicators.Union(carried)];
            return await HuntAsync(client).ConfigureAwait(false);

            async Task<int> HuntAsync(ApiClient? keeper)
            {
                // Opened first: a result that took an hour must not be lost to a folder that is not there.
                using var target = parsed.GetValue(output) is { } file ? File.Create(file) : Console.OpenStandardOutput();
                await using var text = new StreamWriter(new BufferedStream(target, 64 << 10), new UTF8Encoding(false));
                var report = new HuntRun(kind, HuntRules.Load(kind, folders, known, indicators), new HuntLimits { Level = Enum.Parse<SigmaLevel>(parsed.GetValue(level)!, ignoreCase: true) }).Run(given, null, cancellation);
                Writer(parsed.GetValue(format)!, text).Write(report);
                var kept = keeper is null || await HuntUpload.KeepAsync(keeper, id!, report, cancellation).ConfigureAwait(false);
                return report.IsIncomplete || !kept ? ExitStatus.Trouble : report.Findings.Count > 0 ? ExitStatus.Found : ExitStatus.Nothing;
            }
        });
        return verb.NeedsAccount();
    }

    private static IHuntWriter Writer(string format, TextWriter text) => format switch
    {
        "json" => new HuntJson(text),
        "csv" => new HuntCsv(text),
        "html" => new HuntPage(text, TimeProvider.System),
        _ => new HuntTable(text),
    };
}
