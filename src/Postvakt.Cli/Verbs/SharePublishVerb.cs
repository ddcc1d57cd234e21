using System.CommandLine;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>share publish: partners may read it from now on.</summary>
internal static class SharePublishVerb
{
    public static Command Create()
    {
        var (kind, id, tlp, title, reason) = (ShareVerb.Kind(), new Argument<string>("ID") { Description = "Id of the incident, or name of the campaign" }, ShareVerb.Tlp("clear", "green", "amber", "amber+strict"), ShareVerb.Title(), OperatorVerb.Reason(required: true));
        var verb = new Command("publish", "Let partners read what an incident or campaign taught, as it is now, by TAXII") { kind, id, tlp, title, reason };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("publications")], new PublishRequest
        {
            Incident = parsed.GetValue(kind) == "incident" ? parsed.GetValue(id) : null, Campaign = parsed.GetValue(kind) == "campaign" ? parsed.GetValue(id) : null,
            Tlp = parsed.GetValue(tlp), Title = parsed.GetValue(title), Reason = parsed.GetValue(reason),
        }, cancellation));
        return verb.Needs(Role.Responder, Scope.Incidents);
    }
}
