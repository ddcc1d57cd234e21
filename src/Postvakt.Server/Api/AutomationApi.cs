using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Automation;

namespace Postvakt.Server.Api;

/// <summary>What the automation policy did and proposes.</summary>
internal sealed class AutomationApi(ApiContext api)
{
    private const int MaxPage = 500;

    public void Map(IEndpointRouteBuilder web) => web.MapGet("/api/v1/automation", ListAsync).WithSummary("What the automation policy did and proposes, newest first").Needs(Role.Analyst, Scope.Incidents);

    private Task<AutomationPageView> ListAsync(string? campaign, string? record, string? before, int? max, CancellationToken cancellation) => api.DoAsync(l =>
    {
        var key = campaign is { Length: > 0 } ? "campaign:" + campaign : record is { Length: > 0 } ? "record:" + record : "";
        var most = Math.Clamp(max ?? 50, 1, MaxPage);
        var found = ActByPolicy.Steps(l, key, before ?? "", most);
        return new AutomationPageView([.. found.Select(AutomaticStepView.Of)], found.Count == most ? found[^1].Id : null);
    }, cancellation);
}
