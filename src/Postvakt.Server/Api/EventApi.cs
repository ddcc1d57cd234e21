using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Events;
using Postvakt.Server.Events;
using Postvakt.Server.Installations;

namespace Postvakt.Server.Api;

/// <summary>Events: their types, how outputs stand, a test, and events as they happen.</summary>
/// <param name="stopping">Ends those who follow.</param>
internal sealed class EventApi(ApiContext api, CancellationToken stopping)
{
    public void Map(IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/events/types", () => EventCatalogue.All.Select(EventTypeView.Of).ToArray()).WithSummary("Types of events").Needs(Role.Analyst, Scope.System);
        web.MapGet("/api/v1/events/outputs", () => api.Events?.Status() ?? []).WithSummary("How the outputs of this node stand").Needs(Role.Analyst, Scope.System);
        web.MapPost("/api/v1/events/outputs/{name}/test", TestAsync).WithSummary("Send a marked test event to an output").Produces<EventTestView>().Produces<ErrorView>(404).Needs(Role.Administrator, Scope.System);
        web.MapPost("/api/v1/events/outputs/{name}/resume", ResumeAsync).WithSummary("Have an output told again that its receiver ended with 410").Produces<EventOutputStatus>().Produces<ErrorView>(404).Needs(Role.Administrator, Scope.System);
        web.MapGet("/api/v1/events", (Delegate)FollowAsync).WithSummary("Events as they happen, a line of JSON each").Produces<JsonElement>(200, "application/x-ndjson").Needs(Role.Analyst, Scope.System);
    }

    private async Task<IResult> TestAsync(string name, Caller caller, CancellationToken cancellation)
    {
        var hub = api.Events ?? throw new InstallationException("no server runs on this data directory; start one: postvakt serve");
        return await hub.TestAsync(name, caller.Actor.Name, cancellation).ConfigureAwait(false) is { } outcome
            ? Results.Json(new EventTestView(name, outcome.Result == SinkResult.Taken, outcome.Says), ApiJson.Options) : Answers.NotFound($"no output is called {name}");
    }

    /// <summary>The answer says how it stood before.</summary>
    private async Task<IResult> ResumeAsync(string name, Caller caller)
    {
        var hub = api.Events ?? throw new InstallationException("no server runs on this data directory: each start has all outputs told");
        return await hub.ResumeAsync(name, caller.Actor).ConfigureAwait(false) is { } stood ? Results.Json(stood, ApiJson.Options) : Answers.NotFound($"no output is called {name}");
    }

    /// <param name="context">Takes the format, ecs or ocsf, as a query: "format".</param>
    private async Task FollowAsync(HttpContext context)
    {
        if (api.Events is not { } hub) throw new InstallationException("no server runs on this data directory; start one: postvakt serve");
        var format = context.Request.Query["format"].ToString() switch { "" or "ecs" => EventFormat.Ecs, "ocsf" => EventFormat.Ocsf, _ => throw new WrongRequestException("format is ecs or ocsf") };
        if (!hub.HasRoom) throw new WrongRequestException("too many follow along already");
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "application/x-ndjson";
        await context.Response.StartAsync(end.Token).ConfigureAwait(false);
        await context.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
        await foreach (var one in hub.FollowAsync(end.Token).ConfigureAwait(false))
        {
            await context.Response.Body.WriteAsync(format.Line(one), end.Token).ConfigureAwait(false);
            await context.Response.Body.WriteAsync("\n"u8.ToArray(), end.Token).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
        }
    }
}
