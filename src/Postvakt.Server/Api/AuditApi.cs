using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Server.Operation;

namespace Postvakt.Server.Api;

/// <summary>The audit: read and verified.</summary>
internal sealed class AuditApi(ApiContext api)
{
    public void Map(IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/audit", ListAsync).WithSummary("Decisions, refused ones too, newest first").Needs(Role.Analyst, Scope.Audit);
        web.MapGet("/api/v1/audit/verify", (CancellationToken c) => AuditReport.OfAsync(api, c)).WithSummary("Whether the record of decisions is whole").Needs(Role.Analyst, Scope.Audit);
    }

    /// <param name="subject">Only decisions on this id.</param>
    /// <param name="max">At most so many, 1 to 1,000; 50 when left out.</param>
    private async Task<IReadOnlyList<AuditView>> ListAsync(string? subject, int? max, CancellationToken cancellation) =>
        [.. (await api.DoAsync(l => l.RecentAudit(subject ?? "", Math.Clamp(max ?? 50, 1, 1_000)), cancellation).ConfigureAwait(false)).Select(AuditView.Of)];
}
