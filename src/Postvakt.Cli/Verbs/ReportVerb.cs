using System.CommandLine;
using System.Globalization;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Server.Api;
using Postvakt.UserReports;

namespace Postvakt.Cli.Verbs;

/// <summary>report: suspicious mail that people report, handed in, found, shown, closed.</summary>
internal static class ReportVerb
{
    /// <summary>Bytes of a mail. 40 MiB: what the interface takes.</summary>
    private const long MaxFile = 40 << 20;

    public static Command Create() => new("report", "Reports of suspicious mail") { Submit(), List(), Show(), Close(), Outlook() };

    private static Command Submit()
    {
        var file = new Argument<string>("FILE") { Description = "The mail as a file (.eml or .msg), or - for standard input" };
        var (reporter, says) = (new Option<string?>("--reporter") { Description = "Who reports it; else you", HelpName = "ADDRESS" }, new Option<string?>("--says") { Description = "What the reporter says: opened, gave_password, answered, sender_denies, with commas between", HelpName = "WORDS" });
        var verb = new Command("submit", "Report a mail") { file, reporter, says };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var path = parsed.GetValue(file)!;
            if (path != "-" && new FileInfo(path) is { Exists: true, Length: > MaxFile }) return OperatorVerb.Refused($"{path}: larger than a report may be");
            using var content = path == "-" ? Console.OpenStandardInput() : File.OpenRead(path);
            using var bytes = new MemoryStream();
            await content.CopyToAsync(bytes, cancellation).ConfigureAwait(false);
            var answer = await client.UploadAsync<SubmittedView>(OperatorVerb.Path("reports") + OperatorVerb.Query(("reporter", parsed.GetValue(reporter)), ("says", parsed.GetValue(says))), bytes.ToArray(), "application/octet-stream", cancellation).ConfigureAwait(false);
            if (!answer.Done) return OperatorVerb.Refused(answer.Text);
            foreach (var id in answer.Reports) Console.WriteLine(id);
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Report);
    }

    private static Command List()
    {
        var (state, reporter, record, campaign, max) = (new Option<string?>("--state") { Description = "received, open or answered", HelpName = "STATE" }, new Option<string?>("--reporter") { Description = "Of this person", HelpName = "ADDRESS" },
            new Option<string?>("--record") { Description = "Of this mail", HelpName = "ID" }, new Option<string?>("--campaign") { Description = "Of this campaign", HelpName = "NAME" },
            new Option<int>("--max") { Description = "At most so many, the newest; 1 to 200", DefaultValueFactory = _ => 50, HelpName = "N" });
        state.AcceptOnlyFromAmong("received", "open", "answered");
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("list", "List reports, newest first; exit status 1 when there are any") { state, reporter, record, campaign, max, format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var page = (await client.GetAsync<ReportPageView>(OperatorVerb.Path("reports") + OperatorVerb.Query(("state", parsed.GetValue(state)), ("reporter", parsed.GetValue(reporter)), ("record", parsed.GetValue(record)), ("campaign", parsed.GetValue(campaign)),
                ("max", parsed.GetValue(max).ToString(CultureInfo.InvariantCulture))), cancellation).ConfigureAwait(false))!;
            foreach (var report in page.Items)
            {
                if (parsed.GetValue(format) == "json") OperatorVerb.Json(report);
                else Console.WriteLine($"{report.Id}  {OperatorVerb.Day(report.At)}  {StateOf(report),-10}  {Plain.Text(report.Reporter, 40)}  reports {Plain.Text(report.Author.Length > 0 ? report.Author : "?", 40)} {(report.Record.Length > 0 ? report.Record : "(unknown)")}{(report.Says.Count > 0 ? $"  says: {string.Join(", ", report.Says)}" : "")}");
            }
            return page.Items.Count > 0 ? ExitStatus.Found : ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Report);
    }

    private static Command Show()
    {
        var (id, format) = (new Argument<string>("ID") { Description = "Id of a report" }, CommonOptions.Format("table", "json"));
        var verb = new Command("show", "Show a report") { id, format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            if (await client.GetAsync<ReportView>(OperatorVerb.Path("reports/{0}", parsed.GetValue(id)!), cancellation).ConfigureAwait(false) is not { } report) return OperatorVerb.Refused($"there is no report {parsed.GetValue(id)}");
            if (parsed.GetValue(format) == "json") OperatorVerb.Json(report);
            else Print(report);
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Report);
    }

    private static Command Close()
    {
        var id = new Argument<string>("ID") { Description = "Id of a report; all open ones of the same mail are closed with it" };
        var (harmless, malicious, reason) = (new Option<bool>("--harmless") { Description = "The mail is harmless; the reporter is thanked" }, new Option<bool>("--malicious") { Description = "The mail is malicious" }, OperatorVerb.Reason(required: true));
        var verb = new Command("close", "Say what a reported mail was; everybody who reported it is told") { id, harmless, malicious, reason };
        verb.Validators.Add(result =>
        {
            if (result.GetValue(harmless) == result.GetValue(malicious)) result.AddError("either --harmless or --malicious");
        });
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("reports/{0}/close", parsed.GetValue(id)!)],
            new CloseReportRequest { Outcome = parsed.GetValue(harmless) ? ReportOutcome.Harmless : ReportOutcome.Malicious, Reason = parsed.GetValue(reason) }, cancellation));
        return verb.Needs(Role.Analyst, Scope.ReportDecide);
    }

    private static Command Outlook() => new("outlook", "The add-in's users") { Forget() };

    private static Command Forget()
    {
        var (address, reason) = (new Argument<string>("ADDRESS") { Description = "An address that was bound to the wrong mailbox, or whose mailbox was made anew" }, OperatorVerb.Reason(required: true));
        var verb = new Command("forget", "Forget which mailbox of Exchange an address is bound to; the next one that reports under it is bound") { address, reason };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Delete,
            [OperatorVerb.Path("reports/outlook/{0}", parsed.GetValue(address)!) + OperatorVerb.Query(("reason", parsed.GetValue(reason)))], null, cancellation));
        return verb.Needs(Role.Responder, Scope.ReportDecide);
    }

    private static string StateOf(ReportView report) => report.State == ReportState.Answered ? report.Outcome.ToString().ToLowerInvariant() : report.State.ToString().ToLowerInvariant();

    private static void Print(ReportView report)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            id          {report.Id}
            state       {StateOf(report)}{(report.ClosedAt is { } closed ? $", {OperatorVerb.Day(closed)} UTC by {Plain.Text(report.ClosedBy, 100)}" : "")}
            reported    {OperatorVerb.Day(report.At)} UTC by {Plain.Text(report.Reporter, 200)}, counts {report.Weight:0.0}
            says        {(report.Says.Count > 0 ? string.Join(", ", report.Says) : "-")}
            mail        {(report.Record.Length > 0 ? report.Record : "unknown")}{(report.IsNew ? " (known from the report alone)" : "")}
            from        {Plain.Text(report.Author, 200)}
            subject     {Plain.Text(report.Subject, 200)}
            verdict     {(report.Verdict.Length > 0 ? report.Verdict : "-")}{(report.Campaign.Length > 0 ? $", campaign {Plain.Text(report.Campaign, 100)}" : "")}
            """));
        foreach (var entry in report.History) Console.WriteLine("history     " + AuditVerb.Line(entry));
    }
}
