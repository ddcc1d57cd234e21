using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Postvakt.Server.Serving;

/// <summary>/health/live, /health/ready and /metrics over HTTP.</summary>
internal sealed class HealthPage : IAsyncDisposable
{
    /// <summary>Bytes of a request. 8 KiB: these pages take no input.</summary>
    private const int MaxRequest = 8 << 10;

    private readonly WebApplication _web;

    private HealthPage(WebApplication web, IPEndPoint address)
    {
        _web = web;
        Address = address;
    }

    public IPEndPoint Address { get; }

    public static async Task<HealthPage> StartAsync(IPEndPoint address, Func<bool> ready, Func<string> metrics)
    {
        var builder = PlainWeb.Create(MaxRequest, options => options.Listen(address));
        var web = builder.Build();
        web.UseRouting();
        web.MapGet("/health/live", () => Results.Text("live\n"));
        web.MapGet("/health/ready", () => ready() ? Results.Text("ready\n") : Results.Text("mail cannot be recorded\n", statusCode: StatusCodes.Status503ServiceUnavailable));
        web.MapGet("/metrics", () => Results.Text(metrics(), "text/plain; version=0.0.4; charset=utf-8"));
        await web.StartAsync().ConfigureAwait(false);
        var bound = web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        return new HealthPage(web, IPEndPoint.Parse(new Uri(bound).Authority));
    }

    public async ValueTask DisposeAsync()
    {
        await _web.StopAsync().ConfigureAwait(false);
        await _web.DisposeAsync().ConfigureAwait(false);
    }
}
