using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Feeds;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.Sharing;
using Postvakt.Sharing.Making;
using Postvakt.Sharing.Publishing;

namespace Postvakt.Server.Api;

/// <summary>What an incident or campaign taught, as a file for others or published to them.</summary>
internal sealed class ShareApi(ApiContext api)
{
    public void Map(IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/incidents/{id}/share", IncidentAsync).WithSummary("What an incident taught, as a file for others; audited").Produces(200).Produces<ErrorView>(404).Needs(Role.Responder, Scope.Incidents);
        web.MapGet("/api/v1/campaigns/share", CampaignAsync).WithSummary("What a campaign taught, as a file for others; audited").Produces(200).Produces<ErrorView>(404).Needs(Role.Responder, Scope.Incidents);
        web.MapGet("/api/v1/publications", ListAsync).WithSummary("What is published to partners, newest first").Needs(Role.Analyst, Scope.Incidents);
        web.MapPost("/api/v1/publications", PublishAsync).Decides("Publish what an incident or campaign taught to partners").Needs(Role.Responder, Scope.Incidents);
        web.MapPost("/api/v1/publications/withdraw", async (WithdrawalRequest body, Caller caller, CancellationToken c) => Answers.Of(await api.DoAsync(l => new PublicationDecisions(l, api.Clock).Withdraw(caller.Actor, body.Id ?? "", body.Reason ?? ""), c).ConfigureAwait(false), caller))
            .Decides("Withdraw what is published").Needs(Role.Responder, Scope.Incidents);
    }

    private async Task<IResult> IncidentAsync(string id, string? format, string? tlp, string? type, string? title, Caller caller, HttpContext http, CancellationToken cancellation) =>
        await FileAsync("incident", id, l => ReportGathering.OfIncident(l, id, Title(title), api.Sharing, FeedDecisions.Closed(l), api.Clock), format, tlp, type, caller, http, cancellation).ConfigureAwait(false);

    private async Task<IResult> CampaignAsync(string? name, string? format, string? tlp, string? type, string? title, Caller caller, HttpContext http, CancellationToken cancellation) =>
        await FileAsync("campaign", name ?? "", l => ReportGathering.OfCampaign(l, name ?? "", Title(title), api.Sharing, FeedDecisions.Closed(l), api.Clock), format, tlp, type, caller, http, cancellation).ConfigureAwait(false);

    private async Task<IResult> FileAsync(string kind, string subject, Func<ILedger, ReportGathering?> begin, string? format, string? tlp, string? type, Caller caller, HttpContext http, CancellationToken cancellation)
    {
        var (written, marking, values) = (Format(format), Marking(tlp), type is null or "" ? "host" : type);
        if (!SharedIndicator.Types.Contains(values)) throw new WrongRequestException("type is one of " + string.Join(", ", SharedIndicator.Types));
        if (await GatherAsync(begin, cancellation).ConfigureAwait(false) is not { } gathered) return Answers.NotFound($"there is no {kind} of that name");
        var report = gathered.Build(marking);
        await AuditAsync(caller, kind, subject, written, marking, cancellation).ConfigureAwait(false);
        var file = SharedFile.Of(report, written, values);
        // Who shares should know that something was kept back, and why there may be less than the page shows.
        http.Response.Headers["Postvakt-Left-Out"] = gathered.LeftOut.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Results.File(file.Content, file.MediaType, file.Name);
    }

    private async Task<IReadOnlyList<PublicationView>> ListAsync(CancellationToken cancellation) => [.. (await api.DoAsync(PublicationDecisions.All, cancellation).ConfigureAwait(false)).OrderByDescending(p => p.AddedAt).Select(PublicationView.Of)];

    private async Task<IResult> PublishAsync(PublishRequest body, Caller caller, CancellationToken cancellation)
    {
        var (incident, campaign) = (body.Incident ?? "", body.Campaign ?? "");
        if ((incident.Length > 0) == (campaign.Length > 0)) throw new WrongRequestException("name an incident or a campaign");
        var (kind, subject) = incident.Length > 0 ? ("incident", incident) : ("campaign", campaign);
        var title = Title(body.Title);
        var gathered = await GatherAsync(l => incident.Length > 0 ? ReportGathering.OfIncident(l, incident, title, api.Sharing, FeedDecisions.Closed(l), api.Clock) : ReportGathering.OfCampaign(l, campaign, title, api.Sharing, FeedDecisions.Closed(l), api.Clock), cancellation).ConfigureAwait(false);
        if (gathered is null) return Answers.NotFound($"there is no {kind} of that name");
        var report = gathered.Build(Marking(body.Tlp));
        return Answers.Of(await api.DoAsync(l => new PublicationDecisions(l, api.Clock).Publish(caller.Actor, report, kind, subject, body.Reason ?? ""), cancellation).ConfigureAwait(false), caller);
    }

    private async Task<ReportGathering?> GatherAsync(Func<ILedger, ReportGathering?> begin, CancellationToken cancellation)
    {
        if (await api.DoAsync(begin, cancellation).ConfigureAwait(false) is not { } gathering) return null;
        while (await api.DoAsync(gathering.Step, cancellation).ConfigureAwait(false)) { }
        return gathering;
    }

    /// <summary>What leaves the house leaves a trace, also as a file.</summary>
    private Task AuditAsync(Caller caller, string kind, string subject, ShareFormat format, Tlp tlp, CancellationToken cancellation)
    {
        var (now, isIncident) = (api.Clock.GetUtcNow(), kind == "incident");
        return api.DoAsync(l => l.Decide(new Decision(AuditEvent.Of(now, caller.Actor, isIncident ? "share-incident" : "share-campaign", subject, $"{format.ToString().ToLowerInvariant()}, TLP:{TlpText.Of(tlp).ToUpperInvariant()}", AuditEvent.Done)), now), cancellation);
    }

    private static ShareFormat Format(string? format) => format is null or "" ? ShareFormat.Stix
        : Enum.TryParse<ShareFormat>(format, ignoreCase: true, out var read) && Enum.IsDefined(read) && !char.IsAsciiDigit(format[0]) ? read : throw new WrongRequestException("format is stix, misp, csv, plain, sigma or mql");

    private static Tlp Marking(string? tlp) => tlp is null or "" ? Tlp.Amber : TlpText.Parse(tlp) ?? throw new WrongRequestException("tlp is clear, green, amber, amber+strict or red");

    private static string Title(string? title) => title is null ? "" : title.Length > 200 || title.Any(char.IsControl) ? throw new WrongRequestException("title: at most 200 characters on one line") : title.Trim();
}
