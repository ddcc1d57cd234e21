using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Quarantine;

namespace Postvakt.Server.Api;

/// <summary>Exceptions: seen with what they let through, granted, withdrawn.</summary>
internal sealed class ExceptionApi(ApiContext api)
{
    public void Map(IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/exceptions", ListAsync).WithSummary("Exceptions with their hits").Needs(Role.Analyst, Scope.Exceptions);
        web.MapPost("/api/v1/exceptions", (ExceptionRequest body, Caller caller, CancellationToken c) => ChangeAsync(caller,
            g => g.Grant(caller.Actor, body.Sender ?? "", body.Host ?? "", body.Rule ?? "", body.Campaign ?? "", body.Reason ?? "", body.Until), c))
            .Decides("Grant an exception: of a sender with one host or one rule, or of one campaign, for at most 90 days").Needs(Role.Responder, Scope.Exceptions);
        web.MapPost("/api/v1/exceptions/{id}/withdraw", (string id, ReasonRequest body, Caller caller, CancellationToken c) => ChangeAsync(caller, g => g.Withdraw(caller.Actor, id, body.Reason ?? ""), c))
            .Decides("Withdraw an exception").Needs(Role.Responder, Scope.Exceptions);
    }

    private Task<IReadOnlyList<ExceptionView>> ListAsync(CancellationToken cancellation) => api.DoAsync<IReadOnlyList<ExceptionView>>(l => [.. ExceptionGrants.All(l).Select(r =>
    {
        var (count, last) = l.HitsOf(ExceptionRule.Finding, r.Id);
        return new ExceptionView(r.Id, r.Sender, r.Host, r.Rule, r.Campaign, r.Owner, r.Reason, r.Since, r.Until, count, last);
    })], cancellation);

    private async Task<IResult> ChangeAsync(Caller caller, Func<ExceptionGrants, Ruling> change, CancellationToken cancellation)
    {
        var ruling = await api.DoAsync(l => change(new ExceptionGrants(l, api.Clock)), cancellation).ConfigureAwait(false);
        if (ruling.IsDone) api.ExceptionsChanged();
        return Answers.Of(ruling, caller);
    }
}
