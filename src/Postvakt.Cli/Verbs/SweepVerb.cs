using System.CommandLine;
using System.Globalization;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Server.Api;
using Postvakt.Sweeps;

namespace Postvakt.Cli.Verbs;

/// <summary>sweep plan|run|list|show|approve|stop|undo: take delivered copies out of mailboxes, and put them back.</summary>
internal static class SweepVerb
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    public static Command Create() => new("sweep", "Take delivered copies out of mailboxes, and put them back")
    {
        Plan(), Run(), List(), Show(), Change("approve", "Agree as the second person to a sweep of many copies"), Change("stop", "Move no more copies; what was moved stays moved"), Undo(),
    };

    private static Command Plan()
    {
        Option<string?> Of(string name, string description, string help) => new(name) { Description = description, HelpName = help };
        var records = new Option<string[]>("--record") { Description = "Mails of these records", HelpName = "ID", Arity = ArgumentArity.OneOrMore };
        var (campaign, indicator, message, incident) = (Of("--campaign", "Mails of this campaign", "NAME"), Of("--indicator", "Mails with this host, link, address, file name or SHA-256", "VALUE"),
            Of("--message-id", "Mails with this Message-ID that were or would have been held", "ID"), Of("--incident", "The incident that it belongs to", "ID"));
        var everybody = new Option<bool>("--everybody") { Description = "Look through all mailboxes of the directory, not only those of the recipients" };
        var exact = new Option<bool>("--exact") { Description = "Only copies that have the very bytes that were recorded" };
        var reason = OperatorVerb.Reason(required: true);
        var verb = new Command("plan", "Count the copies in each mailbox; nothing is moved. Waits for the server to have counted them") { records, campaign, indicator, message, everybody, exact, incident, reason };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var planned = await client.SendAsync<PlannedSweepView>(HttpMethod.Post, OperatorVerb.Path("sweeps"), new SweepRequest
            {
                Records = parsed.GetValue(records), Campaign = parsed.GetValue(campaign), Indicator = parsed.GetValue(indicator), MessageId = parsed.GetValue(message), Everybody = parsed.GetValue(everybody),
                Exact = parsed.GetValue(exact), Incident = parsed.GetValue(incident), Reason = parsed.GetValue(reason),
            }, cancellation).ConfigureAwait(false);
            if (!planned.Done) return OperatorVerb.Refused(planned.Text);
            Console.WriteLine(Plain.Text(planned.Text, 300));
            // A server works on it; where none runs, nobody would.
            if (client.IsOwn) return ExitStatus.Nothing;
            return await WatchAsync(client, planned.Id!, SweepState.Planning, cancellation).ConfigureAwait(false);
        });
        return verb.Needs(Role.Responder, Scope.Sweep);
    }

    private static Command Run()
    {
        var (id, reason) = (Id(), OperatorVerb.Reason(required: false));
        var yes = new Option<bool>("--yes") { Description = "Move the copies; else it is only shown what would be moved" };
        var verb = new Command("run", "Move the copies of a planned sweep into the hidden folder of each mailbox") { id, yes, reason };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var name = parsed.GetValue(id)!;
            if (!parsed.GetValue(yes))
            {
                var shown = await ShowAsync(client, name, "table", cancellation).ConfigureAwait(false);
                if (shown == ExitStatus.Nothing) Console.WriteLine("Nothing was moved: say --yes for that.");
                return shown;
            }
            return await OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("sweeps/{0}/start", name)], new ReasonRequest(parsed.GetValue(reason)), cancellation).ConfigureAwait(false);
        });
        return verb.Needs(Role.Responder, Scope.Sweep);
    }

    private static Command List()
    {
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("list", "Show sweeps, newest first") { format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var page = (await client.GetAsync<SweepPageView>(OperatorVerb.Path("sweeps?max=100"), cancellation).ConfigureAwait(false))!;
            foreach (var one in page.Items)
            {
                if (parsed.GetValue(format) == "json") OperatorVerb.Json(one);
                else Console.WriteLine(Line(one));
            }
            if (page.Items.Count == 0 && parsed.GetValue(format) != "json") Console.WriteLine("There are no sweeps.");
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Sweep);
    }

    private static Command Show()
    {
        var (id, format) = (Id(), CommonOptions.Format("table", "json"));
        var verb = new Command("show", "Show a sweep with what came of each mailbox; exit status 1 when a mailbox failed") { id, format };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => ShowAsync(client, parsed.GetValue(id)!, parsed.GetValue(format)!, cancellation));
        return verb.Needs(Role.Analyst, Scope.Sweep);
    }

    private static Command Change(string name, string description)
    {
        var (id, reason) = (Id(), OperatorVerb.Reason(required: true));
        var verb = new Command(name, description) { id, reason };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) =>
            OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path($"sweeps/{{0}}/{name}", parsed.GetValue(id)!)], new ReasonRequest(parsed.GetValue(reason)), cancellation));
        return verb.Needs(Role.Responder, Scope.Sweep);
    }

    private static Command Undo()
    {
        var (id, harmless, reason) = (Id(), new Option<bool>("--harmless") { Description = "The mails were harmless: they are no longer taken for malicious, and count as history again" }, OperatorVerb.Reason(required: true));
        var verb = new Command("undo", "Put the copies of a sweep back where they came from") { id, harmless, reason };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) =>
            OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("sweeps/{0}/undo", parsed.GetValue(id)!)], new UndoSweepRequest(parsed.GetValue(reason), parsed.GetValue(harmless)), cancellation));
        return verb.Needs(Role.Responder, Scope.Sweep);
    }

    /// <summary>Until it has another state.</summary>
    private static async Task<int> WatchAsync(ApiClient client, string id, SweepState state, CancellationToken cancellation)
    {
        while (await client.GetAsync<SweepView>(OperatorVerb.Path("sweeps/{0}", id), cancellation).ConfigureAwait(false) is { } sweep && sweep.State == state) await Task.Delay(Pause, cancellation).ConfigureAwait(false);
        return await ShowAsync(client, id, "table", cancellation).ConfigureAwait(false);
    }

    private static async Task<int> ShowAsync(ApiClient client, string id, string format, CancellationToken cancellation)
    {
        if (await client.GetAsync<SweepView>(OperatorVerb.Path("sweeps/{0}", id), cancellation).ConfigureAwait(false) is not { } sweep) return OperatorVerb.Refused($"there is no sweep {id}");
        if (format == "json") OperatorVerb.Json(sweep);
        else Console.WriteLine(Line(sweep));
        for (string? after = ""; after is not null;)
        {
            var page = (await client.GetAsync<SweepReceiptPageView>(OperatorVerb.Path("sweeps/{0}/receipts", id) + OperatorVerb.Query(("after", after), ("max", "500")), cancellation).ConfigureAwait(false))!;
            foreach (var one in page.Items)
            {
                if (format == "json") OperatorVerb.Json(one);
                else Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {one.State.ToString().ToLowerInvariant(),-8} {one.Found,6:N0} found {one.Read,6:N0} read {one.Moved,6:N0} moved {one.Returned,6:N0} back  {Plain.Text(one.Mailbox, 100)}{(one.Why.Length > 0 ? "  " + Plain.Text(one.Why, 200) : "")}"));
            }
            after = page.Next;
        }
        return sweep.Failed > 0 ? ExitStatus.Found : ExitStatus.Nothing;
    }

    private static string Line(SweepView one) => string.Create(CultureInfo.InvariantCulture,
        $"{one.Id}  {State(one.State)}  {one.Records.Count:N0} mails, {one.Mailboxes:N0} mailboxes{(one.Open > 0 ? $" ({one.Open:N0} to come)" : "")}{(one.Failed > 0 ? $", {one.Failed:N0} failed" : "")}{(one.Missing > 0 ? $", {one.Missing:N0} missing" : "")}: {one.Found:N0} copies found, {one.Read:N0} read, {one.Moved:N0} moved, {one.Returned:N0} back  by {Plain.Text(one.By, 40)}  ({Plain.Text(one.Reason, 120)}){(one.Why.Length > 0 ? "  " + Plain.Text(one.Why, 120) : "")}");

    private static string State(SweepState state) => state == SweepState.AwaitingSecond ? "awaits a second person" : state.ToString().ToLowerInvariant();

    private static Argument<string> Id() => new("ID") { Description = "Id of the sweep" };
}
