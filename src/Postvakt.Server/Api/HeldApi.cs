using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.Server.Installations;

namespace Postvakt.Server.Api;

/// <summary>Held mail: found, shown, decided on, handed out.</summary>
internal sealed class HeldApi(ApiContext api)
{
    private const int HistoryShown = 50;

    public void Map(IEndpointRouteBuilder web)
    {
        web.MapGet("/api/v1/held", ListAsync).WithSummary("List and search held mail, newest first").Needs(Role.Analyst, Scope.HeldRead);
        web.MapGet("/api/v1/held/{id}", FindAsync).WithSummary("A held mail with findings and history").Produces<HeldView>().Produces<ErrorView>(404).Needs(Role.Analyst, Scope.HeldRead);
        web.MapGet("/api/v1/held/{id}/original", OriginalAsync).WithSummary("The original: message/rfc822, or a zip with the password \"infected\" where it is malicious. Audited, with a reason")
            .Produces(200, contentType: "message/rfc822", additionalContentTypes: "application/zip").Produces<ErrorView>(404).Needs(Role.Analyst, Scope.HeldOriginal);
        web.MapPost("/api/v1/held/{id}/release", (string id, ReleaseRequest body, Caller caller, CancellationToken c) => ReleaseAsync(id, body, caller, c)).Decides("Let a held mail out, to all of its recipients or some").Needs(Role.Analyst, Scope.HeldDecide);
        web.MapPost("/api/v1/held/{id}/delete", (string id, ReasonRequest body, Caller caller, CancellationToken c) => DecideAsync(caller, r => r.Delete(caller.Actor, id, body.Reason ?? ""), c)).Decides("Delete a held mail: nobody gets it").Needs(Role.Analyst, Scope.HeldDecide);
        web.MapPost("/api/v1/held/{id}/deny", (string id, ReasonRequest body, Caller caller, CancellationToken c) => DecideAsync(caller, r => r.Deny(caller.Actor, id, body.Reason ?? ""), c)).Decides("Answer a request with no: the mail stays held").Needs(Role.Analyst, Scope.HeldDecide);
        web.MapPost("/api/v1/held/{id}/take-back", async (string id, ReasonRequest body, Caller caller, CancellationToken c) =>
            Answers.Of(await api.DoAsync(l => new Genuine(l, l.Memory, api.Clock).TakeBack(caller.Actor, id, body.Reason ?? ""), c).ConfigureAwait(false), caller)).Decides("Take back what a mail released as genuine taught").Needs(Role.Analyst, Scope.HeldDecide);
    }

    private async Task<HeldPageView> ListAsync([AsParameters] HeldSearch search, CancellationToken cancellation)
    {
        var page = await api.DoAsync(l =>
        {
            var found = l.SearchHeld(search.Query(api.Terms));
            return (Items: found.Items.Select(i => Describe(l, i, whole: false)).ToArray(), found.Next);
        }, cancellation).ConfigureAwait(false);
        return new HeldPageView(page.Items, page.Next is { } next ? HeldSearch.Write(next) : null);
    }

    private async Task<IResult> FindAsync(string id, CancellationToken cancellation) =>
        await api.DoAsync(l => l.FindHeld(id) is { } item ? Describe(l, item, whole: true) : null, cancellation).ConfigureAwait(false) is { } held ? Results.Json(held, ApiJson.Options) : Answers.NotFound($"no mail is held under the id {id}");

    private async Task<IResult> ReleaseAsync(string id, ReleaseRequest body, Caller caller, CancellationToken cancellation)
    {
        if (!api.CanRelease)
            throw new InstallationException("nothing can be released yet: name the mail server that takes released mail under release.next_hop (host:port) in the configuration of serve");
        return await DecideAsync(caller, r => body.Emergency ? r.LetOutInEmergency(caller.Actor, id, body.Reason ?? "") : r.LetOut(caller.Actor, id, body.Recipients ?? [], body.Reason ?? "", body.Genuine), cancellation).ConfigureAwait(false);
    }

    private async Task<IResult> DecideAsync(Caller caller, Func<Releases, Ruling> decide, CancellationToken cancellation) =>
        Answers.Of(await api.DoAsync(l => decide(new Releases(l, api.Directory(), api.Clock)), cancellation).ConfigureAwait(false), caller);

    private async Task<IResult> OriginalAsync(string id, string? reason, Caller caller, CancellationToken cancellation)
    {
        var (item, malicious) = await api.DoAsync(l => (l.FindHeld(id), l.FindRecord(id) is not { Answer.Verdict: Verdict.Suspicious, Revised: null or Verdict.Suspicious }), cancellation).ConfigureAwait(false);
        if (item is null) return Answers.NotFound($"no mail is held under the id {id}");
        if (string.IsNullOrWhiteSpace(reason)) return Results.Json(new ErrorView("an original is handed out for a reason: ?reason=…"), ApiJson.Options, statusCode: StatusCodes.Status400BadRequest);
        var now = api.Clock.GetUtcNow();
        await api.DoAsync(l => l.Decide(new Decision(AuditEvent.Of(now, caller.Actor, "export-original", id, reason, AuditEvent.Done)), now), cancellation).ConfigureAwait(false);
        if (api.Vault.Open(id) is not { } content) return Answers.NotFound($"the bytes of {id} are gone");
        var name = new string([.. id.Where(char.IsAsciiLetterOrDigit)]);
        return malicious ? Results.Stream(to => Originals.ZipAsync(content, name + ".eml", to, now), "application/zip", name + ".zip")
            : Results.Stream(content, "message/rfc822", name + ".eml");
    }

    private HeldView Describe(ILedger ledger, QuarantineItem item, bool whole)
    {
        var record = ledger.FindRecord(item.Id);
        var subject = record is not null && api.Keys.Seal.Open(record.SealedSubject, "subject:" + item.Id) is { } plain ? Encoding.UTF8.GetString(plain) : "";
        return new HeldView(item.Id, item.State, item.HeldAt, item.ExpiresAt, record?.From ?? "", item.MailFrom, item.Recipients, subject, item.Size, (record?.Answer.Verdict ?? Verdict.Undetermined).Name(),
            record?.Answer.Score ?? 0, record?.Answer.Summary ?? "", record?.Campaign ?? "", whole && record is not null ? [.. record.Findings.OrderByDescending(f => f.Severity).Select(f => f.Title)] : [],
            whole ? [.. ledger.RecentAudit(item.Id, HistoryShown).Select(AuditView.Of)] : []);
    }
}
