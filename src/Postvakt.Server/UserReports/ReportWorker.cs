using Microsoft.Extensions.Logging;
using Postvakt.Audit;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;
using Postvakt.Intake.Sources;
using Postvakt.Jobs;
using Postvakt.Messages;
using Postvakt.Questions;
using Postvakt.Server.Working;
using Postvakt.UserReports;

namespace Postvakt.Server.UserReports;

/// <summary>Looks at the mails of reports: finds their record, or judges the attached original afresh; joins what was found and raises what several people report.</summary>
internal sealed class ReportWorker : IAsyncDisposable
{
    /// <summary>Bytes of a report kept in memory; the rest goes to disk.</summary>
    private const int InMemory = 1 << 20;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);
    private readonly ReportWork _work;
    private readonly ReportReader _reader = new(ReportLimits.Default);
    private readonly JobLoop _loop;

    public ReportWorker(ReportWork work, ILogger log)
    {
        _work = work;
        _loop = new JobLoop(work.Errands, SubmitReport.LookKind, 1, Lease, LookAsync, work.Clock, log);
    }

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    private async Task LookAsync(QueuedJob job, CancellationToken cancellation)
    {
        var id = job.Job.Subject;
        var reports = await _work.Errands.DoAsync(l => SubmitReport.Waiting(l, id)).ConfigureAwait(false);
        if (Read(id, cancellation) is not { Kind: ReportContentKind.Report } content)
        {
            await _work.Errands.DoAsync(l => Submit(l).GiveUp(job, "its bytes are gone or damaged")).ConfigureAwait(false);
            return;
        }
        var findings = new List<ReportFinding>(reports.Count);
        foreach (var report in reports.Where(r => r.Index < content.Mails.Count)) findings.Add(await FindAsync(report, content.Mails[report.Index], cancellation).ConfigureAwait(false));
        await _work.Errands.DoAsync(l =>
        {
            var submit = Submit(l);
            // "They say it was not them": the sender is asked by a way of ours. Raises nothing.
            foreach (var denied in submit.Denied(id, findings).Select(l.FindRecord).OfType<LedgerEntry>())
                new AskSender(l, _work.Directory(), _work.Clock).Ask(Actor.System("reports"), new AskedRecord(denied.Answer.Id, denied.From, denied.Campaign, denied.At), "a recipient heard that it was not the sender");
            foreach (var raised in submit.ToRaise(id, findings).GroupBy(r => r.Verdict)) Revision.Raise(l, [.. raised.Select(r => r.Record)], raised.Key, id);
            foreach (var record in findings.Select(f => f.Record).Where(r => r.Length > 0).Distinct(StringComparer.Ordinal)) l.Add(new AutomationOrder(AutomationSource.Report).Job(record, _work.Clock.GetUtcNow()));
            return submit.Join(job, findings);
        }).ConfigureAwait(false);
    }

    private async Task<ReportFinding> FindAsync(UserReport report, ReportedMail mail, CancellationToken cancellation)
    {
        if (await _work.Errands.DoAsync(l => Matcher(l).Find(mail, report)).ConfigureAwait(false) is { } found) return found;
        if (mail.Original is not { } original) return new ReportFinding(report.Index, "", "", mail.Author, Detection.Verdict.Clean);
        // Opened here, not on the ledger's thread: attachments take their time.
        var envelope = new Envelope("", "", mail.Author, []);
        using var received = new ReceivedMail(FreshLook.Listener, 0, new MemoryStream(original, writable: false), envelope, _work.Clock.GetUtcNow());
        var message = _work.Parser.Parse(received, cancellation);
        var looked = _work.LookInto(message);
        return await _work.Errands.DoAsync(l => Matcher(l).Of(new FreshLook(_work.Judge(l), l, _work.Keys.Seal, _work.Keys.Terms, _work.Options(), _work.Clock).Take(message, original, looked), report, isNew: true)).ConfigureAwait(false);
    }

    private SubmitReport Submit(ILedger ledger) => new(ledger, _work.Intake.Config.Policy, _work.Clock);

    private ReportMatcher Matcher(ILedger ledger) => new(ledger, _work.Keys.Terms, _work.Keys.Seal, _work.Directory(), _work.Intake.IsInside, _work.Clock);

    private ReportContent? Read(string id, CancellationToken cancellation)
    {
        try
        {
            using var kept = _work.Vault.Open(id);
            if (kept is null) return null;
            // A sealed mail can only be read forwards.
            using var content = new SpoolStream(InMemory);
            kept.CopyTo(content);
            return _reader.Read(content, Envelope.Unknown, cancellation);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
