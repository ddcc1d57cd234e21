using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Campaigns;
using Postvakt.Quarantine;

namespace Postvakt.Server.Api;

/// <summary>Campaigns: seen, named, joined, taken apart.</summary>
internal sealed class CampaignApi(ApiContext api)
{
    /// <summary>How far back the list reaches where nothing is said. Two days: the window in which marks are compared.</summary>
    private static readonly TimeSpan Recent = TimeSpan.FromDays(2);

    public void Map(IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/campaigns", ListAsync).WithSummary("Campaigns with recent mail, the one with the newest first").Needs(Role.Analyst, Scope.Incidents);
        web.MapPost("/api/v1/campaigns/label", (CampaignLabelRequest body, Caller caller, CancellationToken c) => DecideAsync(caller, d => d.Label(caller.Actor, body.Name ?? "", body.Label ?? ""), c)).Decides("Name a campaign").Needs(Role.Responder, Scope.Incidents);
        web.MapPost("/api/v1/campaigns/join", (CampaignJoinRequest body, Caller caller, CancellationToken c) => DecideAsync(caller, d => d.Join(caller.Actor, body.Name ?? "", body.Into ?? "", body.Reason ?? ""), c))
            .Decides("Have the mails of one campaign count to another").Needs(Role.Responder, Scope.Incidents);
        web.MapPost("/api/v1/campaigns/part", PartAsync).Decides("Take a joined campaign apart again, or split one by a trait of its mails, or by records").Needs(Role.Responder, Scope.Incidents);
    }

    private Task<IReadOnlyList<CampaignView>> ListAsync(DateTimeOffset? since, int? max, CancellationToken cancellation) => api.DoAsync<IReadOnlyList<CampaignView>>(l => [.. l.Campaigns(since ?? api.Clock.GetUtcNow() - Recent, Math.Clamp(max ?? 50, 1, 1_000))
        .Select(t => (Tally: t, Entry: CampaignDecisions.Find(l, t.Name))).Select(c => new CampaignView(c.Tally.Name, c.Entry.Label, c.Entry.Into, c.Tally.Mails, c.Tally.Malicious, c.Tally.First, c.Tally.Last))], cancellation);

    private async Task<IResult> PartAsync(CampaignPartRequest body, Caller caller, CancellationToken cancellation)
    {
        if (body.By is null && body.Records is null) return await DecideAsync(caller, d => d.Part(caller.Actor, body.Name ?? "", body.Reason ?? ""), cancellation).ConfigureAwait(false);
        if (body.By is not null && body.Records is not null) throw new WrongRequestException("by or records: not both");
        return Answers.Of(await api.DoAsync(l => new SplitCampaign(l, api.Keys.Seal, api.Clock) is var split && body.By is { } trait ? split.By(caller.Actor, body.Name ?? "", trait, body.Reason ?? "") : split.Out(caller.Actor, body.Name ?? "", body.Records!, body.Reason ?? ""), cancellation).ConfigureAwait(false), caller);
    }

    private async Task<IResult> DecideAsync(Caller caller, Func<CampaignDecisions, Ruling> decide, CancellationToken cancellation) => Answers.Of(await api.DoAsync(l => decide(new CampaignDecisions(l, api.Clock)), cancellation).ConfigureAwait(false), caller);
}
