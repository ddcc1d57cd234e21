using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Server.Api;

namespace Postvakt.Server.Serving;

/// <summary>/health/live, /health/ready and /metrics, open to whoever reaches them.</summary>
internal static class HealthPages
{
    public static void Map(IEndpointRouteBuilder web, Func<bool> ready, Func<string> metrics)
    {
        web.MapGet("/health/live", () => Results.Text("live\n")).NeedsNothing().ExcludeFromDescription();
        web.MapGet("/health/ready", () => ready() ? Results.Text("ready\n") : Results.Text("mail cannot be recorded\n", statusCode: StatusCodes.Status503ServiceUnavailable)).NeedsNothing().ExcludeFromDescription();
        web.MapGet("/metrics", () => Results.Text(metrics(), "text/plain; version=0.0.4; charset=utf-8")).NeedsNothing().ExcludeFromDescription();
    }
}
