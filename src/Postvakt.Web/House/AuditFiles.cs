using System.Globalization;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Quarantine;
using Postvakt.Web.Gate;
using Postvakt.Wording;

namespace Postvakt.Web.House;

/// <summary>The audit as a file, as far as it is searched. That somebody took it along is audited too.</summary>
internal static class AuditFiles
{
    /// <summary>Entries of a file, and of one errand.</summary>
    private const int MaxEntries = 10_000, MaxOfErrand = 1_000;

    private static readonly JsonSerializerOptions Options = new() { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void Map(IEndpointRouteBuilder web)
    {
        foreach (var kind in (string[])["csv", "json"])
            web.MapGet("/audit." + kind, (HttpContext http, ConsoleContext console) => SendAsync(http, console, kind)).WithMetadata(PageMark.Instance, new Need(Role.Analyst, Scope.Audit)).ExcludeFromDescription();
    }

    private static async Task SendAsync(HttpContext http, ConsoleContext console, string kind)
    {
        var (search, now, entries) = (AuditSearch.Of(http.Request.Query), console.Clock.GetUtcNow(), new List<AuditEntry>());
        var actor = http.Features.Get<Visitor>()!.Actor;
        await console.Ledger.DoAsync(l => l.Decide(new Decision(AuditEvent.Of(now, actor, "export-audit", http.Request.QueryString.Value ?? "", "", AuditEvent.Done)), now), http.RequestAborted).ConfigureAwait(false);
        for (AuditPlace? next = null; entries.Count < MaxEntries;)
        {
            var query = search.Query with { Before = next, Max = Math.Min(MaxOfErrand, MaxEntries - entries.Count) };
            var page = await console.Ledger.DoAsync(l => l.SearchAudit(query), http.RequestAborted).ConfigureAwait(false);
            entries.AddRange(page.Entries);
            if ((next = page.Next) is null) break;
        }
        http.Response.ContentType = kind == "csv" ? "text/csv; charset=utf-8" : "application/json";
        http.Response.Headers.ContentDisposition = $"attachment; filename=\"audit-{now.UtcDateTime.ToString("yyyyMMdd-HHmm", CultureInfo.InvariantCulture)}.{kind}\"";
        var text = kind == "csv" ? Csv(entries) : JsonSerializer.Serialize(entries.Select(e => new
        {
            e.Node, e.Number, At = e.Event.At, Actor = e.Event.Actor.Name, Role = e.Event.Actor.Role.ToString().ToLowerInvariant(), e.Event.Action, e.Event.Subject, e.Event.Reason, e.Event.Outcome, Hash = Convert.ToHexStringLower(e.Hash),
        }), Options);
        await http.Response.WriteAsync(text, http.RequestAborted).ConfigureAwait(false);
    }

    private static string Csv(IEnumerable<AuditEntry> entries)
    {
        var text = new StringBuilder("node,number,at,actor,role,action,subject,reason,outcome,hash\r\n");
        foreach (var e in entries)
            text.Append(CsvLine.Of([e.Node, e.Number.ToString(CultureInfo.InvariantCulture), e.Event.At.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture), e.Event.Actor.Name, e.Event.Actor.Role.ToString().ToLowerInvariant(), e.Event.Action, e.Event.Subject, e.Event.Reason, e.Event.Outcome, Convert.ToHexStringLower(e.Hash)]));
        return text.ToString();
    }
}
