using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Intake.Ledger;
using Postvakt.Server.UserReports;
using Postvakt.UserReports;

namespace Postvakt.Server.Api;

/// <summary>Reports of suspicious mail: handed in, found, shown, closed.</summary>
internal sealed class ReportApi(ApiContext api)
{
    /// <summary>Bytes of a mail that is handed in; see <see cref="ReportLimits.MaxBytes"/>. A wrapper in Base64 must fit too.</summary>
    private const int MaxFile = 40 << 20;

    /// <summary>Bytes of what says which mail it is. 64 KiB, as other requests.</summary>
    private const int MaxIdentity = 64 << 10;

    /// <summary>Reports on a page. 200, as held mail.</summary>
    private const int MaxItems = 200;

    private const int HistoryShown = 50;

    public void Map(IEndpointRouteBuilder web)
    {
        web.MapPost("/api/v1/reports", SubmitAsync).WithSummary("Report a mail: the mail itself (message/rfc822, application/vnd.ms-outlook), or which one it is (application/json)")
            .Accepts<ReportRequest>("application/json", "message/rfc822", "application/vnd.ms-outlook", "application/octet-stream").Produces<SubmittedView>().Produces<SubmittedView>(StatusCodes.Status409Conflict).Needs(Role.Analyst, Scope.Report);
        web.MapGet("/api/v1/reports", ListAsync).WithSummary("Reports, newest first").Needs(Role.Analyst, Scope.Report);
        web.MapGet("/api/v1/reports/{id}", FindAsync).WithSummary("A report with what is known of its mail, and its history").Produces<ReportView>().Produces<ErrorView>(404).Needs(Role.Analyst, Scope.Report);
        web.MapPost("/api/v1/reports/{id}/close", async (string id, CloseReportRequest body, Caller caller, CancellationToken c) => Answers.Of(await api.DoAsync(l => new CloseReport(l, api.Clock).Close(caller.Actor, id, body.Outcome, body.Reason ?? ""), c).ConfigureAwait(false), caller))
            .Decides("Say what a reported mail was: harmless or malicious. Everybody who reported it is told").Needs(Role.Analyst, Scope.ReportDecide);
        web.MapDelete("/api/v1/reports/outlook/{address}", async (string address, string? reason, Caller caller, CancellationToken c) =>
            Answers.Of(await api.DoAsync(l => new OutlookUsers(l, api.Clock).Forget(caller.Actor, address, reason ?? ""), c).ConfigureAwait(false), caller))
            .Decides("Forget which mailbox of Exchange an address is bound to: the next one that reports under it is bound").Needs(Role.Responder, Scope.ReportDecide);
    }

    /// <param name="reporter">Address of who reports, where that is not the caller.</param>
    /// <param name="says">What the reporter says, with commas between: opened, gave_password, answered, sender_denies.</param>
    private async Task<IResult> SubmitAsync(HttpContext http, Caller caller, string? reporter, string? says, CancellationToken cancellation)
    {
        if (reporter is { Length: > 0 } && !(System.Net.Mail.MailAddress.TryCreate(reporter, out var address) && address.Address == reporter)) throw new WrongRequestException("reporter is an address alone");
        var statement = ReporterStatements.Read(says) ?? throw new WrongRequestException("says is one or more of opened, gave_password, answered, sender_denies, with commas between");
        using var wrapped = await ReadAsync(http, cancellation).ConfigureAwait(false);
        var intake = new ReportIntake(api.Errands, api.Vault, api.Reports, api.OwnDomains, api.Directory, api.Clock);
        var receipt = await intake.TakeAsync(caller.Actor, reporter is { Length: > 0 } ? reporter : null, ReportWay.Interface, statement, wrapped, cancellation).ConfigureAwait(false);
        if (receipt.Ruling is not { } ruling) throw new WrongRequestException("nothing in it is a mail that can be read, nor says which mail it is");
        return Results.Json(new SubmittedView(ruling.IsDone, ruling.Refusal, ruling.In(caller.Language), receipt.Ids), ApiJson.Options, statusCode: Answers.StatusOf(ruling));
    }

    private static async Task<MemoryStream> ReadAsync(HttpContext http, CancellationToken cancellation)
    {
        var type = http.Request.ContentType?.Split(';')[0].Trim().ToLowerInvariant() ?? "";
        var isFile = type is "message/rfc822" or "application/vnd.ms-outlook" or "application/octet-stream";
        if (!isFile && type != "application/json") throw new WrongRequestException("a mail is handed in as message/rfc822 or application/vnd.ms-outlook; what only says which mail it is, as application/json");
        if (isFile && http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit) limit.MaxRequestBodySize = MaxFile;
        using var bytes = new MemoryStream();
        await http.Request.Body.CopyToAsync(bytes, cancellation).ConfigureAwait(false);
        if (isFile) return ReportWrapper.OfFile(bytes.ToArray());
        if (bytes.Length > MaxIdentity) throw new WrongRequestException("the request is too large");
        try
        {
            var body = JsonSerializer.Deserialize<ReportRequest>(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), ApiJson.Options) ?? new ReportRequest();
            return string.IsNullOrWhiteSpace(body.MessageId) ? throw new WrongRequestException("message_id is missing: which mail is it?") : ReportWrapper.OfIdentity(body.MessageId, body.From ?? "", body.Subject ?? "", body.Date);
        }
        catch (Exception wrong) when (wrong is JsonException or FormatException or ArgumentException)
        {
            throw new WrongRequestException("the request is not as it must be");
        }
    }

    /// <param name="state">received, open or answered.</param>
    /// <param name="after">The page before ended there: its "next".</param>
    private async Task<ReportPageView> ListAsync(string? state, string? reporter, string? record, string? campaign, string? after, int? max, CancellationToken cancellation)
    {
        var key = record is { Length: > 0 } ? UserReport.KeyOfRecord(record) : campaign is { Length: > 0 } ? UserReport.KeyOfCampaign(campaign) : reporter is { Length: > 0 } ? UserReport.KeyOfReporter(reporter.ToLowerInvariant())
            : state is { Length: > 0 } ? UserReport.KeyOfState(StateOf(state)) : "";
        var most = Math.Clamp(max ?? 50, 1, MaxItems);
        return await api.DoAsync(l =>
        {
            var found = l.RegisteredUnder(UserReport.Kind, key, after ?? "", most);
            var items = found.Select(UserReport.Of).Where(r => state is not { Length: > 0 } || r.State == StateOf(state)).Where(r => reporter is not { Length: > 0 } || r.Reporter.Equals(reporter, StringComparison.OrdinalIgnoreCase));
            return new ReportPageView([.. items.Select(r => Describe(l, r, whole: false))], found.Count == most ? found[^1].Id : null);
        }, cancellation).ConfigureAwait(false);
    }

    private async Task<IResult> FindAsync(string id, CancellationToken cancellation) =>
        await api.DoAsync(l => l.FindRegistered(UserReport.Kind, id) is { } entry ? Describe(l, UserReport.Of(entry), whole: true) : null, cancellation).ConfigureAwait(false) is { } view ? Results.Json(view, ApiJson.Options) : Answers.NotFound($"there is no report {id}");

    private ReportView Describe(ILedger ledger, UserReport report, bool whole)
    {
        var record = report.Record.Length > 0 ? ledger.FindRecord(report.Record) : null;
        var subject = whole && record is not null && api.Keys.Seal.Open(record.SealedSubject, "subject:" + report.Record) is { } plain ? Encoding.UTF8.GetString(plain) : "";
        return new ReportView(report.Id, report.Submission, report.At, report.Reporter, report.Way, ReporterStatements.Words(report.Says), report.State, report.Outcome, report.Record, report.IsNew, report.Campaign, report.Author, subject,
            record is null ? "" : (record.Revised ?? record.Answer.Verdict).Name(), report.Weight, report.Incident, report.ClosedAt, report.ClosedBy, whole ? [.. ledger.RecentAudit(report.Id, HistoryShown).Select(AuditView.Of)] : []);
    }

    private static ReportState StateOf(string word) => Enum.TryParse<ReportState>(word, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : throw new WrongRequestException("there is no such state");
}
