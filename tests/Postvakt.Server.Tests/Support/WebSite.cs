using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Postvakt.Server.Tests.Support;

/// <summary>A web server on loopback whose pages a test writes.</summary>
internal sealed class WebSite : IAsyncDisposable
{
    private readonly WebApplication _web;

    private WebSite(WebApplication web) => _web = web;

    public int Port => new Uri(_web.Urls.Single()).Port;

    /// <summary>Under the name that a test allows.</summary>
    public string Address => $"{new Uri(_web.Urls.Single()).Scheme}://localhost:{Port}";

    /// <summary>Every request: path, and its headers as text.</summary>
    public ConcurrentQueue<(string Path, string Headers)> Asked { get; } = [];

    public ConcurrentDictionary<string, RequestDelegate> Pages { get; } = new();

    /// <param name="certificate">With TLS, or null: without.</param>
    public static async Task<WebSite> StartAsync(X509Certificate2? certificate = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        if (certificate is null) builder.WebHost.UseUrls("http://127.0.0.1:0");
        else builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var site = new WebSite(builder.Build());
        site._web.Run(site.AnswerAsync);
        await site._web.StartAsync(TestContext.Current.CancellationToken);
        return site;
    }

    public void Redirects(string path, string to) => Pages[path] = context =>
    {
        context.Response.StatusCode = 302;
        context.Response.Headers.Location = to;
        context.Response.Headers.SetCookie = "seen=1";
        return Task.CompletedTask;
    };

    public void Serves(string path, byte[] content, string type, string? name = null) => Pages[path] = async context =>
    {
        context.Response.ContentType = type;
        if (name is not null) context.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}\"";
        await context.Response.Body.WriteAsync(content);
    };

    public ValueTask DisposeAsync() => _web.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        Asked.Enqueue((context.Request.Path + context.Request.QueryString, string.Join('\n', context.Request.Headers.Select(h => $"{h.Key}: {h.Value}"))));
        if (Pages.TryGetValue(context.Request.Path, out var page)) return page(context);
        context.Response.StatusCode = 404;
        return Task.CompletedTask;
    }
}
