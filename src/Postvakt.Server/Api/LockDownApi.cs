using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Quarantine;

namespace Postvakt.Server.Api;

/// <summary>Lock-downs: seen, imposed, lifted.</summary>
internal sealed class LockDownApi(ApiContext api)
{
    public void Map(IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/lockdowns", ListAsync).WithSummary("Lock-downs that hold").Needs(Role.Analyst, Scope.LockDown);
        web.MapPost("/api/v1/lockdowns", async (LockDownRequest body, Caller caller, CancellationToken c) => Answers.Of(await api.DoAsync(l => Switch(l)
            .Impose(caller.Actor, body.Scope, body.Target ?? "", body.Reason ?? "", body.Until), c).ConfigureAwait(false), caller)).Decides("Take release away: from everybody, or for a campaign or group").Needs(Role.Responder, Scope.LockDown);
        web.MapPost("/api/v1/lockdowns/lift", async (LockDownRequest body, Caller caller, CancellationToken c) => Answers.Of(await api.DoAsync(l => Switch(l)
            .Lift(caller.Actor, body.Scope, body.Target ?? "", body.Reason ?? ""), c).ConfigureAwait(false), caller)).Decides("Give release back").Needs(Role.Responder, Scope.LockDown);
    }

    private async Task<IReadOnlyList<LockDownView>> ListAsync(CancellationToken cancellation)
    {
        var now = api.Clock.GetUtcNow();
        return [.. (await api.DoAsync(l => l.LockDowns(), cancellation).ConfigureAwait(false)).Where(l => l.Holds(now)).Select(LockDownView.Of)];
    }

    private LockDownSwitch Switch(IDecisions decisions) => new(decisions, api.Directory(), api.Clock);
}
