using System.CommandLine;
using System.Globalization;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>quarantine: held mail, found, shown, let out, deleted, handed out.</summary>
internal static class QuarantineVerb
{
    private static readonly string[] States = ["waiting", "held", "release_requested", "delivering", "released", "in_doubt", "deleted", "expired", "all"];

    public static Command Create() => new("quarantine", "Held mail") { List(), Show(), Release(), Decision("delete", "Delete held mail: nobody gets it"), Decision("deny", "Answer requests with no: the mail stays held"),
        Decision("take-back", "Take back what mail released as genuine taught"), Export() };

    private static Command List()
    {
        var states = new Option<string>("--state") { Description = string.Join(", ", States) + "; waiting is what was asked for, then the rest that is held", DefaultValueFactory = _ => "waiting", HelpName = "STATE" };
        states.AcceptOnlyFromAmong(States);
        Option<string?> Of(string name, string description, string help) => new(name) { Description = description, HelpName = help };
        var (from, to, subject) = (Of("--from", "Author or envelope sender: an address or a domain", "ADDRESS"), Of("--to", "A recipient: an address or a domain", "ADDRESS"), Of("--subject", "Whole words of the subject", "WORDS"));
        var (campaign, indicator, id) = (Of("--campaign", "Name of a campaign", "NAME"), Of("--indicator", "A host, link or file name, whole", "VALUE"), Of("--message-id", "The Message-ID", "ID"));
        var since = new Option<DateTimeOffset?>("--since") { Description = "Held at this time or later", HelpName = "TIME" };
        var before = new Option<DateTimeOffset?>("--before") { Description = "Held before this time", HelpName = "TIME" };
        var max = new Option<int>("--max") { Description = "At most so many, 1 to 10,000", HelpName = "N", DefaultValueFactory = _ => 50 };
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("list", "List and search held mail, newest first; exit status 1 when there is any") { states, from, to, subject, campaign, indicator, id, since, before, max, format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var (state, json) = (parsed.GetValue(states)!, parsed.GetValue(format) == "json");
            var (left, shown, more) = (Math.Clamp(parsed.GetValue(max), 1, 10_000), 0, false);
            foreach (var one in state == "waiting" ? ["release_requested", "held"] : (string?[])[state == "all" ? null : state])
            {
                string? after = null;
                do
                {
                    var page = (await client.GetAsync<HeldPageView>(OperatorVerb.Path("held") + OperatorVerb.Query(("state", one), ("from", parsed.GetValue(from)), ("to", parsed.GetValue(to)),
                        ("subject", parsed.GetValue(subject)), ("campaign", parsed.GetValue(campaign)), ("indicator", parsed.GetValue(indicator)), ("message_id", parsed.GetValue(id)), ("since", parsed.GetValue(since)?.ToString("O")),
                        ("before", parsed.GetValue(before)?.ToString("O")), ("max", Math.Clamp(left, 1, 200).ToString(CultureInfo.InvariantCulture)), ("after", after)), cancellation).ConfigureAwait(false))!;
                    foreach (var mail in page.Items.Take(left))
                    {
                        if (json) OperatorVerb.Json(mail);
                        else PrintLine(mail);
                    }
                    more |= page.Items.Count > left;
                    (left, shown, after) = (Math.Max(0, left - page.Items.Count), shown + Math.Min(left, page.Items.Count), page.Next);
                }
                while (left > 0 && after is not null);
                more |= after is not null;
            }
            if (!json && shown == 0) Console.WriteLine(state is "held" or "waiting" ? "Nothing like that is held." : "There is nothing like that.");
            else if (!json && more) Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The newest {shown:N0}; there are more: --max, or --before the last of them."));
            return shown > 0 ? ExitStatus.Found : ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.HeldRead);
    }

    private static Command Show()
    {
        var id = new Argument<string>("ID") { Description = "Id of a held mail" };
        var format = CommonOptions.Format("table", "json");
        var verb = new Command("show", "Show what is known of a held mail: why, for whom, what was decided") { id, format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            if (await client.GetAsync<HeldView>(OperatorVerb.Path("held/{0}", parsed.GetValue(id)!), cancellation).ConfigureAwait(false) is not { } mail)
                return OperatorVerb.Refused($"{parsed.GetValue(id)}: no mail is held under this id");
            if (parsed.GetValue(format) == "json") OperatorVerb.Json(mail);
            else Print(mail);
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.HeldRead);
    }

    private static Command Release()
    {
        var (ids, reason) = (Ids(), OperatorVerb.Reason(required: false));
        var to = new Option<string[]>("--to") { Description = "Only to these recipients", HelpName = "ADDRESS", AllowMultipleArgumentsPerToken = true };
        var genuine = new Option<bool>("--genuine") { Description = "It is genuine: Memory learns from it (take-back undoes that)" };
        var emergency = new Option<bool>("--emergency") { Description = "Against a lock-down: two people must ask within an hour, each with a reason" };
        var verb = new Command("release", "Let held mail out to its recipients") { ids, to, genuine, emergency, reason };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, parsed.GetValue(ids)!.Select(id => OperatorVerb.Path("held/{0}/release", id)),
            new ReleaseRequest { Recipients = parsed.GetValue(to), Reason = parsed.GetValue(reason), Genuine = parsed.GetValue(genuine), Emergency = parsed.GetValue(emergency) }, cancellation));
        return verb.Needs(Role.Analyst, Scope.HeldDecide);
    }

    private static Command Decision(string name, string description)
    {
        var (ids, reason) = (Ids(), OperatorVerb.Reason(required: false));
        var verb = new Command(name, description) { ids, reason };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, parsed.GetValue(ids)!.Select(id => OperatorVerb.Path("held/{0}/" + name, id)),
            new ReasonRequest(parsed.GetValue(reason)), cancellation));
        return verb.Needs(Role.Analyst, Scope.HeldDecide);
    }

    private static Command Export()
    {
        var id = new Argument<string>("ID") { Description = "Id of a held mail" };
        var output = new Option<string>("--output") { Description = "New file; a malicious mail comes in a zip with the password \"infected\"", HelpName = "FILE", Required = true };
        var reason = OperatorVerb.Reason(required: true);
        var verb = new Command("export", "Get the original of a held mail; audited") { id, output, reason };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var (mail, file) = (parsed.GetValue(id)!, parsed.GetValue(output)!);
            if (File.Exists(file)) return OperatorVerb.Refused($"{file} is already there; nothing was written");
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous };
            if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            var kind = await client.CopyAsync(OperatorVerb.Path("held/{0}/original", mail) + OperatorVerb.Query(("reason", parsed.GetValue(reason))), () => new FileStream(file, options), cancellation).ConfigureAwait(false);
            if (kind is null) return OperatorVerb.Refused($"{mail}: no mail is held under this id, or its bytes are gone");
            Console.WriteLine(kind == "application/zip" ? $"{file}: a zip with the password \"infected\". The mail in it is dangerous." : $"{file}: the mail as it came.");
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.HeldOriginal);
    }

    private static Argument<string[]> Ids() => new("ID") { Description = "Ids of held mail", Arity = ArgumentArity.OneOrMore };

    private static void PrintLine(HeldView mail) => Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{mail.Id}  {OperatorVerb.Day(mail.HeldAt)}  {mail.Verdict.ToUpperInvariant(),-10} {mail.Score:0.00}  {(mail.State == Quarantine.QuarantineState.ReleaseRequested ? "ASKED FOR  " : "")}{Plain.Text(mail.From, 40)}  {Plain.Text(mail.Subject, 60)}"));

    private static void Print(HeldView mail)
    {
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"""
            id          {mail.Id}
            state       {StateName(mail)}
            held        {OperatorVerb.Day(mail.HeldAt)} UTC, until {mail.ExpiresAt.UtcDateTime:yyyy-MM-dd}
            from        {Plain.Text(mail.From, 200)} (envelope {Plain.Text(mail.MailFrom.Length > 0 ? mail.MailFrom : "<>", 200)})
            to          {Plain.Text(string.Join(", ", mail.Recipients), 1_000)}
            subject     {Plain.Text(mail.Subject, 200)}
            size        {mail.Size:N0} bytes
            verdict     {mail.Verdict}, score {mail.Score:0.00}{(mail.Campaign.Length > 0 ? $", campaign {Plain.Text(mail.Campaign, 100)}" : "")}
            why         {Plain.Text(mail.Summary, 600)}
            """));
        foreach (var finding in mail.Findings) Console.WriteLine("            - " + Plain.Text(finding, 300));
        foreach (var entry in mail.History) Console.WriteLine("history     " + AuditVerb.Line(entry));
    }

    private static string StateName(HeldView mail) => mail.State switch
    {
        Quarantine.QuarantineState.ReleaseRequested => "held; somebody asked for it",
        Quarantine.QuarantineState.InDoubt => "in doubt: handed over, and no answer came; sent again by itself",
        var state => state.ToString().ToLowerInvariant(),
    };
}
