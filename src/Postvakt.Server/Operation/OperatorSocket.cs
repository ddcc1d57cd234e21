using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Postvakt.Audit;
using Postvakt.Quarantine;
using Postvakt.Server.Installations;
using Postvakt.Server.Serving;

namespace Postvakt.Server.Operation;

/// <summary>
/// HTTP on a Unix socket in the data directory, for the operator verbs of this machine. Its mode (0600) decides who may connect; the account of
/// the caller is who acts.
/// </summary>
internal sealed partial class OperatorSocket : IAsyncDisposable
{
    /// <summary>Bytes of a request. 16 KiB: an address or a path.</summary>
    private const int MaxRequest = 16 << 10;

    /// <summary>Bytes of a socket's path (unix(7): sun_path has 108, the last one zero).</summary>
    private const int MaxPath = 107;

    private readonly WebApplication _web;
    private readonly string _path;
    private readonly CancellationTokenSource _stopping;

    private OperatorSocket(WebApplication web, string path, CancellationTokenSource stopping) => (_web, _path, _stopping) = (web, path, stopping);

    public static string PathIn(string folder) => Path.Combine(folder, "postvakt.sock");

    /// <param name="reload">Takes the configuration over anew and says what came of it.</param>
    public static async Task<OperatorSocket> StartAsync(string folder, IOperations operations, VerdictFeed feed, Func<ReloadResult> reload, ILogger log)
    {
        var path = PathIn(folder);
        if (Encoding.UTF8.GetByteCount(path) > MaxPath) throw new InstallationException($"{path}: a socket's path has at most {MaxPath} bytes; choose a data directory with a shorter one");
        // The data directory's lock is ours: a socket that lies here belongs to nobody.
        File.Delete(path);
        var builder = PlainWeb.Create(MaxRequest, options => options.ListenUnixSocket(path));
        builder.Services.Configure<JsonOptions>(o => o.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower);
        var web = builder.Build();
        web.Use((context, next) => AnswerAsync(context, next, log));
        web.UseRouting();
        var stopping = new CancellationTokenSource();
        Map(web, operations, feed, reload, stopping.Token);
        await web.StartAsync().ConfigureAwait(false);
        // Until here the directory's own mode (0700) keeps others out.
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return new OperatorSocket(web, path, stopping);
    }

    public async ValueTask DisposeAsync()
    {
        // Watchers would keep it open for ever.
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _web.StopAsync().ConfigureAwait(false);
        await _web.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
        File.Delete(_path);
    }

    private static void Map(WebApplication web, IOperations operations, VerdictFeed feed, Func<ReloadResult> reload, CancellationToken stopping)
    {
        web.MapGet("/v1/memory", async (CancellationToken c) => Results.Json(await operations.AccountAsync(c).ConfigureAwait(false)));
        web.MapGet("/v1/memory/person", async (string address, CancellationToken c) => await operations.ExportAsync(address, c).ConfigureAwait(false) is { } person ? Results.Json(person) : Results.NotFound());
        web.MapDelete("/v1/memory/person", async (string address, CancellationToken c) => await operations.ForgetAsync(address, c).ConfigureAwait(false) ? Results.Ok() : Results.NotFound());
        web.MapPost("/v1/backup", async (string folder, CancellationToken c) => Results.Json(await operations.BackupAsync(folder, c).ConfigureAwait(false)));
        web.MapGet("/v1/held", async (QuarantineState state, long? before, int max, CancellationToken c) =>
            Results.Json(await operations.ListHeldAsync(state, before is { } b ? DateTimeOffset.FromUnixTimeMilliseconds(b) : null, max, c).ConfigureAwait(false), OperatorJson.Options));
        web.MapGet("/v1/held/one", async (string id, CancellationToken c) => await operations.FindHeldAsync(id, c).ConfigureAwait(false) is { } held ? Results.Json(held, OperatorJson.Options) : Results.NotFound());
        web.MapPost("/v1/decisions", async (HttpContext context, DecisionRequest request, CancellationToken c) =>
            Results.Json(await operations.DecideAsync(request, new Actor("account:" + Caller(context), Role.Administrator), c).ConfigureAwait(false), OperatorJson.Options));
        web.MapGet("/v1/lockdowns", async (CancellationToken c) => Results.Json(await operations.LockDownsAsync(c).ConfigureAwait(false), OperatorJson.Options));
        web.MapGet("/v1/audit", async (string subject, int max, CancellationToken c) => Results.Json(await operations.AuditAsync(subject, max, c).ConfigureAwait(false), OperatorJson.Options));
        web.MapGet("/v1/audit/verify", async (CancellationToken c) => Results.Json(await operations.VerifyAuditAsync(c).ConfigureAwait(false), OperatorJson.Options));
        web.MapPost("/v1/reload", () => Results.Json(reload()));
        web.MapGet("/v1/verdicts", (HttpContext context) => FollowAsync(context, feed, stopping));
    }

    private static async Task FollowAsync(HttpContext context, VerdictFeed feed, CancellationToken stopping)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        context.Response.ContentType = "application/x-ndjson";
        await context.Response.StartAsync(end.Token).ConfigureAwait(false);
        await foreach (var notice in feed.WatchAsync(end.Token).ConfigureAwait(false))
        {
            await JsonSerializer.SerializeAsync(context.Response.Body, notice, OperatorJson.Options, end.Token).ConfigureAwait(false);
            await context.Response.Body.WriteAsync("\n"u8.ToArray(), end.Token).ConfigureAwait(false);
            await context.Response.Body.FlushAsync(end.Token).ConfigureAwait(false);
        }
    }

    /// <summary>Notes who asked for what, and turns a refusal into a sentence.</summary>
    private static async Task AnswerAsync(HttpContext context, RequestDelegate next, ILogger log)
    {
        try
        {
            Asked(log, context.Request.Method, context.Request.Path, Caller(context));
            await next(context).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is InstallationException or IOException or UnauthorizedAccessException && !context.Response.HasStarted)
        {
            context.Response.StatusCode = StatusCodes.Status409Conflict;
            await context.Response.WriteAsync(refused.Message, Encoding.UTF8).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Who watched has gone.
        }
    }

    /// <summary>"uid 0": the account at the other end (SO_PEERCRED, socket(7)).</summary>
    private static string Caller(HttpContext context)
    {
        if (!OperatingSystem.IsLinux() || context.Features.Get<IConnectionSocketFeature>() is not { Socket: { } socket }) return "unknown";
        Span<byte> credentials = stackalloc byte[12];
        const int SolSocket = 1, SoPeerCred = 17;
        return socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials) == 12 ? "uid " + BitConverter.ToUInt32(credentials[4..]) : "unknown";
    }

    [LoggerMessage(20, LogLevel.Information, "operator: {Method} {Path} by {Caller}")]
    private static partial void Asked(ILogger log, string method, string path, string caller);
}
