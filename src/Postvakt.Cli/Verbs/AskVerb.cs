using System.CommandLine;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Output;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>ask sender|list|show|answer|partner|notices|approve: "Did you send this?", by another way than mail.</summary>
internal static class AskVerb
{
    public static Command Create() => new("ask", "Ask senders whether a mail was theirs, and tell partners") { Sender(), List(), Show(), Answer(), Partner(), Notices(), Approve() };

    private static Command Sender()
    {
        var (records, reason) = (Records(), OperatorVerb.Reason(required: false));
        var incident = new Option<string?>("--incident") { Description = "Asked for this incident; else for the one that the mail belongs to, if any", HelpName = "ID" };
        var verb = new Command("sender", "Ask whose account sent these mails, in Teams") { records, reason, incident };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var status = ExitStatus.Nothing;
            foreach (var record in parsed.GetValue(records)!)
            {
                if (await OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("questions")], new AskRequest(record, parsed.GetValue(reason), parsed.GetValue(incident)), cancellation).ConfigureAwait(false) is var one and not ExitStatus.Nothing) status = one;
            }
            return status;
        });
        return verb.Needs(Role.Analyst, Scope.Ask);
    }

    private static Command List()
    {
        var format = CommonOptions.Format("table", "json");
        Option<string?> record = new("--record") { Description = "Only those about this record", HelpName = "ID" }, campaign = new("--campaign") { Description = "Only those about this campaign", HelpName = "NAME" };
        var verb = new Command("list", "Show questions, newest first") { record, campaign, format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var query = OperatorVerb.Query(("record", parsed.GetValue(record)), ("campaign", parsed.GetValue(campaign)), ("max", "200"));
            var page = await client.GetAsync<QuestionPageView>(OperatorVerb.Path("questions") + query, cancellation).ConfigureAwait(false);
            foreach (var one in page!.Items)
            {
                if (parsed.GetValue(format) == "json") OperatorVerb.Json(one);
                else Console.WriteLine(Line(one));
            }
            if (page.Items.Count == 0 && parsed.GetValue(format) != "json") Console.WriteLine("Nobody was asked.");
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Ask);
    }

    private static Command Show()
    {
        var (id, format) = (new Argument<string>("ID") { Description = "Id of a question" }, CommonOptions.Format("table", "json"));
        var verb = new Command("show", "Show one question") { id, format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            if (await client.GetAsync<QuestionView>(OperatorVerb.Path("questions/{0}", parsed.GetValue(id)!), cancellation).ConfigureAwait(false) is not { } one) return OperatorVerb.Refused($"there is no question {parsed.GetValue(id)}");
            if (parsed.GetValue(format) == "json") OperatorVerb.Json(one);
            else
            {
                Console.WriteLine(Line(one));
                Console.WriteLine($"  asked by {Plain.Text(one.AskedBy, 60)}; sent {OperatorVerb.Day(one.ToldAt)} by {Word(one.Way)}; mails: {string.Join(' ', one.Records)}{(one.More > 0 ? $" and {one.More} more" : "")}");
                if (one.AnsweredAt is { } at) Console.WriteLine($"  answered {OperatorVerb.Day(at)} by {Plain.Text(one.AnsweredBy, 100)} ({Word(one.AnsweredOn)})");
                if (one.Worthless) Console.WriteLine($"  This yes is worth nothing: the account is suspected. Ask {(one.AskInstead.Length > 0 ? Plain.Text(one.AskInstead, 100) + ", or " : "")}by telephone.");
                if (one.Raised + one.Unraised > 0) Console.WriteLine(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"  {one.Raised:N0} mails raised{(one.Unraised > 0 ? $"; {one.Unraised:N0} more look alike: see suspects show, and sweep plan --campaign" : "")}"));
                if (one.Trouble.Length > 0) Console.WriteLine("  " + Plain.Text(one.Trouble, 500));
            }
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Ask);
    }

    private static Command Answer()
    {
        var id = new Argument<string>("ID") { Description = "Id of a question" };
        Option<bool> yes = new("--yes") { Description = "They sent it" }, no = new("--no") { Description = "They did not" };
        var reason = OperatorVerb.Reason(required: true);
        var verb = new Command("answer", "Note what a sender said by telephone") { id, yes, no, reason };
        verb.Validators.Add(result =>
        {
            if (result.GetValue(yes) == result.GetValue(no)) result.AddError("either --yes or --no");
        });
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) =>
            OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("questions/{0}/answer", parsed.GetValue(id)!)], new SaidRequest(parsed.GetValue(yes), parsed.GetValue(reason)), cancellation));
        return verb.Needs(Role.Responder, Scope.Ask);
    }

    private static Command Partner()
    {
        var records = Records();
        Option<string?> tlp = new("--tlp") { Description = "How far it may be passed on: clear, green, amber (else), amber+strict, red", HelpName = "LEVEL" }, language = new("--language") { Description = "Language of the notice, else English", HelpName = "CODE" };
        var verb = new Command("partner", "Draft a notice to the security contact of the partner that these mails came from") { records, tlp, language };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var draft = await client.SendAsync<DraftView>(HttpMethod.Post, OperatorVerb.Path("partner-notices"), new PartnerRequest(parsed.GetValue(records)!, parsed.GetValue(tlp), parsed.GetValue(language)), cancellation).ConfigureAwait(false);
            if (!draft.Done) return OperatorVerb.Refused(draft.Text);
            Console.WriteLine(Plain.Text(draft.Text, 500));
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Ask);
    }

    private static Command Notices()
    {
        var (id, format) = (new Argument<string?>("ID") { Description = "One notice, as it is sent", Arity = ArgumentArity.ZeroOrOne }, CommonOptions.Format("table", "json"));
        var verb = new Command("notices", "Show notices to partners") { id, format };
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var all = parsed.GetValue(id) is { } one ? [.. await client.GetAsync<PartnerNoticeView>(OperatorVerb.Path("partner-notices/{0}", one), cancellation).ConfigureAwait(false) is { } found ? [found] : (PartnerNoticeView[])[]]
                : (await client.GetAsync<List<PartnerNoticeView>>(OperatorVerb.Path("partner-notices"), cancellation).ConfigureAwait(false))!;
            if (all.Count == 0 && parsed.GetValue(id) is not null) return OperatorVerb.Refused($"there is no notice {parsed.GetValue(id)}");
            foreach (var notice in all)
            {
                if (parsed.GetValue(format) == "json") OperatorVerb.Json(notice);
                else Console.WriteLine($"{notice.Id}  {Word(notice.State)}  {Plain.Text(notice.Partner, 60)} <{Plain.Text(notice.Contact, 100)}>  TLP:{notice.Tlp}  drafted by {Plain.Text(notice.DraftedBy, 60)}{(notice.Trouble.Length > 0 ? "  " + Plain.Text(notice.Trouble, 200) : "")}");
                if (parsed.GetValue(format) != "json" && notice.Text.Length > 0)
                    foreach (var line in notice.Text.Split('\n')) Console.WriteLine("  " + Plain.Text(line, 500));
            }
            return ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Ask);
    }

    private static Command Approve()
    {
        var ids = new Argument<string[]>("ID") { Description = "Ids of notices that somebody else drafted", Arity = ArgumentArity.OneOrMore };
        var verb = new Command("approve", "Send notices to partners") { ids };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) =>
            OperatorVerb.DecideAsync(client, HttpMethod.Post, parsed.GetValue(ids)!.Select(id => OperatorVerb.Path("partner-notices/{0}/approve", id)), null, cancellation));
        return verb.Needs(Role.Responder, Scope.Ask);
    }

    private static string Line(QuestionView one) =>
        $"{one.Id}  {Word(one.State)}{(one.Worthless ? " (worth nothing)" : "")}  {Plain.Text(one.Address, 100)}{(one.Suspected ? " (account suspected)" : "")}  {one.Records.Count + one.More} mails  asked {OperatorVerb.Day(one.AskedAt)} UTC{(one.Campaign.Length > 0 ? "  " + Plain.Text(one.Campaign, 60) : "")}";

    private static string Word(Enum value) => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()).Replace('_', ' ');

    private static Argument<string[]> Records() => new("RECORD") { Description = "Ids of records, which X-Postvakt-Id and the quarantine name", Arity = ArgumentArity.OneOrMore };
}
