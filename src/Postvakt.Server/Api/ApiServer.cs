using System.Net;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Postvakt.Server.Gateway;
using Postvakt.Server.Installations;
using Postvakt.Server.Serving;
using Postvakt.Server.Taxii;
using Postvakt.Web;

namespace Postvakt.Server.Api;

/// <summary>
/// The interface over HTTP, the same on a Unix socket in the data directory, whose mode (0600) decides who may connect, and on TCP, where a token says who acts. It is
/// described as OpenAPI at /openapi/v1.json.
/// </summary>
internal sealed class ApiServer : IAsyncDisposable
{
    /// <summary>Bytes of a request. 64 KiB: a reason and a list of recipients.</summary>
    private const int MaxRequest = 64 << 10;

    /// <summary>Bytes of a socket's path (unix(7): sun_path has 108, the last one zero).</summary>
    private const int MaxPath = 107;

    /// <summary>Errands with the ledger at once. 4: it does them one by one anyway.</summary>
    private const int ErrandsAtOnce = 4;

    private readonly WebApplication _web;
    private readonly string? _path;
    private readonly CancellationTokenSource _stopping;

    private readonly IReadOnlyList<IDisposable> _lines;

    private ApiServer(WebApplication web, string? path, CancellationTokenSource stopping, IReadOnlyList<IDisposable> lines) => (_web, _path, _stopping, _lines) = (web, path, stopping, lines);

    public static string PathIn(string folder) => Path.Combine(folder, "postvakt.sock");

    /// <summary>Where it listens on TCP.</summary>
    public IPEndPoint Address => IPEndPoint.Parse(new Uri(_web.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Authority);

    /// <summary>Listens on a socket in a folder whose mode keeps others out until the socket's own does.</summary>
    public static async Task<ApiServer> OnSocketAsync(string folder, ApiContext api, ILogger log)
    {
        var path = PathIn(folder);
        if (Encoding.UTF8.GetByteCount(path) > MaxPath) throw new InstallationException($"{path}: a socket's path has at most {MaxPath} bytes; choose a data directory with a shorter one");
        // The data directory's lock is ours: a socket that lies here belongs to nobody.
        File.Delete(path);
        var server = await StartAsync(options => options.ListenUnixSocket(path), path, api, _ => { }, log).ConfigureAwait(false);
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return server;
    }

    /// <param name="pages">What is served beside the interface.</param>
    /// <param name="console">The console beside them, or null.</param>
    public static Task<ApiServer> OnTcpAsync(IPEndPoint address, ApiContext api, Action<IEndpointRouteBuilder> pages, ILogger log, ConsoleSite? console = null) =>
        StartAsync(options => options.Listen(address), null, api, pages, log, console);

    public async ValueTask DisposeAsync()
    {
        // Watchers would keep it open for ever.
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _web.StopAsync().ConfigureAwait(false);
        await _web.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
        foreach (var line in _lines) line.Dispose();
        if (_path is not null) File.Delete(_path);
    }

    private static async Task<ApiServer> StartAsync(Action<Microsoft.AspNetCore.Server.Kestrel.Core.KestrelServerOptions> listen, string? path, ApiContext api, Action<IEndpointRouteBuilder> pages, ILogger log, ConsoleSite? console = null)
    {
        var builder = PlainWeb.Create(MaxRequest, listen);
        builder.Services.Configure<JsonOptions>(o => ApiJson.Set(o.SerializerOptions));
        builder.Services.Configure<RouteHandlerOptions>(o => o.ThrowOnBadRequest = true);
        builder.Services.AddOpenApi("v1", OpenApiText.Describe);
        console?.AddTo(builder.Services);
        var web = builder.Build();
        var stopping = new CancellationTokenSource();
        var line = new ErrandLine(api.Errands, ErrandsAtOnce);
        var lookups = new ErrandLine(line, 1);
        api = api with { Errands = line };
        try
        {
            web.UseRouting();
            var gate = new Gate(api, lookups, console?.Gate, log);
            web.Use(gate.PassAsync);
            if (console is not null) ConsoleSite.Use(web);
            Map(web, api, stopping.Token);
            pages(web);
            if (console is not null) ConsoleSite.Map(web);
            NeedMetadata.Check(web);
            await web.StartAsync().ConfigureAwait(false);
            return new ApiServer(web, path, stopping, [lookups, line]);
        }
        catch
        {
            await web.DisposeAsync().ConfigureAwait(false);
            stopping.Dispose();
            lookups.Dispose();
            line.Dispose();
            throw;
        }
    }

    private static void Map(IEndpointRouteBuilder web, ApiContext api, CancellationToken stopping)
    {
        new HeldApi(api).Map(web);
        new LockDownApi(api).Map(web);
        new AuditApi(api).Map(web);
        new ExceptionApi(api).Map(web);
        new SweepApi(api).Map(web);
        new AccessApi(api).Map(web);
        new PrivacyApi(api).Map(web);
        new QuestionApi(api).Map(web);
        new AdvisoryApi(api).Map(web);
        new IncidentApi(api).Map(web);
        new HuntApi(api).Map(web);
        new ShareApi(api).Map(web);
        new FeedApi(api).Map(web);
        new TaxiiPages(api).Map(web);
        new RuleApi(api).Map(web);
        new CampaignApi(api).Map(web);
        new AutomationApi(api).Map(web);
        new JobApi(api).Map(web);
        new SuspectApi(api).Map(web);
        new ReportApi(api).Map(web);
        new SystemApi(api, stopping).Map(web);
        new EventApi(api, stopping).Map(web);
        web.MapOpenApi().NeedsNothing();
    }
}
