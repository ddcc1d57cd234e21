using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Postvakt.Audit;
using Postvakt.Cli.Output;

namespace Postvakt.Cli.Verbs;

/// <summary>audit list|verify: who decided what, and whether the record of it is whole.</summary>
internal static class AuditVerb
{
    public static Command Create() => new("audit", "Who decided what, and whether the record of it is whole") { List(), Verify() };

    internal static object Json(AuditEntry entry) => new
    {
        entry.Event.At, Actor = entry.Event.Actor.Name, Role = entry.Event.Actor.Role.ToString().ToLowerInvariant(), entry.Event.Action, entry.Event.Subject, entry.Event.Reason, entry.Event.Outcome,
        entry.Node, entry.Number, Hash = Convert.ToHexStringLower(entry.Hash),
    };

    private static Command List()
    {
        var (data, config, format) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Format("table", "json"));
        var subject = new Option<string?>("--subject") { Description = "Only decisions on this id", HelpName = "ID" };
        var max = new Option<int>("--max") { Description = "At most so many, 1 to 1,000", HelpName = "N", DefaultValueFactory = _ => 50 };
        var verb = new Command("list", "Show decisions, newest first, refused ones too") { subject, max, data, config, format };
        verb.SetAction((parsed, cancellation) => OperatorVerb.RunAsync(parsed.GetValue(config), parsed.GetValue(data), async operations =>
        {
            foreach (var entry in await operations.AuditAsync(parsed.GetValue(subject) ?? "", Math.Clamp(parsed.GetValue(max), 1, 1_000), cancellation).ConfigureAwait(false))
            {
                if (parsed.GetValue(format) == "json") Console.WriteLine(JsonSerializer.Serialize(Json(entry), OperatorVerb.OneLine));
                else Console.WriteLine(Line(entry.Event));
            }
            return ExitStatus.Nothing;
        }, cancellation));
        return verb;
    }

    private static Command Verify()
    {
        var (data, config, format) = (CommonOptions.Data(), CommonOptions.Config(), CommonOptions.Format("table", "json"));
        var verb = new Command("verify", "Check that no entry was changed, left out or put in; exit status 1 when one was") { data, config, format };
        verb.SetAction((parsed, cancellation) => OperatorVerb.RunAsync(parsed.GetValue(config), parsed.GetValue(data), async operations =>
        {
            var report = await operations.VerifyAuditAsync(cancellation).ConfigureAwait(false);
            if (parsed.GetValue(format) == "json") Console.WriteLine(JsonSerializer.Serialize(report, OperatorVerb.OneLine));
            else foreach (var chain in report.Nodes)
            {
                Console.WriteLine(chain.FirstBroken == 0
                    ? string.Create(CultureInfo.InvariantCulture, $"{chain.Node}: {chain.Entries:N0} entries, whole")
                    : string.Create(CultureInfo.InvariantCulture, $"{chain.Node}: BROKEN at entry {chain.FirstBroken:N0}: it, or the one before it, was changed, left out or put in"));
            }
            if (report.Nodes.Count == 0 && parsed.GetValue(format) != "json") Console.WriteLine("Nothing was decided yet.");
            return report.IsWhole ? ExitStatus.Nothing : ExitStatus.Found;
        }, cancellation));
        return verb;
    }

    internal static string Line(AuditEvent what) => string.Create(CultureInfo.InvariantCulture,
        $"{what.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}  {Plain.Text(what.Actor.Name, 40),-24} {what.Action,-20} {Plain.Text(what.Subject, 40),-18} {Plain.Text(what.Outcome, 80)}{(what.Reason.Length > 0 ? $"  ({Plain.Text(what.Reason, 200)})" : "")}");
}
