using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Quarantine;
using Postvakt.Wording;

namespace Postvakt.Web.Gate;

/// <summary>
/// Lets somebody through to a page who is signed in and may see it; leads others to signing in. The cookie counts for pages only, never for the interface. Everything that a browser is to keep to is said
/// here: nothing from elsewhere runs, is fetched or frames a page.
/// </summary>
public sealed class ConsoleGate(ConsoleContext context)
{
    /// <summary>
    /// Scripts and styles come from us, none stand in a page, in attributes neither.
    /// </summary>
    private const string Policy = "default-src 'none'; object-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    /// <summary>Whether people reach it over https.</summary>
    public bool IsHttps => context.IsHttps;

    private string CookieName => context.IsHttps ? "__Host-postvakt" : "postvakt";

    /// <summary>True where the request may go on; else it is answered.</summary>
    public async Task<bool> PassAsync(HttpContext http, Need need)
    {
        Shield(http);
        http.Features.Set(new PageLanguage(PageLanguage.Of(http)));
        var visitor = await VisitorAsync(http).ConfigureAwait(false);
        if (visitor is not null) http.Features.Set(visitor);
        if (need.Scope.Length == 0) return true;
        if (IsOfAnotherSite(http))
        {
            http.Response.StatusCode = StatusCodes.Status403Forbidden;
            return false;
        }
        if (visitor is null)
        {
            if (HttpMethods.IsGet(http.Request.Method) && !http.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal)) http.Response.Redirect("/signin?to=" + Uri.EscapeDataString(http.Request.GetEncodedPathAndQuery()));
            else http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return false;
        }
        if (visitor.Pass.Allows(need)) return true;
        // Whoever signs in comes here first; an employee has one place.
        if (visitor.Actor.Role == Role.Employee && HttpMethods.IsGet(http.Request.Method) && http.Request.Path == "/")
        {
            http.Response.Redirect(SafeTarget.Portal);
            return false;
        }
        if (!HttpMethods.IsGet(http.Request.Method)) await AuditAsync(http, visitor).ConfigureAwait(false);
        var language = PageLanguage.Of(http);
        await SayAsync(http, StatusCodes.Status403Forbidden, "NotAllowed", Sentences.Of(language, "UiRole" + need.Role), visitor.Actor.Name, Sentences.Of(language, "UiRole" + visitor.Actor.Role)).ConfigureAwait(false);
        return false;
    }

    /// <summary>Answers with a page of one sentence, where no other can be made.</summary>
    public static Task SayAsync(HttpContext http, int status, string key, params IReadOnlyList<string> values)
    {
        Shield(http);
        var language = PageLanguage.Of(http);
        string Text(string of, params IReadOnlyList<string> with) => HtmlEncoder.Default.Encode(Sentences.Of(language, of, with));
        (http.Response.StatusCode, http.Response.ContentType, http.Response.ContentLength) = (status, "text/html; charset=utf-8", null);
        return http.Response.WriteAsync($"""
            <!DOCTYPE html>
            <html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark"><title>Postvakt</title><link rel="stylesheet" href="{SiteFiles.Of("console.css")}"></head>
            <body><main><h1>Postvakt</h1><p class="answer refused" role="alert">{Text(key, values)}</p><p><a href="/">{Text("UiToStart")}</a></p></main></body></html>
            """, http.RequestAborted);
    }

    /// <summary>Gives the browser its cookie.</summary>
    internal void Keep(HttpContext http, string secret) => http.Response.Cookies.Append(CookieName, secret, Options(Session.Holds));

    internal void Forget(HttpContext http)
    {
        http.Response.Cookies.Append(CookieName, "", Options(TimeSpan.Zero));
        // What the browser kept of pages goes too, where it can. Not its storage: there lies only that somebody wants no keys.
        http.Response.Headers["Clear-Site-Data"] = "\"cache\"";
    }

    /// <summary>Gives the browser what it must bring back from the provider. Lax: it comes back by a link elsewhere.</summary>
    internal void Keep(HttpContext http, ProviderTicket ticket) => http.Response.Cookies.Append(CookieName + "-provider", ticket.Sealed(context.Seal), Options(ProviderTicket.Holds, SameSiteMode.Lax));

    /// <summary>What the browser brought back, once, or null.</summary>
    internal ProviderTicket? Take(HttpContext http)
    {
        if (http.Request.Cookies[CookieName + "-provider"] is not { } cookie) return null;
        http.Response.Cookies.Append(CookieName + "-provider", "", Options(TimeSpan.Zero, SameSiteMode.Lax));
        return ProviderTicket.Read(context.Seal, cookie, context.Clock.GetUtcNow());
    }

    internal static void Shield(HttpContext http)
    {
        http.Response.Headers.ContentSecurityPolicy = Policy;
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
        http.Response.Headers["Cross-Origin-Opener-Policy"] = "same-origin";
        http.Response.Headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
    }

    private async Task<Visitor?> VisitorAsync(HttpContext http)
    {
        if (http.Request.Cookies[CookieName] is not { Length: > 0 } secret) return null;
        var now = context.Clock.GetUtcNow();
        // The line of a page that stays open is kept by scripts: it does not say that anybody is there.
        var asks = !http.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal);
        var found = await context.Ledger.DoAsync(l =>
        {
            var known = SignIns.Visitor(l, secret, now);
            if (asks && known is { } here) SignIns.Saw(l, here.Session, now);
            return known;
        }, http.RequestAborted).ConfigureAwait(false);
        return found is { } visitor && MayStay(visitor.Session) ? new Visitor(visitor.Pass, visitor.Session) : null;
    }

    /// <summary>Switched off accounts of ours, and people who left the Directory, are out with the next page.</summary>
    private bool MayStay(Session session)
    {
        if (session.Provider.Length == 0) return context.LocalAccounts || session.IsFirst;
        return session.Role != Role.Employee || context.Directory().PersonOf(session.Account) is not null;
    }

    /// <summary>A line that a page of another site opens: its cookie would not come along, and it is not asked for one (RFC 6455 section 10.2).</summary>
    private static bool IsOfAnotherSite(HttpContext http) => http.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal)
        && http.Request.Headers.Origin.ToString() is { Length: > 0 } origin && !(Uri.TryCreate(origin, UriKind.Absolute, out var from) && from.Authority.Equals(http.Request.Host.Value, StringComparison.OrdinalIgnoreCase));

    private Task AuditAsync(HttpContext http, Visitor visitor)
    {
        var now = context.Clock.GetUtcNow();
        return context.Ledger.DoAsync(l => l.Decide(new Decision(AuditEvent.Of(now, visitor.Actor, "refused", http.Request.Path, "", "post not allowed")), now), http.RequestAborted);
    }

    /// <summary>Lax would send it along where a link in a mail leads here; nothing needs that.</summary>
    private CookieOptions Options(TimeSpan holds, SameSiteMode site = SameSiteMode.Strict) => new() { HttpOnly = true, Secure = context.IsHttps, SameSite = site, Path = "/", MaxAge = holds, IsEssential = true };
}
