using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Incidents;
using Postvakt.Quarantine;
using Postvakt.Server.Responding;
using Postvakt.Wording;

namespace Postvakt.Server.Api;

/// <summary>Incidents: opened, taken up, worked through, told about, closed.</summary>
internal sealed class IncidentApi(ApiContext api)
{
    public void Map(IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/incidents", ListAsync).WithSummary("Incidents, newest first").Needs(Role.Analyst, Scope.Incidents);
        web.MapPost("/api/v1/incidents", OpenAsync).WithSummary("Open an incident").Produces<OpenedIncidentView>().Produces<OpenedIncidentView>(400).Produces<OpenedIncidentView>(403).Produces<OpenedIncidentView>(409).Needs(Role.Responder, Scope.Incidents);
        web.MapGet("/api/v1/incidents/{id}", FindAsync).WithSummary("All that is known of an incident").Produces<IncidentDetailView>().Produces<ErrorView>(404).Needs(Role.Analyst, Scope.Incidents);
        web.MapGet("/api/v1/incidents/{id}/statement", DraftAsync).WithSummary("Words to begin a statement with").Produces<StatementDraftView>().Produces<ErrorView>(404).Needs(Role.Analyst, Scope.Incidents);
        web.MapPost("/api/v1/incidents/{id}/accept", (string id, ReasonRequest body, Caller caller, CancellationToken c) => DecideAsync(caller, d => d.Accept(caller.Actor, id, body.Reason ?? ""), c)).Decides("Take up a proposed incident").Needs(Role.Responder, Scope.Incidents);
        web.MapPost("/api/v1/incidents/{id}/dismiss", (string id, ReasonRequest body, Caller caller, CancellationToken c) => DecideAsync(caller, d => d.Dismiss(caller.Actor, id, body.Reason ?? ""), c)).Decides("Say that a proposed incident is none").Needs(Role.Responder, Scope.Incidents);
        web.MapPost("/api/v1/incidents/{id}/add", (string id, AddToIncidentRequest body, Caller caller, CancellationToken c) => DecideAsync(caller, d => d.Add(caller.Actor, id, body.Campaign ?? "", body.Account ?? "", body.Record ?? "", body.Reason ?? ""), c)).Decides("Have an incident cover a campaign, an account or a record too").Needs(Role.Responder, Scope.Incidents);
        web.MapPost("/api/v1/incidents/{id}/note", (string id, ReasonRequest body, Caller caller, CancellationToken c) => DecideAsync(caller, d => d.Note(caller.Actor, id, body.Reason ?? ""), c)).Decides("Write a line into the timeline").Needs(Role.Responder, Scope.Incidents);
        web.MapPost("/api/v1/incidents/{id}/tell", (string id, TellRequest body, Caller caller, CancellationToken c) => DecideAsync(caller, d => d.Tell(caller.Actor, id, body.Audience, body.Whom ?? "", body.Text ?? "", body.At), c)).Decides("Note what was told to whom").Needs(Role.Responder, Scope.Incidents);
        web.MapPost("/api/v1/incidents/{id}/close", (string id, CloseRequest body, Caller caller, CancellationToken c) => DecideAsync(caller, d => d.Close(caller.Actor, id, body.Conclusion ?? ""), c)).Decides("Close an incident").Needs(Role.Responder, Scope.Incidents);
        web.MapPost("/api/v1/incidents/{id}/steps/{step}", (string id, string step, StepRequest body, Caller caller, CancellationToken c) => DecideAsync(caller, d => d.Mark(caller.Actor, id, step, body.State, body.Note ?? ""), c))
            .Decides("Mark a step of the playbook").Needs(Role.Responder, Scope.Incidents);
    }

    /// <param name="state">"active" (proposed and open, as is usual) or "all".</param>
    private async Task<IncidentPageView> ListAsync(string? state, string? before, int? max, Caller caller, CancellationToken cancellation)
    {
        if (state is not (null or "active" or "all")) throw new WrongRequestException("state is active or all");
        var most = Math.Clamp(max ?? 50, 1, 200);
        var all = await api.DoAsync(l => IncidentDecisions.All(l, state != "all", before ?? "", most), cancellation).ConfigureAwait(false);
        return new IncidentPageView([.. all.Select(i => IncidentView.Of(i, caller.Language))], all.Count == most ? all[^1].Id : null);
    }

    private async Task<IResult> OpenAsync(OpenIncidentRequest body, Caller caller, CancellationToken cancellation)
    {
        var (ruling, id) = await api.DoAsync(l => (Decisions(l).Open(caller.Actor, body.Title ?? "", body.Campaigns ?? [], body.Records ?? [], body.KnownAt, body.Reason ?? "", out var opened), opened), cancellation).ConfigureAwait(false);
        if (ruling.IsDone) await GradeAsync(id, cancellation).ConfigureAwait(false);
        return Results.Json(new OpenedIncidentView(ruling.IsDone, ruling.Refusal, ruling.In(caller.Language), id), ApiJson.Options, statusCode: Answers.StatusOf(ruling));
    }

    private async Task<IResult> FindAsync(string id, Caller caller, CancellationToken cancellation)
    {
        if (await GradeAsync(id, cancellation).ConfigureAwait(false) is not var (incident, figures)) return Answers.NotFound($"there is no incident {id}");
        var (told, events) = await api.DoAsync(l => (IncidentDecisions.Statements(l, id), (IReadOnlyList<IncidentEvent>)[.. IncidentDecisions.Events(l, id), .. new IncidentTraces(l, incident).Events(id)]), cancellation).ConfigureAwait(false);
        var now = api.Clock.GetUtcNow();
        return Results.Json(new IncidentDetailView(
            IncidentView.Of(incident, caller.Language), figures,
            [.. api.Playbook.Steps.Select(s => incident.Steps.GetValueOrDefault(s.Id) is { } mark ? new StepView(s.Id, s.Title, s.Why ?? "", s.Command ?? "", mark.State, mark.By, mark.At, mark.Note) : new StepView(s.Id, s.Title, s.Why ?? "", s.Command ?? "", StepState.Open, "", null, ""))],
            [.. Deadline.Of(incident, told).Select(d => new DeadlineView(d.Law, Sentences.Of(caller.Language, d.Key), d.Due, d.MetAt, (d.MetAt ?? now) > d.Due))],
            [.. told.Reverse().Select(s => new StatementView(s.Audience, s.Whom, s.Text, s.At, s.By))],
            [.. events.OrderBy(e => e.At).Select(e => new EventView(e.At, e.By, Sentences.Of(caller.Language, e.What, e.Values)))], now), ApiJson.Options);
    }

    private async Task<IResult> DraftAsync(string id, string? audience, string? language, Caller caller, CancellationToken cancellation)
    {
        if (!Enum.TryParse<Audience>(audience?.Replace("_", "", StringComparison.Ordinal), ignoreCase: true, out var told) || !Enum.IsDefined(told)) throw new WrongRequestException("audience is staff, partners, data_protection_authority, csirt, press, data_subjects or management");
        if (await GradeAsync(id, cancellation).ConfigureAwait(false) is not var (incident, figures)) return Answers.NotFound($"there is no incident {id}");
        var spoken = Sentences.Primary(language is { Length: > 0 } ? language : caller.Language);
        return Results.Json(new StatementDraftView(told, spoken, StatementDraft.Of(told, incident, figures, spoken, api.Clock.GetUtcNow())), ApiJson.Options);
    }

    /// <summary>Counts it, and keeps what that says about how severe it is; null for none.</summary>
    private async Task<(Incident, IncidentFigures)?> GradeAsync(string id, CancellationToken cancellation)
    {
        if (await api.DoAsync(l => IncidentDecisions.Find(l, id), cancellation).ConfigureAwait(false) is not { } incident) return null;
        var (figures, signs) = await new IncidentReader(api.Errands).ReadAsync(incident, cancellation).ConfigureAwait(false);
        return await api.DoAsync(l =>
        {
            Decisions(l).Grade(id, signs);
            return IncidentDecisions.Find(l, id);
        }, cancellation).ConfigureAwait(false) is { } graded ? (graded, figures) : null;
    }

    private async Task<IResult> DecideAsync(Caller caller, Func<IncidentDecisions, Ruling> decide, CancellationToken cancellation) => Answers.Of(await api.DoAsync(l => decide(Decisions(l)), cancellation).ConfigureAwait(false), caller);

    private IncidentDecisions Decisions(IDecisions decisions) => new(decisions, api.Playbook, api.Clock);
}
