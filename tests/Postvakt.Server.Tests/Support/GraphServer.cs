using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Postvakt.Server.Tests.Support;

/// <summary>Plays Microsoft Graph and its authority on loopback, with the documented shapes. A test answers a path itself where it wants another one.</summary>
internal sealed class GraphServer : IAsyncDisposable
{
    private readonly WebApplication _web;

    private GraphServer(WebApplication web) => _web = web;

    public Uri Address => new(_web.Urls.Single());

    /// <summary>Path with query of every request, in order.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

    /// <summary>Answers by path (without query): status, body, Retry-After or null. Missing: 404.</summary>
    public ConcurrentDictionary<string, Func<HttpRequest, (int Status, string Body, string? RetryAfter)>> Answers { get; } = new();

    /// <summary>Form of the last request for a token.</summary>
    public Dictionary<string, string> Form { get; private set; } = [];

    /// <summary>Field of the last request for a list.</summary>
    public string Authorization { get; private set; } = "";

    public static async Task<GraphServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new GraphServer(builder.Build());
        server._web.Run(server.AnswerAsync);
        await server._web.StartAsync(TestContext.Current.CancellationToken);
        server.Says("/t/oauth2/v2.0/token", """{"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,"access_token":"eyJ0eXAi.token"}""");
        server.Says("/v1.0/groups", """{"@odata.context":"x","value":[]}""");
        return server;
    }

    public void Says(string path, string body, int status = 200, string? retryAfter = null) => Answers[path] = _ => (status, body, retryAfter);

    public async ValueTask DisposeAsync() => await _web.DisposeAsync();

    private async Task AnswerAsync(HttpContext context)
    {
        Asked.Enqueue(context.Request.Path + context.Request.QueryString);
        if (context.Request.HasFormContentType) Form = (await context.Request.ReadFormAsync()).ToDictionary(f => f.Key, f => f.Value.ToString());
        else Authorization = context.Request.Headers.Authorization.ToString();
        var (status, body, retryAfter) = Answers.TryGetValue(context.Request.Path, out var answer) ? answer(context.Request) : (404, """{"error":{"code":"Request_ResourceNotFound","message":"x"}}""", null);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        if (retryAfter is not null) context.Response.Headers.RetryAfter = retryAfter;
        if (status is 301 or 302) context.Response.Headers.Location = body;
        await context.Response.WriteAsync(body);
    }
}
