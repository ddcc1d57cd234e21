using System.Text.Encodings.Web;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.Notices;
using Postvakt.Protocols.Smtp.Sending;
using Postvakt.Questions;
using Postvakt.Server.Notices;
using Postvakt.Server.Working;
using Postvakt.Wording;

namespace Postvakt.Server.Teams;

/// <summary>
/// Sends questions: by the bot where it is installed for the person, else in a chat, else as a notice to a channel. Ends their waiting, has denied mail raised, and sends
/// approved notices to partners.
/// </summary>
internal sealed partial class QuestionWorker : IAsyncDisposable
{
    private const int AtOnce = 2;

    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(5);

    /// <summary>How long one way is tried before the next one is. 15 min: a throttled service; a question that comes hours later is of no use.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(15);

    /// <summary>How long a notice to a partner is tried.</summary>
    private static readonly TimeSpan MailPatience = TimeSpan.FromDays(1);

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10), LongestPause = TimeSpan.FromMinutes(5);
    private readonly TeamsContext _context;
    private readonly TeamsWays _ways;
    private readonly NoticePost? _post;
    private readonly ILogger _log;
    private readonly JobLoop[] _loops;

    /// <param name="ways">Disposed of by who made them, after the worker.</param>
    /// <param name="post">Null where no mail is sent: notices to partners then wait.</param>
    public QuestionWorker(TeamsContext context, TeamsWays ways, NoticePost? post, ILogger log)
    {
        (_context, _ways, _post, _log) = (context, ways, post, log);
        _loops = [Loop(AskSender.JobKind, AskAsync), Loop(QuestionSteps.ExpiryKind, ExpireAsync), Loop(RaiseOrder.Kind, RaiseAsync), .. post is null ? Array.Empty<JobLoop>() : [Loop(PartnerNotices.JobKind, TellPartnerAsync)]];
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_loops.Select(l => l.DisposeAsync().AsTask())).ConfigureAwait(false);

    private JobLoop Loop(string kind, Func<QueuedJob, CancellationToken, Task> work) => new(_context.Errands, kind, AtOnce, Lease, work, _context.Clock, _log);

    private async Task AskAsync(QueuedJob job, CancellationToken cancellation)
    {
        var (question, contact, mails) = await _context.Errands.DoAsync(l =>
        {
            var asked = SenderQuestion.Find(l, job.Job.Subject);
            return (asked, asked is null ? null : TeamsContact.Find(l, asked.Person.ToLowerInvariant()), asked is null ? [] : _context.Mails(l, asked, _context.LanguageOf(asked.Address)));
        }).ConfigureAwait(false);
        if (question is not { IsOpen: true })
        {
            await _context.Errands.DoAsync(l => l.Finish(job)).ConfigureAwait(false);
            return;
        }
        var now = _context.Clock.GetUtcNow();
        var faults = new List<string>();
        // Not since the job was due, which moves with each retry.
        var waited = now - question.AskedAt - AskSender.Gathers;
        var turn = 0;
        foreach (var (way, send) in Ways(question, contact, mails))
        {
            var outcome = await send(cancellation).ConfigureAwait(false);
            Asked(_log, question.Id, way.ToString(), outcome.Kind.ToString());
            if (outcome.Kind == TeamsOutcomeKind.Sent)
            {
                await StepAsync(s => s.Told(job, way, question.Records.Count)).ConfigureAwait(false);
                return;
            }
            faults.Add(outcome.Why);
            // The first way gets its time, then the next one: a channel told at once would be told too much.
            if (outcome.Kind == TeamsOutcomeKind.Later && waited < Patience * ++turn)
            {
                await _context.Errands.DoAsync(l => l.Retry(job, now + (outcome.After is { } after && after < Patience ? after : Pause(job)))).ConfigureAwait(false);
                return;
            }
        }
        var why = faults.Count == 0 ? "no way in Teams is configured that reaches the person" : string.Join("; ", faults);
        NotAsked(_log, question.Id, why);
        await StepAsync(s => s.Undeliverable(job, why)).ConfigureAwait(false);
    }

    private IEnumerable<(QuestionWay Way, Func<CancellationToken, Task<TeamsOutcome>> Send)> Ways(SenderQuestion question, TeamsContact? contact, IReadOnlyList<string> mails)
    {
        var language = _context.LanguageOf(question.Address);
        if (_ways.Bot is { } bot && contact is not null) yield return (QuestionWay.Bot, c => bot.SendAsync(contact, Cards.Question(question.Id, mails, TeamsContext.More(question), language), c));
        if (_ways.Chat is { } chat && _context.Url.Length > 0) yield return (QuestionWay.Chat, c => chat.SendAsync(question.Person, ChatText(question, language), c));
        if (_ways.Channel is { } channel) yield return (QuestionWay.Channel, c => channel.SendAsync(ChannelCard(question), c));
    }

    private string ChatText(SenderQuestion question, string language)
    {
        var link = $"{_context.Url}{QuestionPages.Path}?t={new QuestionLink(question.Id, question.Person, _context.Clock.GetUtcNow()).Token(_context.Keys.Tokens)}";
        var html = HtmlEncoder.Default;
        return $"<p>{html.Encode(Sentences.Of(language, "AskChat"))}</p><p><a href=\"{html.Encode(link)}\">{html.Encode(Sentences.Of(language, "AskTitle"))}</a></p><p>{html.Encode(Sentences.Of(language, "AskFooter"))}</p>";
    }

    private JsonObject ChannelCard(SenderQuestion question)
    {
        var language = _context.Policy().Language;
        var name = _context.Directory().PersonOf(question.Address)?.Name is { Length: > 0 } known ? known : question.Address;
        return Cards.Notice("", [Sentences.Of(language, "AskChannel", name)]);
    }

    private Task ExpireAsync(QueuedJob job, CancellationToken cancellation) => StepAsync(s => s.Expired(job));

    private Task RaiseAsync(QueuedJob job, CancellationToken cancellation) => _context.Errands.DoAsync(l => new DeniedMails(l, _context.Keys.Terms, _context.Directory(), _context.Clock).Raise(job));

    private async Task TellPartnerAsync(QueuedJob job, CancellationToken cancellation)
    {
        var (notice, now) = (await _context.Errands.DoAsync(l => PartnerNotice.Find(l, job.Job.Subject)).ConfigureAwait(false), _context.Clock.GetUtcNow());
        if (notice is not { State: PartnerNoticeState.Approved })
        {
            await _context.Errands.DoAsync(l => l.Finish(job)).ConfigureAwait(false);
            return;
        }
        var outcome = await _post!.SendAsync(notice.Contact, () => new PartnerMail(_post.From).Write(notice, notice.ApprovedAt ?? now), cancellation).ConfigureAwait(false);
        if (outcome.Kind == SmtpOutcomeKind.Accepted || outcome.Kind == SmtpOutcomeKind.Refused || now - (notice.ApprovedAt ?? now) > MailPatience)
            await _context.Errands.DoAsync(l => Note(l, outcome.Kind == SmtpOutcomeKind.Accepted ? "" : NoticePost.Why(outcome))).ConfigureAwait(false);
        else await _context.Errands.DoAsync(l => l.Retry(job, now + Pause(job))).ConfigureAwait(false);

        bool Note(ILedger ledger, string trouble)
        {
            new PartnerNotices(ledger, _context.Directory(), _context.Clock).Sent(job, trouble);
            return true;
        }
    }

    private static TimeSpan Pause(QueuedJob job) => TimeSpan.FromTicks(Math.Min(LongestPause.Ticks, FirstPause.Ticks << Math.Clamp(job.Attempts - 1, 0, 10)));

    private Task<bool> StepAsync(Action<QuestionSteps> step) => _context.Errands.DoAsync(l =>
    {
        step(new QuestionSteps(l, _context.Clock));
        return true;
    });

    [LoggerMessage(70, LogLevel.Information, "{Question} by {Way}: {Outcome}")]
    private static partial void Asked(ILogger log, string question, string way, string outcome);

    [LoggerMessage(71, LogLevel.Warning, "{Question} reached nobody: {Why}. Ask by telephone, and note the answer")]
    private static partial void NotAsked(ILogger log, string question, string why);
}
