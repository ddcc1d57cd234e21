using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Postvakt.Advisories;
using Postvakt.Jobs;
using Postvakt.Notices;
using Postvakt.Protocols.Smtp.Sending;
using Postvakt.Questions;
using Postvakt.Server.Notices;
using Postvakt.Server.Teams;
using Postvakt.Server.Working;
using Postvakt.Wording;

namespace Postvakt.Server.Advisories;

/// <summary>Sends advisories: promises everybody's copy, delivers each at the pace that is set, and closes the sending.</summary>
internal sealed partial class AdvisoryWorker : IAsyncDisposable
{
    private const int AtOnce = 2;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>How long one copy is tried. Half a day: a warning of yesterday is in the page and the digest anyway.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromHours(12);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10), LongestPause = TimeSpan.FromMinutes(15);
    /// <summary>When it is looked again whether all copies are through.</summary>
    private static readonly TimeSpan LookAgain = TimeSpan.FromSeconds(10);

    private readonly TeamsContext _context;
    private readonly TeamsWays _ways;
    private readonly NoticePost? _post;
    private readonly int _perMinute;
    private readonly ILogger _log;
    private readonly JobLoop[] _loops;

    /// <param name="ways">Disposed of by who made them, after the worker.</param>
    /// <param name="post">Null where no mail is sent.</param>
    public AdvisoryWorker(TeamsContext context, TeamsWays ways, NoticePost? post, int perMinute, ILogger log)
    {
        (_context, _ways, _post, _perMinute, _log) = (context, ways, post, perMinute, log);
        _loops = [Loop(AdvisoryIssues.SpreadKind, SpreadAsync), Loop(AdvisoryDelivery.JobKind, DeliverAsync), Loop(AdvisoryRun.CloseKind, CloseAsync)];
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_loops.Select(l => l.DisposeAsync().AsTask())).ConfigureAwait(false);

    private JobLoop Loop(string kind, Func<QueuedJob, CancellationToken, Task> work) => new(_context.Errands, kind, AtOnce, Lease, work, _context.Clock, _log);

    private Task SpreadAsync(QueuedJob job, CancellationToken cancellation) => StepAsync((run, l) =>
        run.Spread(job, person => _ways.Bot is not null && TeamsContact.Find(l, person.ToLowerInvariant()) is not null, _ways.Channel is not null));

    private Task CloseAsync(QueuedJob job, CancellationToken cancellation) => StepAsync((run, l) =>
    {
        if (!run.Close(job)) l.Retry(job, _context.Clock.GetUtcNow() + LookAgain);
    });

    private async Task DeliverAsync(QueuedJob job, CancellationToken cancellation)
    {
        var (begun, contact) = await _context.Errands.DoAsync(l =>
        {
            var both = Run(l).Begin(job);
            return (both, both?.Copy.Way == "bot" ? TeamsContact.Find(l, both.Value.Copy.Person.ToLowerInvariant()) : null);
        }).ConfigureAwait(false);
        if (begun is not { } copy) return;
        var (advisory, delivery) = copy;
        var outcome = delivery.Way switch
        {
            "mail" => await MailAsync(advisory, delivery, cancellation).ConfigureAwait(false),
            "bot" when _ways.Bot is { } bot && contact is not null => await bot.SendAsync(contact, Card(advisory, _context.LanguageOf(delivery.Address)), cancellation).ConfigureAwait(false),
            "channel" when _ways.Channel is { } channel => await channel.SendAsync(Card(advisory, _context.Policy().Language), cancellation).ConfigureAwait(false),
            _ => TeamsOutcome.Never("no such way is configured any more"),
        };
        Delivered(_log, delivery.Id, outcome.Kind.ToString());
        var now = _context.Clock.GetUtcNow();
        var pause = outcome.After is { } after && after <= LongestPause ? after : TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Clamp(job.Attempts - 1, 0, 10)));
        if (outcome.Kind == TeamsOutcomeKind.Later && now + pause < job.Job.DueAt + Patience && now < advisory.Until) await _context.Errands.DoAsync(l => l.Retry(job, now + pause)).ConfigureAwait(false);
        else await StepAsync((run, _) => run.Note(job, outcome.Kind switch { TeamsOutcomeKind.Sent => DeliveryState.Accepted, TeamsOutcomeKind.Never => DeliveryState.Refused, _ => DeliveryState.Undeliverable }, outcome.Why)).ConfigureAwait(false);
    }

    private async Task<TeamsOutcome> MailAsync(Advisory advisory, AdvisoryDelivery copy, CancellationToken cancellation)
    {
        if (_post is null) return TeamsOutcome.Later("no mail can be sent: name notices.from");
        var outcome = await _post.SendAsync(copy.Address, () => new AdvisoryMail(_post.From).Write(advisory, copy.Address, _context.LanguageOf(copy.Address), advisory.SentAt ?? _context.Clock.GetUtcNow()), cancellation).ConfigureAwait(false);
        return outcome.Kind switch
        {
            SmtpOutcomeKind.Accepted => TeamsOutcome.Sent,
            SmtpOutcomeKind.Refused => TeamsOutcome.Never(NoticePost.Why(outcome)),
            _ => TeamsOutcome.Later(NoticePost.Why(outcome)),
        };
    }

    private static JsonObject Card(Advisory advisory, string language)
    {
        var text = AdvisoryText.Of(advisory, language);
        string[] example = [Sentences.Of(language, "AdvisoryExample"), .. ((string[])[advisory.ExampleLink, advisory.ExampleFile]).Where(e => e.Length > 0)];
        return Cards.Notice(text.Title, example.Length > 1 ? [.. text.Lines, .. example] : text.Lines);
    }

    private AdvisoryRun Run(Quarantine.IDecisions decisions) => new(decisions, _context.Directory(), _perMinute, _context.Clock);

    private Task<bool> StepAsync(Action<AdvisoryRun, Intake.Ledger.ILedger> step) => _context.Errands.DoAsync(l =>
    {
        step(Run(l), l);
        return true;
    });

    [LoggerMessage(75, LogLevel.Information, "{Delivery}: {Outcome}")]
    private static partial void Delivered(ILogger log, string delivery, string outcome);
}
