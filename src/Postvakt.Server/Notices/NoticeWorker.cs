using System.Globalization;
using System.Text;
using Microsoft.Extensions.Logging;
using MimeKit;
using Postvakt.Audit;
using Postvakt.Intake.Gateway;
using Postvakt.Jobs;
using Postvakt.Notices;
using Postvakt.Protocols.Smtp;
using Postvakt.Protocols.Smtp.Sending;
using Postvakt.Quarantine;
using Postvakt.Server.Working;
using Postvakt.UserReports;
using Postvakt.Wording;

namespace Postvakt.Server.Notices;

/// <summary>Sends digests and what was decided on requests. Never silent: what could not be sent within a day is audited, counted, logged, and an administrator is told.</summary>
internal sealed partial class NoticeWorker : IAsyncDisposable
{
    /// <summary>Kind of the job that tells an administrator; its subject is who could not be told.</summary>
    private const string AlertKind = "alert";

    private const int AtOnce = 2;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(30), LongestPause = TimeSpan.FromMinutes(30);
    private static readonly Actor Self = Actor.System("notices");
    private readonly NoticeContext _context;
    private readonly SmtpSender _sender;
    private readonly NoticeMail _mail;
    private readonly ILogger _log;
    private readonly JobLoop[] _loops;
    private long _failed;

    /// <param name="sender">Disposed of with the worker.</param>
    public NoticeWorker(NoticeContext context, SmtpSender sender, ILogger log)
    {
        (_context, _sender, _mail, _log) = (context, sender, new NoticeMail(context.Config.From), log);
        _loops = [Loop(DigestOrder.Kind, DigestAsync), Loop(PersonalNotice.Kind, ToldAsync), Loop(AlertKind, AlertAsync), Loop(ReportAnswer.Kind, ReportAsync)];
    }

    /// <summary>People who could not be told since the start.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    public async ValueTask DisposeAsync()
    {
        await Task.WhenAll(_loops.Select(l => l.DisposeAsync().AsTask())).ConfigureAwait(false);
        await _sender.DisposeAsync().ConfigureAwait(false);
    }

    private JobLoop Loop(string kind, Func<QueuedJob, CancellationToken, Task> work) => new(_context.Errands, kind, AtOnce, Lease, work, _context.Clock, _log);

    private async Task DigestAsync(QueuedJob job, CancellationToken cancellation)
    {
        var (order, to, now) = (DigestOrder.Of(job.Job), job.Job.Subject, _context.Clock.GetUtcNow());
        var directory = _context.Directory();
        var language = _context.LanguageOf(to);
        var (held, observed, locked, warnings) = await _context.Errands.DoAsync(l =>
        {
            var shown = new HeldFor(l, directory, _context.Terms, _context.Keys.Seal);
            var lockDown = l.LockDowns().FirstOrDefault(d => d.Holds(now) && d.Covers("", LockedGroups.Of(l, directory, directory.MailboxesOf(to), now)));
            return (shown.Held(to, order.Since, order.Until), shown.Observed(to, order.Since, order.Until), lockDown is null ? "" : Sentences.Of(language, "Locked", [Sentences.Time(lockDown.Since), lockDown.Reason]), NoticeContext.Warnings(l, directory, to, language, now));
        }).ConfigureAwait(false);
        // Everything was decided meanwhile.
        if (held.Count + observed.Count == 0) await EndAsync(job).ConfigureAwait(false);
        else
        {
            var link = _context.Config.Url.Length == 0 ? "" : $"{_context.Config.Url}{LinkPages.Path}?t={new PersonalLink(to, now).Token(_context.Keys.Tokens)}";
            await SendAsync(job, to, () => _mail.Digest(IdOf(job), to, language, held, observed, link, locked, now, _context.AskInTeams, warnings), order.Until + Patience, cancellation).ConfigureAwait(false);
        }
    }

    private async Task ToldAsync(QueuedJob job, CancellationToken cancellation)
    {
        var (notice, now) = (PersonalNotice.Of(job.Job), _context.Clock.GetUtcNow());
        var item = await _context.Errands.DoAsync(l => new HeldFor(l, _context.Directory(), _context.Terms, _context.Keys.Seal).Show(job.Job.Subject)).ConfigureAwait(false);
        if (item is null) await EndAsync(job).ConfigureAwait(false);
        else await SendAsync(job, notice.Address, () => _mail.Told(IdOf(job), notice.Address, _context.LanguageOf(notice.Address), notice.Key, item, now), job.Job.DueAt + Patience, cancellation).ConfigureAwait(false);
    }

    private async Task ReportAsync(QueuedJob job, CancellationToken cancellation)
    {
        var (answer, now) = (ReportAnswer.Of(job.Job), _context.Clock.GetUtcNow());
        var item = answer.Record.Length == 0 ? null : await _context.Errands.DoAsync(l => new HeldFor(l, _context.Directory(), _context.Terms, _context.Keys.Seal).Show(answer.Record)).ConfigureAwait(false);
        await SendAsync(job, answer.Address, () => _mail.Report(IdOf(job), answer.Address, _context.LanguageOf(answer.Address), answer.Key, item, answer.Says, answer.MessageId, now), job.Job.DueAt + Patience, cancellation).ConfigureAwait(false);
    }

    private Task AlertAsync(QueuedJob job, CancellationToken cancellation) =>
        SendAsync(job, _context.Config.Alert, () => _mail.Alert(IdOf(job), _context.Config.Alert, $"{job.Job.Subject} could not be told about held mail: {job.Job.Payload}.", _context.Clock.GetUtcNow()), job.Job.DueAt + Patience, cancellation);

    private async Task SendAsync(QueuedJob job, string to, Func<MimeMessage> write, DateTimeOffset giveUpAt, CancellationToken cancellation)
    {
        MimeMessage mail;
        try
        {
            mail = write();
        }
        catch (Exception unwritable) when (unwritable is FormatException or ArgumentException)
        {
            await FailAsync(job, to, "the address cannot be written to").ConfigureAwait(false);
            return;
        }
        using var content = new MemoryStream();
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        await mail.WriteToAsync(format, content, cancellation).ConfigureAwait(false);
        content.Position = 0;
        var mark = ReleaseMark.Of(NoticeMark.IdOf(to, _context.Clock.GetUtcNow()), content, _context.Keys.Tokens);
        content.Position = 0;
        var outcome = await TryAsync(new SmtpDelivery
        {
            Sender = new SmtpMailbox(_context.Config.From), Recipients = [new SmtpMailbox(to)], Content = content, Body = SmtpBody.EightBit,
            Prefix = Encoding.ASCII.GetBytes($"{ReleaseMark.Field}: {mark}\r\n"),
        }, cancellation).ConfigureAwait(false);
        var why = outcome.Reply is { } reply ? FormattableString.Invariant($"{reply.Code} {reply.Status}").Trim() : outcome.Text;
        Sent(_log, job.Job.Kind, IdOf(job), outcome.Kind.ToString().ToLowerInvariant());
        var pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Min(10, job.Attempts - 1)));
        var now = _context.Clock.GetUtcNow();
        if (outcome.Kind == SmtpOutcomeKind.Accepted) await EndAsync(job).ConfigureAwait(false);
        else if (outcome.Kind == SmtpOutcomeKind.Refused || now + pause >= giveUpAt) await FailAsync(job, to, why).ConfigureAwait(false);
        else await _context.Errands.DoAsync(l => l.Retry(job, now + pause)).ConfigureAwait(false);
    }

    private async Task<SmtpOutcome> TryAsync(SmtpDelivery delivery, CancellationToken cancellation)
    {
        using var time = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        time.CancelAfter(Lease / 2);
        try
        {
            return await _sender.SendAsync(delivery, time.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return new SmtpOutcome(SmtpOutcomeKind.Deferred, null, [], "it took too long, or we were stopped");
        }
        catch (ArgumentException)
        {
            return new SmtpOutcome(SmtpOutcomeKind.Refused, null, [], "the address cannot be sent to");
        }
    }

    private Task EndAsync(QueuedJob job) => _context.Errands.DoAsync(l => l.Finish(job));

    private async Task FailAsync(QueuedJob job, string to, string why)
    {
        Interlocked.Increment(ref _failed);
        NotTold(_log, job.Job.Kind, IdOf(job), why);
        var now = _context.Clock.GetUtcNow();
        await _context.Errands.DoAsync(l => l.Decide(new Decision(AuditEvent.Of(now, Self, job.Job.Kind + "-failed", to, "", why))
        {
            Finished = job, Jobs = job.Job.Kind == AlertKind || _context.Config.Alert.Length == 0 ? [] : [new Job(AlertKind, to, why, now)],
        }, now)).ConfigureAwait(false);
    }

    private static string IdOf(QueuedJob job) => string.Create(CultureInfo.InvariantCulture, $"{job.Job.Kind}.{job.Id}.{job.Job.DueAt.ToUnixTimeMilliseconds():x}");

    [LoggerMessage(50, LogLevel.Information, "{Kind} {Id}: {Outcome}")]
    private static partial void Sent(ILogger log, string kind, string id, string outcome);

    [LoggerMessage(51, LogLevel.Error, "{Kind} {Id} could not be sent: {Why}. Somebody was not told about held mail; the audit says who")]
    private static partial void NotTold(ILogger log, string kind, string id, string why);
}
