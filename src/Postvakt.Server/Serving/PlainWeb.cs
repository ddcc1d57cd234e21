using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Postvakt.Server.Serving;

/// <summary>HTTP with routes and nothing else: no files, no settings from outside, no log of its own.</summary>
internal static class PlainWeb
{
    /// <summary>Connections at once. 1,000: operators, their monitoring, and people who follow the link of a digest one morning.</summary>
    private const int MaxConnections = 1_000;

    /// <summary>How long a connection may idle, and a request's header take.</summary>
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(20);

    /// <param name="maxRequest">Bytes of a request's body.</param>
    public static WebApplicationBuilder Create(int maxRequest, Action<KestrelServerOptions> listen)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelCore().ConfigureKestrel(options =>
        {
            options.AddServerHeader = false;
            options.Limits.MaxRequestBodySize = maxRequest;
            options.Limits.MaxConcurrentConnections = MaxConnections;
            options.Limits.KeepAliveTimeout = Idle;
            options.Limits.RequestHeadersTimeout = Idle;
            listen(options);
        });
        builder.Services.AddRoutingCore();
        return builder;
    }
}
