using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Server.Installations;

namespace Postvakt.Server.Api;

/// <summary>Endpoints declare what they need, all of them: one that does not keeps the server from starting.</summary>
internal static class NeedMetadata
{
    /// <summary>Declares the role and scope that an endpoint needs.</summary>
    public static T Needs<T>(this T endpoint, Role role, string scope) where T : IEndpointConventionBuilder => endpoint.WithMetadata(new Need(role, scope));

    /// <summary>Declares that an endpoint is open to whoever reaches it.</summary>
    public static T NeedsNothing<T>(this T endpoint) where T : IEndpointConventionBuilder => endpoint.WithMetadata(Need.Nothing);

    /// <summary>Throws <see cref="InstallationException"/> when an endpoint declares nothing, or a scope that there is not.</summary>
    public static void Check(IEndpointRouteBuilder web)
    {
        foreach (var endpoint in web.DataSources.SelectMany(d => d.Endpoints))
        {
            if (endpoint.Metadata.GetMetadata<Need>() is not { } need) throw new InstallationException($"the endpoint {endpoint.DisplayName} does not declare what it needs; the server does not start with it");
            if (need.Scope.Length > 0 && !Scope.All.Contains(need.Scope, StringComparer.Ordinal)) throw new InstallationException($"the endpoint {endpoint.DisplayName} needs the scope {need.Scope}, which there is not; the server does not start with it");
        }
    }
}
