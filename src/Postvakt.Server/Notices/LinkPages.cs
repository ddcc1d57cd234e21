using System.Text;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Advisories;
using Postvakt.Audit;
using Postvakt.Notices;
using Postvakt.Quarantine;
using Postvakt.Server.Api;
using Postvakt.Wording;

namespace Postvakt.Server.Notices;

/// <summary>
/// The page behind a digest's link: what is held for a person. Looking changes nothing, so that programs that follow every link do no harm; asking is a form that is sent. A link
/// that is older than a lock-down shows, and asks for nothing.
/// </summary>
internal sealed class LinkPages(NoticeContext context)
{
    public const string Path = "/my";

    /// <summary>Bytes of a form. 4 KiB: a token and an id.</summary>
    private const int MaxForm = 4 << 10;

    private static readonly HtmlEncoder Html = HtmlEncoder.Default;

    public void Map(IEndpointRouteBuilder web)
    {
        web.MapGet(Path, async (HttpContext http, string? t) => await ShowAsync(http, t ?? "", "").ConfigureAwait(false)).NeedsNothing().ExcludeFromDescription();
        web.MapPost(Path, (Delegate)AskAsync).NeedsNothing().ExcludeFromDescription();
    }

    private async Task<IResult> AskAsync(HttpContext http)
    {
        if (!http.Request.HasFormContentType || http.Request.ContentLength is null or > MaxForm) return Results.StatusCode(StatusCodes.Status400BadRequest);
        var form = await http.Request.ReadFormAsync(http.RequestAborted).ConfigureAwait(false);
        var (token, id) = (form["t"].ToString(), form["id"].ToString());
        if (PersonalLink.Read(token, context.Keys.Tokens, context.Clock.GetUtcNow()) is not { } link) return await ShowAsync(http, token, "").ConfigureAwait(false);
        var language = context.LanguageOf(link.Address);
        var directory = context.Directory();
        var ruling = await context.Errands.DoAsync(l =>
        {
            var groups = LockedGroups.Of(l, directory, l.FindHeld(id)?.Recipients ?? [], context.Clock.GetUtcNow());
            var campaign = l.CampaignOf(id);
            // What was sent before a lock-down stays dead when it is lifted: the next digest brings a new one.
            if (l.LockDownsSince(link.IssuedAt).FirstOrDefault(d => d.Covers(campaign, groups)) is { } later && !later.Holds(context.Clock.GetUtcNow())) return null;
            return new Releases(l, directory, context.Clock).Ask(new Actor(PersonalNotice.Person + link.Address, Role.Employee), link.Address, id);
        }).WaitAsync(http.RequestAborted).ConfigureAwait(false);
        return await ShowAsync(http, token, ruling?.In(language) ?? Sentences.Of(language, "LinkDead"), ruling is null ? StatusCodes.Status409Conflict : Answers.StatusOf(ruling)).ConfigureAwait(false);
    }

    private async Task<IResult> ShowAsync(HttpContext http, string token, string said, int status = StatusCodes.Status200OK)
    {
        var now = context.Clock.GetUtcNow();
        Shield(http);
        if (PersonalLink.Read(token, context.Keys.Tokens, now) is not { } link)
        {
            var accepted = Sentences.Accepted(http.Request.Headers.AcceptLanguage.ToString());
            return Page(accepted, "Postvakt", $"<p>{Html.Encode(Sentences.Of(accepted, "LinkInvalid"))}</p>", StatusCodes.Status403Forbidden);
        }
        var language = context.LanguageOf(link.Address);
        var directory = context.Directory();
        var (own, dead) = await context.Errands.DoAsync(l => (OwnMail.Of(l, directory, context.Terms, context.Keys.Seal, link.Address, now),
            l.LockDownsSince(link.IssuedAt).Any(d => d.Covers("", LockedGroups.Of(l, directory, directory.MailboxesOf(link.Address), now))))).WaitAsync(http.RequestAborted).ConfigureAwait(false);
        var (held, locked) = (own.Held, own.Locked);
        if (dead && locked is null && said.Length == 0) said = Sentences.Of(language, "LinkDead");
        var body = new StringBuilder();
        if (said.Length > 0) body.Append("<p class=\"said\" role=\"status\">").Append(Html.Encode(said)).Append("</p>");
        foreach (var warning in own.Warnings) body.Append("<p class=\"locked\">").Append(Html.Encode(AdvisoryText.Short(warning, language))).Append("</p>");
        if (locked is not null) body.Append("<p class=\"locked\">").Append(Html.Encode(new Ruling(Refusal.Locked, "Locked", [Sentences.Time(locked.Since), locked.Reason]).In(language))).Append("</p>");
        body.Append("<p>").Append(Html.Encode(Sentences.Of(language, held.Count == 0 ? "NothingHeld" : "WhatNow"))).Append("</p>");
        foreach (var item in held) Item(body, item, token, language, locked is not null || dead, context.AskInTeams);
        return Page(language, Sentences.Of(language, "PageTitle", [link.Address]), body.ToString(), status);
    }

    /// <summary>Nothing from elsewhere runs or is fetched, and the token in the address is told to nobody.</summary>
    internal static void Shield(HttpContext http)
    {
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        http.Response.Headers["X-Robots-Tag"] = "noindex";
    }

    private static void Item(StringBuilder body, NoticeItem item, string token, string language, bool locked, bool askInTeams)
    {
        body.Append("<article><div class=\"small\">").Append(Html.Encode(Sentences.Time(item.At))).Append(" · ").Append(Html.Encode(item.From)).Append("</div><h2>").Append(Html.Encode(item.Subject))
            .Append("</h2><p>").Append(Html.Encode(item.Why(language))).Append("</p>");
        if (item.State == QuarantineState.ReleaseRequested) body.Append("<p class=\"small\">").Append(Html.Encode(Sentences.Of(language, "Waiting"))).Append("</p>");
        else if (!locked)
        {
            body.Append("<form method=\"post\" action=\"").Append(Path).Append("\"><input type=\"hidden\" name=\"t\" value=\"").Append(Html.Encode(token)).Append("\"><input type=\"hidden\" name=\"id\" value=\"").Append(Html.Encode(item.Id))
                .Append("\"><button>").Append(Html.Encode(Sentences.Of(language, "AskFor"))).Append("</button></form>");
        }
        if (askInTeams && item.AskInTeams(language) is { Length: > 0 } chat) body.Append("<p><a href=\"").Append(Html.Encode(chat)).Append("\">").Append(Html.Encode(Sentences.Of(language, "AskTeams"))).Append("</a></p>");
        body.Append("</article>");
    }

    /// <summary>A page of ours: nothing from elsewhere, no script.</summary>
    internal static IResult Page(string language, string title, string body, int status) => Results.Content($$"""
        <!doctype html><html lang="{{Html.Encode(Sentences.Primary(language))}}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{{Html.Encode(title)}}</title><style>
        body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b;background:#fafafa}h1{font-size:1.3rem}h2{font-size:1rem;margin:.2rem 0;overflow-wrap:anywhere}
        article{background:#fff;border:1px solid #ddd;border-radius:8px;padding:.8rem 1rem;margin:.8rem 0}article p{margin:.3rem 0}.small{color:#595959;font-size:.85rem;overflow-wrap:anywhere}
        .locked{border-left:4px solid #b3261e;background:#fdf0ef;padding:.6rem 1rem}.said{border-left:4px solid #2d5fa6;background:#eef4fd;padding:.6rem 1rem}
        button{font:inherit;padding:.35rem .9rem;border:1px solid #2d5fa6;border-radius:6px;background:#fff;color:#1f4a87;cursor:pointer}button:focus-visible{outline:3px solid #2d5fa6;outline-offset:2px}
        </style></head><body><h1>{{Html.Encode(title)}}</h1>{{body}}</body></html>
        """, "text/html; charset=utf-8", Encoding.UTF8, status);
}
