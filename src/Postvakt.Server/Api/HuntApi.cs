using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Hunts;
using Postvakt.Incidents;
using Postvakt.Indicators;
using Postvakt.Quarantine;
using Postvakt.Server.Responding;
using Postvakt.Signals;

namespace Postvakt.Server.Api;

/// <summary>Indicators that mail is looked through for, hunts through the records, and what hunts through logs leave in an incident.</summary>
internal sealed class HuntApi(ApiContext api)
{
    /// <summary>Bytes of what a hunt found. 4 MiB: a thousand lines with all that they may hold.</summary>
    private const int MaxHunt = 4 << 20;

    public void Map(IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/indicators", ListAsync).WithSummary("Indicators that mail is looked through for, with their hits").Needs(Role.Analyst, Scope.Incidents);
        web.MapPost("/api/v1/indicators", NameAsync).Decides("Have mail looked through for indicators").Needs(Role.Responder, Scope.Incidents);
        web.MapPost("/api/v1/indicators/withdraw", (IndicatorWithdrawal body, Caller caller, CancellationToken c) => ChangeAsync(caller, (_, d) => d.Withdraw(caller.Actor, body.Id ?? "", body.Reason ?? ""), c)).Decides("Withdraw an indicator").Needs(Role.Responder, Scope.Incidents);
        web.MapPost("/api/v1/hunts/mail", MailAsync).WithSummary("Who received and who answered mail with some indicators, of a campaign or an incident; audited").Produces<MailHuntView>().Produces<ErrorView>(400).Produces<ErrorView>(404).Needs(Role.Analyst, Scope.Incidents);
        web.MapPost("/api/v1/incidents/{id}/hunts", AttachAsync).WithMetadata(new RequestSize(MaxHunt)).Decides("Have an incident keep what a hunt through logs found").Needs(Role.Responder, Scope.Incidents);
        web.MapGet("/api/v1/incidents/{id}/timeline", TimelineAsync).WithSummary("Mails of an incident and findings of its hunts in one order of time").Produces<TimelineView>().Produces<ErrorView>(404).Needs(Role.Analyst, Scope.Incidents);
        web.MapGet("/api/v1/incidents/{id}/indicators", IndicatorsAsync).WithSummary("What an incident's mails carry that logs can be looked through for").Produces<List<Indicator>>().Produces<ErrorView>(404).Needs(Role.Analyst, Scope.Incidents);
    }

    private Task<IReadOnlyList<KnownIndicatorView>> ListAsync(CancellationToken cancellation) => api.DoAsync<IReadOnlyList<KnownIndicatorView>>(l => [.. IndicatorDecisions.All(l).Select(i =>
    {
        var (count, last) = l.HitsOf(KnownIndicator.Finding, i.Id);
        return new KnownIndicatorView(i.Id, i.Indicator.Type, i.Indicator.Value, i.Grade, i.By, i.Reason, i.Incident, i.Since, i.Until, count, last);
    })], cancellation);

    private Task<IResult> NameAsync(IndicatorRequest body, Caller caller, CancellationToken cancellation)
    {
        var indicators = Parse(body.Indicators);
        return ChangeAsync(caller, (l, d) => d.Name(caller.Actor, indicators, body.Grade, body.Reason ?? "", body.Incident ?? "", body.Until, i => new MailHunt(l, api.Terms).PeopleAt(i, api.Clock.GetUtcNow()), body.Anyway), cancellation);
    }

    private async Task<IResult> ChangeAsync(Caller caller, Func<Intake.Ledger.ILedger, IndicatorDecisions, Ruling> change, CancellationToken cancellation)
    {
        var ruling = await api.DoAsync(l => change(l, new IndicatorDecisions(l, api.Clock)), cancellation).ConfigureAwait(false);
        if (ruling.IsDone) api.ExceptionsChanged();
        return Answers.Of(ruling, caller);
    }

    private async Task<IResult> MailAsync(MailHuntRequest body, Caller caller, CancellationToken cancellation)
    {
        var (indicators, campaigns, records) = ((IReadOnlyList<Indicator>)Parse(body.Indicators ?? [], mayBeNone: true), body.Campaigns ?? [], body.Records ?? []);
        if (campaigns.Count > Incident.MaxNamed || records.Count > Incident.MaxNamed) throw new WrongRequestException("at most 100 campaigns and 100 records");
        if (campaigns.Concat(records).Any(n => n is not { Length: > 0 and <= 200 })) throw new WrongRequestException("a campaign or record has a name of 1 to 200 characters");
        var hunter = Hunter();
        if (body.Incident is { Length: > 0 } id)
        {
            if (await api.DoAsync(l => IncidentDecisions.Find(l, id), cancellation).ConfigureAwait(false) is not { } incident) return Answers.NotFound($"there is no incident {id}");
            (campaigns, records) = ([.. campaigns, .. incident.Campaigns], [.. records, .. incident.Records]);
            indicators = [.. indicators.Union(await hunter.IndicatorsAsync(incident, IndicatorDecisions.MaxNamed, cancellation).ConfigureAwait(false))];
        }
        if (indicators.Count + campaigns.Count + records.Count == 0) throw new WrongRequestException("name an indicator, a campaign, a record or an incident");
        await AuditAsync(caller, indicators, campaigns, body.Incident ?? "", cancellation).ConfigureAwait(false);
        var found = await hunter.FindAsync(indicators, campaigns, records, body.Since ?? DateTimeOffset.UnixEpoch, cancellation).ConfigureAwait(false);
        return Results.Json(new MailHuntView(found.Mails, found.Places, indicators, found.IsWhole), ApiJson.Options);
    }

    private async Task<IResult> AttachAsync(string id, HuntRequest body, Caller caller, CancellationToken cancellation)
    {
        var (lines, outcomes) = (body.Lines ?? [], body.Outcomes ?? []);
        if (body.Hunt is not ("exchange" or "endpoint" or "m365")) throw new WrongRequestException("hunt is exchange, endpoint or m365");
        if (lines.Count > IncidentHunt.MaxLines || outcomes.Count > IncidentHunt.MaxOutcomes || (body.Indicators?.Count ?? 0) > HuntIndicators.Max) throw new WrongRequestException($"at most {IncidentHunt.MaxLines} lines, {IncidentHunt.MaxOutcomes} outcomes and {HuntIndicators.Max} indicators");
        if (lines.Any(l => l is not { Title: not null, Host: not null, Person: not null, Evidence: not null, Place: not null, Traits: not null, Attack: not null } || !HuntLine.Levels.Contains(l.Level) || l.Traits.Any(t => t.Value is null) || l.Attack.Any(a => a is null))
            || outcomes.Any(o => o is not { Host.Length: <= 300, Technique.Length: <= 100, Title.Length: <= 300, State.Length: <= 30, Missing.Count: <= 30 } || o.Missing.Any(m => m is not { Length: <= 100 }))
            || (body.Indicators ?? []).Any(i => i is not { Type: not null, Value.Length: <= IndicatorText.MaxLength } || !IndicatorText.Types.Contains(i.Type)) || (body.Credits ?? []).Any(c => c is null)) throw new WrongRequestException("a line, an outcome or an indicator lacks something, or is too long");
        var hunt = new IncidentHunt("", id, default, "", body.Hunt, body.Files, body.Events, body.Findings, 0, outcomes, body.Indicators ?? [], [.. (body.Credits ?? []).Take(IncidentHunt.MaxOutcomes).Select(c => c.Length > HuntLine.MaxText ? c[..HuntLine.MaxText] : c)]);
        return Answers.Of(await api.DoAsync(l => new IncidentDecisions(l, api.Playbook, api.Clock).Attach(caller.Actor, id, hunt, [.. lines.Select(n => n with { Hunt = body.Hunt })]), cancellation).ConfigureAwait(false), caller);
    }

    private async Task<IResult> TimelineAsync(string id, Caller caller, CancellationToken cancellation)
    {
        if (await api.DoAsync(l => IncidentDecisions.Find(l, id), cancellation).ConfigureAwait(false) is not { } incident) return Answers.NotFound($"there is no incident {id}");
        var mails = await Hunter().OfAsync(incident, cancellation).ConfigureAwait(false);
        var (hunts, found) = await api.DoAsync(l => (IncidentHunt.All(l, id), IncidentHunt.Lines(l, id)), cancellation).ConfigureAwait(false);
        var timeline = IncidentTimeline.Of(mails.Mails, found);
        return Results.Json(new TimelineView(id, incident.Title, incident.Severity, hunts, [.. timeline.Select(t => new TimelineLineView(t.Chain, t.Line))], mails.IsWhole), ApiJson.Options);
    }

    private async Task<IResult> IndicatorsAsync(string id, Caller caller, CancellationToken cancellation) =>
        await api.DoAsync(l => IncidentDecisions.Find(l, id), cancellation).ConfigureAwait(false) is { } incident
            ? Results.Json(await Hunter().IndicatorsAsync(incident, 1_000, cancellation).ConfigureAwait(false), ApiJson.Options) : Answers.NotFound($"there is no incident {id}");

    /// <summary>Who looks through other people's mail leaves a trace, also where nothing was found.</summary>
    private Task AuditAsync(Caller caller, IReadOnlyList<Indicator> indicators, IReadOnlyList<string> campaigns, string incident, CancellationToken cancellation)
    {
        var asked = string.Join(' ', indicators.Select(Defanged.Of).Concat(campaigns));
        return api.DoAsync(l => l.Decide(new Decision(AuditEvent.Of(api.Clock.GetUtcNow(), caller.Actor, "hunt-mail", incident, asked, AuditEvent.Done)), api.Clock.GetUtcNow()), cancellation);
    }

    private MailHunter Hunter() => new(api.Errands, api.Terms, api.Clock);

    private static List<Indicator> Parse(IReadOnlyList<string>? texts, bool mayBeNone = false)
    {
        if (texts is null || (texts.Count == 0 && !mayBeNone)) throw new WrongRequestException("name at least one indicator");
        if (texts.Count > IndicatorDecisions.MaxNamed) throw new WrongRequestException($"at most {IndicatorDecisions.MaxNamed} indicators");
        return [.. texts.Select(t => IndicatorText.Parse(t ?? "") ?? throw new WrongRequestException($"{Defanged.Text((t ?? "").Length > 100 ? t![..100] : t ?? "")}: no indicator; write host:NAME, url:LINK, address:ADDRESS, file:NAME or sha256:DIGEST"))];
    }
}
