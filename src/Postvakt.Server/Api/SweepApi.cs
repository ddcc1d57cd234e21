using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Quarantine;
using Postvakt.Sweeps;

namespace Postvakt.Server.Api;

/// <summary>Sweeps: planned, started, agreed to, stopped, undone, seen with what came of each mailbox.</summary>
internal sealed class SweepApi(ApiContext api)
{
    /// <summary>Sweeps, and receipts, of a page where nothing is said.</summary>
    private const int UsualPage = 50;

    private const int MaxPage = 500;

    public void Map(IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/sweeps", ListAsync).WithSummary("Sweeps, newest first").Needs(Role.Analyst, Scope.Sweep);
        web.MapPost("/api/v1/sweeps", PlanAsync).WithSummary("Plan a sweep: copies are counted, nothing is moved").Produces<PlannedSweepView>().Produces<PlannedSweepView>(StatusCodes.Status400BadRequest).Produces<PlannedSweepView>(StatusCodes.Status403Forbidden)
            .Produces<PlannedSweepView>(StatusCodes.Status409Conflict).Needs(Role.Responder, Scope.Sweep);
        web.MapGet("/api/v1/sweeps/{id}", ShowAsync).WithSummary("One sweep").Produces<SweepView>().Produces<ErrorView>(StatusCodes.Status404NotFound).Needs(Role.Analyst, Scope.Sweep);
        web.MapGet("/api/v1/sweeps/{id}/receipts", ReceiptsAsync).WithSummary("What came of each mailbox").Produces<SweepReceiptPageView>().Produces<ErrorView>(StatusCodes.Status404NotFound).Needs(Role.Analyst, Scope.Sweep);
        Change(web, "start", "Move the copies that were counted, or try once more what failed", (s, actor, id, reason) => s.Start(actor, id, reason));
        Change(web, "approve", "Agree as the second person", (s, actor, id, reason) => s.Approve(actor, id, reason));
        Change(web, "stop", "Move no more copies", (s, actor, id, reason) => s.Stop(actor, id, reason));
        web.MapPost("/api/v1/sweeps/{id}/undo", async (string id, UndoSweepRequest body, Caller caller, CancellationToken c) =>
            Answers.Of(await api.DoAsync(l => new Sweeping(l, api.Sweeps, api.Clock).Undo(caller.Actor, id, body.Reason ?? "", body.Harmless ?? false), c).ConfigureAwait(false), caller))
            .Decides("Put copies back where they came from; with harmless the mails are no longer taken for malicious").Needs(Role.Responder, Scope.Sweep);
    }

    private void Change(IEndpointRouteBuilder web, string verb, string summary, Func<Sweeping, Actor, string, string, Ruling> change) =>
        web.MapPost("/api/v1/sweeps/{id}/" + verb, async (string id, ReasonRequest body, Caller caller, CancellationToken c) =>
            Answers.Of(await api.DoAsync(l => change(new Sweeping(l, api.Sweeps, api.Clock), caller.Actor, id, body.Reason ?? ""), c).ConfigureAwait(false), caller)).Decides(summary).Needs(Role.Responder, Scope.Sweep);

    private async Task<IResult> PlanAsync(SweepRequest body, Caller caller, CancellationToken cancellation)
    {
        var (ruling, id) = await api.DoAsync(l =>
        {
            var (plan, fault) = new SweepChoice(l, api).Of(body);
            return new Sweeping(l, api.Sweeps, api.Clock).Plan(caller.Actor, plan, fault);
        }, cancellation).ConfigureAwait(false);
        return Results.Json(new PlannedSweepView(ruling.IsDone, ruling.Refusal, ruling.In(caller.Language), id), ApiJson.Options, statusCode: Answers.StatusOf(ruling));
    }

    private Task<SweepPageView> ListAsync(string? incident, string? campaign, string? record, string? after, int? max, CancellationToken cancellation) => api.DoAsync(l =>
    {
        var key = incident is { Length: > 0 } ? "incident:" + incident : campaign is { Length: > 0 } ? "campaign:" + campaign : record is { Length: > 0 } ? "record:" + record : "";
        var most = Most(max);
        var found = Sweep.List(l, key, after ?? "", most);
        return new SweepPageView([.. found.Select(SweepView.Of)], found.Count == most ? found[^1].Id : null);
    }, cancellation);

    private async Task<IResult> ShowAsync(string id, CancellationToken cancellation) =>
        await api.DoAsync(l => Sweep.Find(l, id)?.Sweep, cancellation).ConfigureAwait(false) is { } sweep ? Results.Json(SweepView.Of(sweep), ApiJson.Options) : Answers.NotFound($"there is no sweep {id}");

    private Task<IResult> ReceiptsAsync(string id, string? after, int? max, CancellationToken cancellation) => api.DoAsync(l =>
    {
        if (Sweep.Find(l, id) is null) return Answers.NotFound($"there is no sweep {id}");
        var most = Most(max);
        var found = SweepReceipt.List(l, id, after ?? "", most);
        return Results.Json(new SweepReceiptPageView([.. found.Select(r => SweepReceiptView.Of(r.Receipt))], found.Count == most ? found[^1].Receipt.Id : null), ApiJson.Options);
    }, cancellation);

    private static int Most(int? max) => Math.Clamp(max ?? UsualPage, 1, MaxPage);
}
