using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Advisories;
using Postvakt.Audit;
using Postvakt.Intake.Ledger;
using Postvakt.Notices;
using Postvakt.Quarantine;

namespace Postvakt.Server.Api;

/// <summary>Advisories: drafted, looked through, approved, sent, withdrawn.</summary>
internal sealed class AdvisoryApi(ApiContext api)
{
    private const int MaxPage = 200;

    public void Map(IEndpointRouteBuilder web)
    {
        web.MapPost("/api/v1/advisories", DraftAsync).WithSummary("Draft a warning to people, composed from mails or a campaign").Produces<DraftView>().Produces<DraftView>(400).Produces<DraftView>(403).Needs(Role.Analyst, Scope.Advise);
        web.MapGet("/api/v1/advisories", async (CancellationToken c) => await api.DoAsync(l => l.RegisteredUnder(Advisory.Kind, "", "", MaxPage).Select(e => AdvisoryView.Of(Advisory.Of(e), api.Clock.GetUtcNow())).ToArray(), c).ConfigureAwait(false))
            .WithSummary("Advisories, the newest 200").Needs(Role.Analyst, Scope.Advise);
        web.MapGet("/api/v1/advisories/{id}", async (string id, CancellationToken c) => await FindAsync(id, a => AdvisoryView.Of(a, api.Clock.GetUtcNow()), c).ConfigureAwait(false)).WithSummary("An advisory").Produces<AdvisoryView>().Produces<ErrorView>(404).Needs(Role.Analyst, Scope.Advise);
        web.MapGet("/api/v1/advisories/{id}/preview", PreviewAsync).WithSummary("An advisory as people get it").Produces(200, contentType: "text/html").Produces<ErrorView>(404).Needs(Role.Analyst, Scope.Advise);
        web.MapGet("/api/v1/advisories/{id}/report", ReportAsync).WithSummary("What became of an advisory's copies").Produces<DeliveryReportView>().Produces<ErrorView>(404).Needs(Role.Analyst, Scope.Advise);
        web.MapPost("/api/v1/advisories/{id}/approve", (string id, Caller caller, CancellationToken c) => DecideAsync(caller, i => i.Approve(caller.Actor, id), c)).Decides("Approve an advisory that somebody else drafted").Needs(Role.Responder, Scope.Advise);
        web.MapPost("/api/v1/advisories/{id}/send", (string id, Caller caller, CancellationToken c) => DecideAsync(caller, i => i.Send(caller.Actor, id), c)).Decides("Send an approved advisory; asked for again, it goes to those who came meanwhile").Needs(Role.Responder, Scope.Advise);
        web.MapPost("/api/v1/advisories/{id}/withdraw", (string id, Caller caller, CancellationToken c) => DecideAsync(caller, i => i.Withdraw(caller.Actor, id), c)).Decides("End an advisory before its time").Needs(Role.Responder, Scope.Advise);
    }

    private async Task<IResult> DraftAsync(AdvisoryRequest body, Caller caller, CancellationToken cancellation)
    {
        var (ruling, id) = await api.DoAsync(l =>
        {
            var ids = body.Records is { Count: > 0 } given ? given : body.Campaign is { Length: > 0 } campaign ? Newest(l, campaign) : [];
            var records = new List<LedgerEntry>();
            foreach (var one in ids.Take(AdvisoryIssues.MaxRecords + 1))
            {
                if (l.FindRecord(one) is not { } entry) return (new Ruling(Refusal.Unknown, "AskNoRecord", [one]), "");
                records.Add(entry);
            }
            return Issues(l).Draft(caller.Actor, new AdvisoryDraft([.. records.Select(r => r.Answer.Id)], body.Campaign ?? records.Select(r => r.Campaign).FirstOrDefault(c => c.Length > 0) ?? "", body.Incident ?? "",
                records.SelectMany(r => r.Findings).Select(f => f.Id).ToHashSet(StringComparer.Ordinal), [.. records.SelectMany(r => r.Indicators)], body.Group ?? "", body.Note ?? "", body.Mail ?? true, body.Teams ?? true, body.Until));
        }, cancellation).ConfigureAwait(false);
        return Results.Json(DraftView.Of(ruling, id, caller.Language), ApiJson.Options, statusCode: Answers.StatusOf(ruling));
    }

    /// <summary>The last of a campaign's first thousand: newer ones are like them.</summary>
    private static IReadOnlyList<string> Newest(ILedger ledger, string campaign) => [.. ledger.RecordsInCampaign(campaign, 0, 1_000).Found.TakeLast(AdvisoryIssues.MaxRecords)];

    private Task<IResult> PreviewAsync(string id, string? language, Caller caller, CancellationToken cancellation) =>
        FindAsync(id, a => Results.Content(new AdvisoryMail("postvakt@localhost").Preview(a, language is { Length: > 0 } ? language : caller.Language, api.Clock.GetUtcNow()), "text/html; charset=utf-8"), cancellation);

    private async Task<IResult> ReportAsync(string id, CancellationToken cancellation) =>
        await api.DoAsync(l => Advisory.Find(l, id) is null ? null : DeliveryReportView.Of(DeliveryReport.Of(l, id)), cancellation).ConfigureAwait(false) is { } report ? Results.Json(report, ApiJson.Options) : Answers.NotFound($"there is no advisory {id}");

    private async Task<IResult> DecideAsync(Caller caller, Func<AdvisoryIssues, Ruling> decide, CancellationToken cancellation) => Answers.Of(await api.DoAsync(l => decide(Issues(l)), cancellation).ConfigureAwait(false), caller);

    private Task<IResult> FindAsync(string id, Func<Advisory, AdvisoryView> show, CancellationToken cancellation) => FindAsync(id, a => Results.Json(show(a), ApiJson.Options), cancellation);

    private async Task<IResult> FindAsync(string id, Func<Advisory, IResult> show, CancellationToken cancellation) =>
        await api.DoAsync(l => Advisory.Find(l, id), cancellation).ConfigureAwait(false) is { } found ? show(found) : Answers.NotFound($"there is no advisory {id}");

    private AdvisoryIssues Issues(IDecisions decisions) => new(decisions, api.Directory(), api.Clock);
}
