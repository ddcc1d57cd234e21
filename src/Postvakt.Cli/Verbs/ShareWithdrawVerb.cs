using System.CommandLine;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Server.Api;

namespace Postvakt.Cli.Verbs;

/// <summary>share withdraw: partners are told that it no longer holds.</summary>
internal static class ShareWithdrawVerb
{
    public static Command Create()
    {
        var (id, reason) = (new Argument<string>("ID") { Description = "Id of the incident or of the report, or name of the campaign" }, OperatorVerb.Reason(required: true));
        var verb = new Command("withdraw", "Tell partners that what was published no longer holds") { id, reason };
        new Connection(verb).SetAction(verb, (parsed, client, cancellation) => OperatorVerb.DecideAsync(client, HttpMethod.Post, [OperatorVerb.Path("publications/withdraw")], new WithdrawalRequest(parsed.GetValue(id), parsed.GetValue(reason)), cancellation));
        return verb.Needs(Role.Responder, Scope.Incidents);
    }
}
