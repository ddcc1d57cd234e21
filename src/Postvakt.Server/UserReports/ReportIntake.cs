using System.Security.Cryptography;
using System.Text;
using Postvakt.Audit;
using Postvakt.Authentication;
using Postvakt.Directories;
using Postvakt.Intake.Ledger;
using Postvakt.Messages;
using Postvakt.Quarantine;
using Postvakt.Registers;
using Postvakt.Server.Configuration;
using Postvakt.Server.Gateway;
using Postvakt.UserReports;

namespace Postvakt.Server.UserReports;

/// <summary>
/// Where reports come in, whatever way: read, their bytes kept, recorded. What returns is permanent; a store in trouble throws. Only people of the organisation report: everybody
/// else's mail is ordinary mail.
/// </summary>
/// <param name="trusted">Names of servers whose Authentication-Results count.</param>
internal sealed class ReportIntake(IErrands errands, IVault vault, ReportsConfig config, IReadOnlyList<string> ownDomains, Func<DirectorySnapshot> directory, TimeProvider clock, IReadOnlyList<string>? trusted = null)
{
    private readonly ReportReader _reader = new(ReportLimits.Default);

    public ReportsConfig Config => config;

    /// <summary>Whether mail to this address is a report.</summary>
    public bool IsAddress(string address) => config.Addresses.Contains(address, StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether an address belongs to the organisation.</summary>
    public bool IsInside(string address) => directory().PersonOf(address) is not null || ownDomains.Contains(address[(address.LastIndexOf('@') + 1)..], StringComparer.OrdinalIgnoreCase);

    /// <summary>Takes a mail to the report address or mailbox.</summary>
    /// <param name="content">Seekable; stays the caller's.</param>
    public async Task<ReportReceipt> TakeMailAsync(Stream content, Envelope envelope, ReportWay way, CancellationToken cancellation)
    {
        var report = _reader.Read(content, envelope, cancellation);
        if (report.Kind == ReportContentKind.Automatic) return ReportReceipt.Of(ReportReceiptKind.Automatic);
        // Who is not who he says he is reports nothing; results that we found ourselves were looked at before.
        if (SenderAuthentication.Read(report.Authentication, trusted ?? []) is { Dmarc: "fail", ForwarderVouches: false }) return ReportReceipt.Of(ReportReceiptKind.Outside);
        // What could not even be parsed names nobody: people look at it.
        if (report.Reporter.Length == 0 || !IsInside(report.Reporter)) return ReportReceipt.Of(ReportReceiptKind.Outside);
        var reporter = Primary(report.Reporter);
        var submission = new ReportSubmission(reporter, way, await HashAsync(content, report.MessageId, cancellation).ConfigureAwait(false), report.MessageId, report.Mails.Count, report.Says, report.MayAnswer && config.Answers);
        return await KeepAsync(new Actor(PersonalNotice.Person + reporter, Role.Employee), submission, content, report.Kind == ReportContentKind.Report ? ReportReceiptKind.Taken : ReportReceiptKind.Unreadable).ConfigureAwait(false);
    }

    /// <summary>Takes a report that another way brought.</summary>
    /// <param name="actor">Who hands it in.</param>
    /// <param name="reporter">Address of the person, or null: the actor reports.</param>
    /// <param name="wrapped">See <see cref="ReportWrapper"/>; stays the caller's.</param>
    public async Task<ReportReceipt> TakeAsync(Actor actor, string? reporter, ReportWay way, ReporterStatement says, Stream wrapped, CancellationToken cancellation)
    {
        var report = _reader.Read(wrapped, Envelope.Unknown, cancellation);
        if (report.Kind != ReportContentKind.Report) return ReportReceipt.Of(ReportReceiptKind.Unreadable);
        var person = reporter is null ? actor.Name : Primary(reporter.ToLowerInvariant());
        // The same mail reported by the same person is the same report, as long as he says nothing else of it.
        var mail = report.Mails[0];
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{way}\n{person}\n{says}\n{mail.MessageId}\n{(mail.MessageId.Length == 0 && mail.Digest is { } digest ? Convert.ToHexString(digest) : "")}")));
        var submission = new ReportSubmission(person, way, hash, "", report.Mails.Count, says, config.Answers && reporter is not null && IsInside(person));
        return await KeepAsync(actor, submission, wrapped, ReportReceiptKind.Taken).ConfigureAwait(false);
    }

    private string Primary(string address) => directory().PersonOf(address)?.Address ?? address;

    private async Task<ReportReceipt> KeepAsync(Actor actor, ReportSubmission submission, Stream content, ReportReceiptKind kind)
    {
        var id = TimedId.New("report", clock.GetUtcNow());
        if (submission.Mails > 0)
        {
            // Bytes before the rows that name them: what a crash leaves behind is a file too many.
            content.Position = 0;
            vault.Put(id, content);
        }
        SubmittedReports taken;
        try
        {
            taken = await errands.DoAsync(l => new SubmitReport(l, config.Policy, clock).Receive(actor, id, submission)).ConfigureAwait(false);
        }
        catch (Exception fault) when (submission.Mails > 0 && fault is not LedgerException { IsInDoubt: true })
        {
            vault.Delete(id);
            throw;
        }
        if (submission.Mails > 0 && (taken.IsRepeat || !taken.Ruling.IsDone)) vault.Delete(id);
        return new ReportReceipt(taken.Ruling.IsDone ? kind : ReportReceiptKind.Refused, taken.Ruling, taken.Ids);
    }

    /// <summary>A mail is the same by its id, and by its bytes where it has none.</summary>
    private static async Task<string> HashAsync(Stream content, string messageId, CancellationToken cancellation)
    {
        content.Position = 0;
        return Convert.ToHexStringLower(messageId.Length > 0 ? SHA256.HashData(Encoding.UTF8.GetBytes(messageId)) : await SHA256.HashDataAsync(content, cancellation).ConfigureAwait(false));
    }
}
