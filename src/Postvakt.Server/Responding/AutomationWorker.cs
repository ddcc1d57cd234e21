using Microsoft.Extensions.Logging;
using Postvakt.Automation;
using Postvakt.Directories;
using Postvakt.Intake.Gateway;
using Postvakt.Jobs;
using Postvakt.Notices;
using Postvakt.Protocols.Smtp.Sending;
using Postvakt.Server.Gateway;
using Postvakt.Server.Notices;
using Postvakt.Server.Teams;
using Postvakt.Server.Working;

namespace Postvakt.Server.Responding;

/// <summary>Asks the automation policy about mails that became suspicious or worse, and tells responders what it did: in the channel of Teams, else by mail to who gets alerts.</summary>
internal sealed partial class AutomationWorker : IAsyncDisposable
{
    /// <summary>How long telling responders is tried. A day: then they have read the incident.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromDays(1);

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(2), FirstPause = TimeSpan.FromSeconds(10), LongestPause = TimeSpan.FromMinutes(10);
    private readonly IErrands _errands;
    private readonly AutomationSetting _setting;
    private readonly Func<DirectorySnapshot> _directory;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly JobLoop _acting, _telling;

    public AutomationWorker(IErrands errands, AutomationSetting setting, Func<DirectorySnapshot> directory, TimeProvider clock, ILogger log)
    {
        (_errands, _setting, _directory, _clock, _log) = (errands, setting, directory, clock, log);
        // One at a time: mails of one campaign that come together are acted on once.
        _acting = new JobLoop(errands, AutomationOrder.Kind, 1, Lease, ActAsync, clock, log);
        _telling = new JobLoop(errands, AutomationNotice.Kind, 1, Lease, TellAsync, clock, log);
    }

    public async ValueTask DisposeAsync()
    {
        await _acting.DisposeAsync().ConfigureAwait(false);
        await _telling.DisposeAsync().ConfigureAwait(false);
    }

    private Task ActAsync(QueuedJob job, CancellationToken cancellation) => _errands.DoAsync(l =>
    {
        new ActByPolicy(l, _setting.Policy, _directory(), _setting.Journals, _setting.CanSweep, _clock).Take(job);
        return true;
    });

    private async Task TellAsync(QueuedJob job, CancellationToken cancellation)
    {
        var step = await _errands.DoAsync(l => l.FindRegistered(AutomaticStep.Kind, job.Job.Subject) is { } entry ? AutomaticStep.Of(entry) : null).ConfigureAwait(false);
        var (later, why) = step is null ? (false, "") : await TellAsync(step, cancellation).ConfigureAwait(false);
        var now = _clock.GetUtcNow();
        if (later && now - step!.At < Patience)
        {
            var pause = TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Clamp(job.Attempts - 1, 0, 10)));
            await _errands.DoAsync(l => l.Retry(job, now + pause)).ConfigureAwait(false);
            return;
        }
        if (why.Length > 0) NotTold(_log, job.Job.Subject, why);
        await _errands.DoAsync(l => why.Length > 0 ? l.GiveUp(job) : l.Finish(job)).ConfigureAwait(false);
    }

    /// <returns>Whether it may go later, and what was in the way, or empty.</returns>
    private async Task<(bool Later, string Why)> TellAsync(AutomaticStep step, CancellationToken cancellation)
    {
        if (_setting.Channel is { } channel)
        {
            var outcome = await channel.SendAsync(Cards.Notice("Postvakt", AutomationMail.Sentences(step, _setting.Language())), cancellation).ConfigureAwait(false);
            return (outcome.Kind == TeamsOutcomeKind.Later, outcome.Kind == TeamsOutcomeKind.Sent ? "" : outcome.Why);
        }
        if (_setting is not { Post: { } post, Alert.Length: > 0 }) return (false, "");
        var sent = await post.SendAsync(_setting.Alert, () => new AutomationMail(post.From).Write(step, _setting.Alert, _setting.Language(), _clock.GetUtcNow()), cancellation).ConfigureAwait(false);
        return (sent.Kind == SmtpOutcomeKind.Deferred, sent.Kind == SmtpOutcomeKind.Accepted ? "" : NoticePost.Why(sent));
    }

    [LoggerMessage(37, LogLevel.Warning, "nobody could be told of {Step}, which the automation policy did: {Why}")]
    private static partial void NotTold(ILogger log, string step, string why);
}
