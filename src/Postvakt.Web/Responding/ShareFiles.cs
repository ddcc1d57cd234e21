using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Feeds;
using Postvakt.Quarantine;
using Postvakt.Sharing;
using Postvakt.Sharing.Making;
using Postvakt.Web.Gate;
using Postvakt.Wording;

namespace Postvakt.Web.Responding;

/// <summary>What an incident taught, as a file for others. A form asks for it, so that a link that somebody is sent fetches nothing; it is audited.</summary>
internal static class ShareFiles
{
    public static readonly IReadOnlyList<ShareFormat> Formats = Enum.GetValues<ShareFormat>();

    public static readonly IReadOnlyList<Tlp> Markings = Enum.GetValues<Tlp>();

    public static void Map(IEndpointRouteBuilder web) =>
        web.MapPost("/incidents/{id}/share", (string id, [FromForm] string? format, [FromForm] string? tlp, HttpContext http, ConsoleContext console) => SendAsync(id, format, tlp, http, console))
            .WithMetadata(PageMark.Instance, new Need(Role.Responder, Scope.Incidents)).ExcludeFromDescription();

    private static async Task SendAsync(string id, string? format, string? tlp, HttpContext http, ConsoleContext console)
    {
        // Whatever comes back is a file: nothing of it runs.
        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; frame-ancestors 'none'";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        if (Formats.FirstOrDefault(f => f.ToString() == format, (ShareFormat)(-1)) is var written && (int)written < 0 || TlpText.Parse(tlp) is not { } marking)
        {
            await SayAsync(http, StatusCodes.Status400BadRequest, "UiShareChoose").ConfigureAwait(false);
            return;
        }
        if (await console.Ledger.DoAsync(l => ReportGathering.OfIncident(l, id, "", console.Sharing, FeedDecisions.Closed(l), console.Clock), http.RequestAborted).ConfigureAwait(false) is not { } gathering)
        {
            await SayAsync(http, StatusCodes.Status404NotFound, "UiShareGone").ConfigureAwait(false);
            return;
        }
        while (await console.Ledger.DoAsync(gathering.Step, http.RequestAborted).ConfigureAwait(false)) { }
        var (now, actor) = (console.Clock.GetUtcNow(), http.Features.Get<Visitor>()!.Actor);
        var said = $"{written.ToString().ToLowerInvariant()}, TLP:{TlpText.Of(marking).ToUpperInvariant()}";
        await console.Ledger.DoAsync(l => l.Decide(new Decision(AuditEvent.Of(now, actor, "share-incident", id, said, AuditEvent.Done)), now), http.RequestAborted).ConfigureAwait(false);
        var file = SharedFile.Of(gathering.Build(marking), written, "host");
        http.Response.ContentType = "application/octet-stream";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{file.Name}\"";
        await http.Response.Body.WriteAsync(file.Content, http.RequestAborted).ConfigureAwait(false);
    }

    private static Task SayAsync(HttpContext http, int status, string key)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(Sentences.Of(PageLanguage.Of(http), key), http.RequestAborted);
    }
}
