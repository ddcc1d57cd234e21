using System.CommandLine;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Cli.Hunts;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>hunt mail: the same questions against our own records.</summary>
internal static class MailHuntVerb
{
    public static Command Create()
    {
        var values = new Argument<string[]>("INDICATOR") { Description = "host:NAME, url:LINK, address:ADDRESS, file:NAME or sha256:DIGEST; defanged ones too", Arity = ArgumentArity.ZeroOrMore };
        var campaigns = new Option<string[]>("--campaign") { Description = "Mail of this campaign", HelpName = "NAME" };
        var records = new Option<string[]>("--record") { Description = "This mail", HelpName = "ID" };
        var incident = new Option<string?>("--incident") { Description = "Mail of this incident, and all other mail with what it carries", HelpName = "ID" };
        var since = new Option<DateTimeOffset?>("--since") { Description = "Mail at this time or later", HelpName = "TIME" };
        var format = CommonOptions.Format("table", "json", "csv");
        var verb = new Command("mail", "Our own records: who received mail with an indicator, of a campaign or an incident, who wrote on, and what Memory knows of its hosts; exit status 1 when there is any") { values, campaigns, records, incident, since, format };
        verb.Validators.Add(result =>
        {
            if (result.GetValue(values) is not { Length: > 0 } && result.GetValue(campaigns) is not { Length: > 0 } && result.GetValue(records) is not { Length: > 0 } && result.GetValue(incident) is null) result.AddError("name an indicator, --campaign, --record or --incident");
        });
        new Connection(verb).SetAction(verb, async (parsed, client, cancellation) =>
        {
            var found = await client.SendAsync<MailHuntView>(HttpMethod.Post, OperatorVerb.Path("hunts/mail"), new MailHuntRequest
            {
                Indicators = parsed.GetValue(values), Campaigns = parsed.GetValue(campaigns), Records = parsed.GetValue(records), Incident = parsed.GetValue(incident), Since = parsed.GetValue(since),
            }, cancellation).ConfigureAwait(false);
            switch (parsed.GetValue(format))
            {
                case "json":
                    foreach (var mail in found.Mails) OperatorVerb.Json(mail);
                    foreach (var place in found.Places) OperatorVerb.Json(place);
                    break;
                case "csv": MailHuntTable.Csv(Console.Out, found); break;
                default: MailHuntTable.Write(Console.Out, found); break;
            }
            return found.Mails.Count > 0 ? ExitStatus.Found : ExitStatus.Nothing;
        });
        return verb.Needs(Role.Analyst, Scope.Incidents);
    }
}
