using System.CommandLine;
using System.Globalization;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Server.Api;
using Postvakt.Server.Operation;

namespace Postvakt.Cli.Verbs;

/// <summary>audit list|verify: who decided what, and whether the record of it is whole.</summary>
internal static class AuditVerb
{
    public static Command Create() => new("audit", "Who decided what, and whether the record of it is whole") { List(), Verify() };

    internal static string Line(AuditView what) => string.Create(CultureInfo.InvariantCulture,
        $"{what.At.UtcDateTime:yyyy-MM-dd HH:mm:ss}  {Plain.Text(what.Actor, 40),-24} {what.Action,-20} {Plain.Text(what.Subject, 40),-18} {Plain.Text(what.Outcome, 80)}{(what.Reason.Length > 0 ? $"  ({Plain.Text(what.Reason, 200)})" : "")}");

    private static Command List()
    {
        var format = CommonOptions.Format("table", "json");
        var subject = new Option<string?>("--subject") { Description = "Only decisions on this id", HelpName = "ID" };
        var max = new Option<int>("--max") { Description = "At most so many, 1 to 1,000", HelpName = "N", DefaultValueFactory = _ => 50 };
        var verb = new Command("list", "Show decisions, newest first, refused ones too") { subject, max, format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var query = OperatorVerb.Query(("subject", parsed.GetValue(subject)), ("max", parsed.GetValue(max).ToString(CultureInfo.InvariantCulture)));
            foreach (var entry in (await client.GetAsync<List<AuditView>>(OperatorVerb.Path("audit") + query, cancellation).ConfigureAwait(false))!)
            {
                if (parsed.GetValue(format) == "json") OperatorVerb.Json(entry);
                else Console.WriteLine(Line(entry));
            }
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Audit);
    }

    private static Command Verify()
    {
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("verify", "Check that no entry was changed, left out or put in; exit status 1 when one was") { format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var report = (await client.GetAsync<AuditReport>(OperatorVerb.Path("audit/verify"), cancellation).ConfigureAwait(false))!;
            if (parsed.GetValue(format) == "json") OperatorVerb.Json(report);
            else foreach (var chain in report.Nodes) Console.WriteLine(Text(chain));
            if (report.Nodes.Count == 0 && parsed.GetValue(format) != "json") Console.WriteLine("Nothing was decided yet.");
            return report.IsWhole ? ExitStatus.Nothing : ExitStatus.Found;
        });
        return verb.Needs(Role.Analyst, Scope.Audit);
    }

    private static string Text(AuditReport.Chain chain) => chain.FirstBroken != 0
        ? string.Create(CultureInfo.InvariantCulture, $"{chain.Node}: BROKEN at entry {chain.FirstBroken:N0}: it, or the one before it, was changed, left out or put in")
        : string.Create(CultureInfo.InvariantCulture, $"{chain.Node}: {chain.Entries:N0} entries{(chain.From > 1 ? $" from number {chain.From:N0} on (those before are dropped after a checkpoint)" : "")}, whole; {chain.Checkpoints:N0} signed checkpoints hold");
}
