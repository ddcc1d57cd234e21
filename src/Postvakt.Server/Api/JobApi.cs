using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;

namespace Postvakt.Server.Api;

/// <summary>Promised work that was given up: seen, tried anew, dropped.</summary>
internal sealed class JobApi(ApiContext api)
{
    private const int MaxShown = 200;

    public void Map(IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/jobs", ListAsync).WithSummary("Work that was given up, oldest first").Needs(Role.Analyst, Scope.System);
        web.MapPost("/api/v1/jobs/{id:long}/retry", (long id, ReasonRequest body, Caller caller, CancellationToken c) => DecideAsync(caller, j => j.Retry(caller.Actor, id, body.Reason ?? ""), c))
            .Decides("Have it tried anew").Needs(Role.Responder, Scope.System);
        web.MapPost("/api/v1/jobs/{id:long}/drop", (long id, ReasonRequest body, Caller caller, CancellationToken c) => DecideAsync(caller, j => j.Drop(caller.Actor, id, body.Reason ?? ""), c))
            .Decides("Drop it: nobody does it").Needs(Role.Responder, Scope.System);
    }

    private async Task<JobPageView> ListAsync(long? after, int? max, CancellationToken cancellation)
    {
        var most = Math.Clamp(max ?? 50, 1, MaxShown);
        var (count, jobs) = await api.DoAsync(l => (l.Count(), l.GivenUp(after ?? 0, most)), cancellation).ConfigureAwait(false);
        return new JobPageView(count.Waiting, count.GivenUp, [.. jobs.Select(j => new JobView(j.Id, j.Job.Kind, j.Job.Subject, j.Attempts, j.Job.DueAt))], jobs.Count == most ? jobs[^1].Id : null);
    }

    private async Task<IResult> DecideAsync(Caller caller, Func<GivenUpJobs, Ruling> decide, CancellationToken cancellation) => Answers.Of(await api.DoAsync(l => decide(new GivenUpJobs(l, api.Clock)), cancellation).ConfigureAwait(false), caller);
}
