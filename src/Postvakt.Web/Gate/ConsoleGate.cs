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
    /// Scripts and styles come from us, none stand in a page. Attributes named style are let through: the controls place themselves with them, and no page of ours takes one from a mail.
    /// </summary>
    private const string Policy = "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'self'; frame-ancestors 'none'";

    private string CookieName => context.IsHttps ? "__Host-postvakt" : "postvakt";

    /// <summary>True where the request may go on; else it is answered.</summary>
    public async Task<bool> PassAsync(HttpContext http, Need need)
    {
        Shield(http);
        http.Features.Set(new PageLanguage(PageLanguage.Of(http)));
        var visitor = await VisitorAsync(http).ConfigureAwait(false);
        if (visitor is not null) http.Features.Set(visitor);
        if (need.Scope.Length == 0) return true;
        if (visitor is null)
        {
            if (HttpMethods.IsGet(http.Request.Method) && !http.Request.Path.StartsWithSegments("/_blazor", StringComparison.Ordinal)) http.Response.Redirect("/signin?to=" + Uri.EscapeDataString(http.Request.GetEncodedPathAndQuery()));
            else http.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return false;
        }
        if (visitor.Pass.Allows(need)) return true;
        // Whoever signs in comes here first; an employee has one place.
        if (visitor.Actor.Role == Role.Employee && http.Request.Path == "/" && HttpMethods.IsGet(http.Request.Method))
        {
            http.Response.Redirect("/portal");
            return false;
        }
        if (!HttpMethods.IsGet(http.Request.Method)) await AuditAsync(http, visitor).ConfigureAwait(false);
        http.Response.StatusCode = StatusCodes.Status403Forbidden;
        http.Response.ContentType = "text/plain; charset=utf-8";
        await http.Response.WriteAsync(Sentences.Of(PageLanguage.Of(http), "NotAllowed", need.Role.ToString().ToLowerInvariant(), visitor.Actor.Name, visitor.Actor.Role.ToString().ToLowerInvariant()), http.RequestAborted).ConfigureAwait(false);
        return false;
    }

    /// <summary>Gives the browser its cookie.</summary>
    internal void Keep(HttpContext http, string secret) => http.Response.Cookies.Append(CookieName, secret, Options(Session.Holds));

    internal void Forget(HttpContext http) => http.Response.Cookies.Append(CookieName, "", Options(TimeSpan.Zero));

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
        var found = await context.Ledger.DoAsync(l => SignIns.Visitor(l, secret, context.Clock.GetUtcNow()), http.RequestAborted).ConfigureAwait(false);
        return found is { } known ? new Visitor(known.Pass, known.Session) : null;
    }

    private Task AuditAsync(HttpContext http, Visitor visitor)
    {
        var now = context.Clock.GetUtcNow();
        return context.Ledger.DoAsync(l => l.Decide(new Decision(AuditEvent.Of(now, visitor.Actor, "refused", http.Request.Path, "", "post not allowed")), now), http.RequestAborted);
    }

    /// <summary>Lax would send it along where a link in a mail leads here; nothing needs that.</summary>
    private CookieOptions Options(TimeSpan holds) => new() { HttpOnly = true, Secure = context.IsHttps, SameSite = SameSiteMode.Strict, Path = "/", MaxAge = holds, IsEssential = true };
}
