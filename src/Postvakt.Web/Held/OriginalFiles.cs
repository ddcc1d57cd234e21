using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Quarantine;
using Postvakt.Web.Gate;
using Postvakt.Wording;

namespace Postvakt.Web.Held;

/// <summary>
/// The original of a held mail: as source to read, in a document where nothing may happen, and as a file. Both take a form with a reason, which is audited: a link that somebody is sent shows and fetches nothing.
/// </summary>
internal static class OriginalFiles
{
    public static void Map(IEndpointRouteBuilder web)
    {
        Post(web, "/mail/{id}/source", Looks.Source, SendSourceAsync);
        Post(web, "/mail/{id}/original", Looks.Original, SendFileAsync);
    }

    private static void Post(IEndpointRouteBuilder web, string path, string action, Func<HttpContext, ConsoleContext, Original, Task> send) =>
        web.MapPost(path, async (string id, [FromForm] string? reason, HttpContext http, ConsoleContext console) =>
        {
            if (await OpenAsync(http, console, id, reason, action).ConfigureAwait(false) is not { } original) return;
            await using (original.Content.ConfigureAwait(false)) await send(http, console, original).ConfigureAwait(false);
        }).WithMetadata(PageMark.Instance, new Need(Role.Analyst, Scope.HeldOriginal)).ExcludeFromDescription();

    /// <summary>Null where it is answered already: no such mail, no reason, bytes that are gone.</summary>
    private static async Task<Original?> OpenAsync(HttpContext http, ConsoleContext console, string id, string? reason, string action)
    {
        // Whatever comes back: nothing of it runs, is fetched or frames anything.
        http.Response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'; frame-ancestors 'none'";
        http.Response.Headers.XContentTypeOptions = "nosniff";
        var (now, actor) = (console.Clock.GetUtcNow(), http.Features.Get<Visitor>()!.Actor);
        var harmless = id.Length is > 0 and <= 200;
        var (item, record) = harmless ? await console.Ledger.DoAsync(l => (l.FindHeld(id), l.FindRecord(id)), http.RequestAborted).ConfigureAwait(false) : (null, null);
        if (item is null)
        {
            await SayAsync(http, StatusCodes.Status404NotFound, "UiNoMail").ConfigureAwait(false);
            return null;
        }
        if (string.IsNullOrWhiteSpace(reason))
        {
            await SayAsync(http, StatusCodes.Status400BadRequest, "UiReasonMissing").ConfigureAwait(false);
            return null;
        }
        await console.Ledger.DoAsync(l => l.Decide(new Decision(AuditEvent.Of(now, actor, action, id, reason, AuditEvent.Done)), now), http.RequestAborted).ConfigureAwait(false);
        if (console.Vault.Open(id) is { } content) return new Original(id, content, record is not { Answer.Verdict: Verdict.Suspicious, Revised: null or Verdict.Suspicious }, now);
        await SayAsync(http, StatusCodes.Status404NotFound, "UiTextGone").ConfigureAwait(false);
        return null;
    }

    private static async Task SendSourceAsync(HttpContext http, ConsoleContext console, Original original)
    {
        http.Response.ContentType = "text/plain; charset=utf-8";
        http.Response.Headers.ContentDisposition = "inline";
        if (!await SourceText.WriteAsync(original.Content, http.Response.Body, http.RequestAborted).ConfigureAwait(false))
            await http.Response.WriteAsync("\n\n[" + Sentences.Of(PageLanguage.Of(http), "UiSourceCut") + "]\n", Encoding.UTF8, http.RequestAborted).ConfigureAwait(false);
    }

    /// <summary>As a neutral type under a name of ours. What is or may be malicious is in a zip with the usual password, as the interface gives it: no scanner on the way takes it, nobody opens it by mistake.</summary>
    private static async Task SendFileAsync(HttpContext http, ConsoleContext console, Original original)
    {
        var name = new string([.. original.Id.Where(char.IsAsciiLetterOrDigit)]);
        http.Response.ContentType = "application/octet-stream";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"{name}{(original.IsPacked ? ".zip" : ".eml")}\"";
        if (original.IsPacked) await console.PackOriginal(original.Content, name + ".eml", http.Response.Body, original.At).ConfigureAwait(false);
        else await original.Content.CopyToAsync(http.Response.Body, http.RequestAborted).ConfigureAwait(false);
    }

    private static Task SayAsync(HttpContext http, int status, string key)
    {
        http.Response.StatusCode = status;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(Sentences.Of(PageLanguage.Of(http), key), http.RequestAborted);
    }

    /// <param name="IsPacked">It leaves in a zip.</param>
    private sealed record Original(string Id, Stream Content, bool IsPacked, DateTimeOffset At);
}
