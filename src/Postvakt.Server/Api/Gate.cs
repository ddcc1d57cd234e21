using System.Text;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Primitives;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Quarantine;
using Postvakt.Server.Gateway;
using Postvakt.Server.Installations;
using Postvakt.Server.Taxii;
using Postvakt.Web.Gate;

namespace Postvakt.Server.Api;

/// <summary>
/// Lets a request through to its endpoint when who sends it may ask for it, and turns what goes wrong into a sentence. On the Unix socket the account at the other end is who
/// acts: the socket's mode says that it owns the data directory. On TCP a token says who acts (RFC 6750 section 2.1).
/// </summary>
/// <param name="lookups">For secrets: who tries many of them waits for himself.</param>
/// <param name="console">Knows who comes to a page of the console; null where there is none.</param>
internal sealed partial class Gate(ApiContext api, IErrands lookups, ConsoleGate? console, ILogger log)
{
    private const string Scheme = "Bearer ", BasicScheme = "Basic ";

    /// <summary>Characters of a Basic field: a name and a secret, in Base64.</summary>
    private const int MaxBasic = 600;

    public async Task PassAsync(HttpContext context, RequestDelegate next)
    {
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers.XContentTypeOptions = "nosniff";
        // RFC 6797: no browser that was here once speaks to this host in the clear for a year.
        if (console is { IsHttps: true }) context.Response.Headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
        var page = console is not null && context.GetEndpoint()?.Metadata.GetMetadata<PageMark>() is not null;
        try
        {
            if (context.GetEndpoint()?.Metadata.GetMetadata<Need>() is { } need && (page ? !await console!.PassAsync(context, need).ConfigureAwait(false) : need.Scope.Length > 0 && !await MayAsync(context, need).ConfigureAwait(false))) return;
            await next(context).ConfigureAwait(false);
            // Nothing is there, and a person asked: an address that was typed wrongly, or of another version.
            if (console is not null && context.GetEndpoint() is null && context.Response is { HasStarted: false, StatusCode: StatusCodes.Status404NotFound } && context.Request.Headers.Accept.ToString().Contains("text/html", StringComparison.Ordinal))
                await ConsoleGate.SayAsync(context, StatusCodes.Status404NotFound, "UiNoPage").ConfigureAwait(false);
        }
        catch (BadHttpRequestException wrong) when (!context.Response.HasStarted)
        {
            await SayAsync(context, wrong.StatusCode, wrong.StatusCode == StatusCodes.Status413PayloadTooLarge ? "the request is too large" : "the request is not as it must be").ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested || context.Response.HasStarted)
        {
            // Who asked or watched has gone.
        }
        catch (Exception mistake) when (page && !context.Response.HasStarted)
        {
            Mistaken(log, context.GetEndpoint()!.DisplayName ?? "", mistake.GetType().Name, mistake.StackTrace ?? "");
            await ConsoleGate.SayAsync(context, StatusCodes.Status500InternalServerError, "UiMistake").ConfigureAwait(false);
        }
        catch (WrongRequestException wrong)
        {
            await SayAsync(context, StatusCodes.Status400BadRequest, wrong.Message).ConfigureAwait(false);
        }
        catch (Exception refused) when (refused is InstallationException or IOException or UnauthorizedAccessException && !context.Response.HasStarted)
        {
            await SayAsync(context, StatusCodes.Status409Conflict, refused.Message).ConfigureAwait(false);
        }
        catch (Exception mistake) when (!context.Response.HasStarted)
        {
            Mistaken(log, context.GetEndpoint()?.DisplayName ?? "", mistake.GetType().Name, mistake.StackTrace ?? "");
            await SayAsync(context, StatusCodes.Status500InternalServerError, "a mistake of ours; the log says where").ConfigureAwait(false);
        }
    }

    private async Task<bool> MayAsync(HttpContext context, Need need)
    {
        if (await PassOfAsync(context).ConfigureAwait(false) is not { } pass)
        {
            context.Response.Headers.WWWAuthenticate = IsTaxii(context) ? new StringValues(["Basic realm=\"taxii\", charset=\"UTF-8\"", "Bearer"]) : "Bearer";
            await SayAsync(context, StatusCodes.Status401Unauthorized, "a token is needed that holds: Authorization: Bearer pvk_…").ConfigureAwait(false);
            return false;
        }
        Asked(log, context.Request.Method, context.GetEndpoint()!.DisplayName ?? "", pass.Actor.Name);
        if (!pass.Allows(need))
        {
            // Looking where one may not is logged; trying to change something is audited like any other attempt.
            if (!HttpMethods.IsGet(context.Request.Method)) await AuditAsync(context, pass).ConfigureAwait(false);
            await SayAsync(context, StatusCodes.Status403Forbidden, $"this needs the role {need.Role.ToString().ToLowerInvariant()} and the scope {need.Scope}").ConfigureAwait(false);
            return false;
        }
        context.Features.Set(pass);
        return true;
    }

    private Task AuditAsync(HttpContext context, Pass pass)
    {
        var now = api.Clock.GetUtcNow();
        var what = AuditEvent.Of(now, pass.Actor, "refused", (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "", "", context.Request.Method.ToLowerInvariant() + " not allowed");
        return api.DoAsync(l => l.Decide(new Decision(what), now), context.RequestAborted);
    }

    private async Task<Pass?> PassOfAsync(HttpContext context)
    {
        if (context.Features.Get<IConnectionSocketFeature>() is { Socket: { AddressFamily: System.Net.Sockets.AddressFamily.Unix } socket }) return new Pass(new Actor("account:" + AccountOf(socket), Role.Administrator), null);
        var field = context.Request.Headers.Authorization.ToString();
        var secret = field.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? field[Scheme.Length..].Trim() : IsTaxii(context) ? PasswordOf(field) : "";
        if (!Accounts.IsSecret(secret)) return null;
        return await lookups.DoAsync(l => Accounts.PassOf(l, secret, api.Clock.GetUtcNow())).WaitAsync(context.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>TAXII 2.1, 1.6.4: clients must know Basic. The token is the password, and says by itself who comes, whatever the name is.</summary>
    private static string PasswordOf(string field)
    {
        if (field.Length > MaxBasic || !field.StartsWith(BasicScheme, StringComparison.OrdinalIgnoreCase)) return "";
        Span<byte> bytes = stackalloc byte[MaxBasic];
        if (!Convert.TryFromBase64String(field[BasicScheme.Length..].Trim(), bytes, out var length)) return "";
        var text = Encoding.UTF8.GetString(bytes[..length]);
        return text[(text.IndexOf(':', StringComparison.Ordinal) + 1)..];
    }

    private static bool IsTaxii(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<TaxiiMark>() is not null;

    /// <summary>"uid 0": the account at the other end (SO_PEERCRED, socket(7)).</summary>
    private static string AccountOf(System.Net.Sockets.Socket socket)
    {
        if (!OperatingSystem.IsLinux()) return "unknown";
        Span<byte> credentials = stackalloc byte[12];
        const int SolSocket = 1, SoPeerCred = 17;
        return socket.GetRawSocketOption(SolSocket, SoPeerCred, credentials) == 12 ? "uid " + BitConverter.ToUInt32(credentials[4..]) : "unknown";
    }

    private static Task SayAsync(HttpContext context, int status, string text)
    {
        if (IsTaxii(context)) return TaxiiAnswer.ErrorAsync(context, status, text);
        context.Response.StatusCode = status;
        return context.Response.WriteAsJsonAsync(new ErrorView(text), ApiJson.Options);
    }

    [LoggerMessage(20, LogLevel.Information, "{Method} {Endpoint} by {Actor}")]
    private static partial void Asked(ILogger log, string method, string endpoint, string actor);

    [LoggerMessage(21, LogLevel.Error, "{Endpoint}: {Kind} {Trace}")]
    private static partial void Mistaken(ILogger log, string endpoint, string kind, string trace);
}
