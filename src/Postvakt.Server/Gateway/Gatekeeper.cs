using Microsoft.Extensions.Logging;
using Postvakt.Authentication;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Quarantine;
using Postvakt.Rules;
using Postvakt.Server.Configuration;
using Postvakt.Server.Connectors;
using Postvakt.Server.Notices;
using Postvakt.Server.Operation;
using Postvakt.Server.UserReports;
using Postvakt.UserReports;

namespace Postvakt.Server.Gateway;

/// <summary>
/// What every listener does with a mail once it has it whole: read it, check its sender, have it judged and recorded, answer within the deadline. Our own fault
/// defers, never loses and never rejects.
/// </summary>
/// <param name="connectors">Who else is asked; null for nobody.</param>
/// <param name="reports">Takes reports of suspicious mail; null where they come another way.</param>
/// <param name="look">Has rules look into files of a mail; null where there are none.</param>
/// <param name="verifier">Checks senders; null where that is somebody else's business.</param>
internal sealed partial class Gatekeeper(
    MessageParser parser, SenderVerifier? verifier, IReadOnlyList<DeskLoop> desks, TokenKey tokens, Func<DirectorySnapshot> directory, ServeState state, GatewayMetrics metrics, VerdictFeed feed, TimeProvider clock, ILogger<Gatekeeper> log, ConnectorPanel? connectors = null, ReportIntake? reports = null, Func<Message, RuleMail?>? look = null) : IDisposable
{
    private static readonly int MostReading = Math.Max(2, Environment.ProcessorCount + 1);

    private readonly SemaphoreSlim _reading = new(MostReading);
    private long _faultSince;
    private int _next;

    /// <summary>True from the first mail that could not be recorded in time until the next one that could.</summary>
    public bool InTrouble => Interlocked.Read(ref _faultSince) != 0;

    /// <param name="content">Seekable; stays the caller's.</param>
    public Task<Answer> AnswerAsync(ListenerProfile listener, Envelope envelope, Stream content, CancellationToken cancellation) => AnswerAsync(listener, envelope, content, null, cancellation);

    /// <param name="content">Seekable; stays the caller's.</param>
    /// <param name="mark">Value of the field <see cref="ReleaseMark.Field"/>, or null where the mail has none.</param>
    public async Task<Answer> AnswerAsync(ListenerProfile listener, Envelope envelope, Stream content, string? mark, CancellationToken cancellation)
    {
        var started = clock.GetTimestamp();
        var config = state.Current;
        try
        {
            if (mark is not null && await ReleasedAsync(mark, envelope, content).ConfigureAwait(false) is { } released)
            {
                metrics.Count(listener.Name, released.Stored!.Verdict, released.Disposition, clock.GetElapsedTime(started));
                return released;
            }
            var arrival = await ReadAsync(listener, envelope, content, config, cancellation).ConfigureAwait(false);
            var results = "";
            if (verifier is not null)
            {
                var verified = await verifier.VerifyAsync(envelope, content, cancellation).ConfigureAwait(false);
                arrival = arrival with { Authentication = verified.Summary };
                results = verified.Field;
            }
            if (reports is not null && await ReportedAsync(reports, listener, arrival, cancellation).ConfigureAwait(false) is { } reported) return reported;
            if (connectors is not null) arrival = arrival with { Outside = await connectors.AskAsync(arrival.Message, content, config.Limits.Deadline / 2 - clock.GetElapsedTime(started), cancellation).ConfigureAwait(false) };
            var left = config.Limits.Deadline - clock.GetElapsedTime(started);
            // Reading it took all the time: no outage of the store, or such mails, sent for some hours, would be delivered unjudged where an outage delivers.
            if (left <= TimeSpan.Zero) throw new OverloadException();
            var answer = await Desk().SettleAsync(arrival, left, clock, cancellation).ConfigureAwait(false) with { Results = results };
            Interlocked.Exchange(ref _faultSince, 0);
            if (answer.Repeat) metrics.CountRepeat();
            metrics.Count(listener.Name, answer.Stored!.Verdict, answer.Disposition, clock.GetElapsedTime(started));
            if (answer.Stored.Verdict != Verdict.Clean) Judged(log, listener.Name, answer.Stored.Id, answer.Stored.Verdict, answer.Disposition, answer.Stored.Score);
            feed.Tell(arrival, answer, clock);
            return answer with { Message = arrival.Message };
        }
        catch (OverloadException)
        {
            metrics.CountFault(listener.Name, "overload");
            return new Answer(null, Disposition.Defer);
        }
        catch (TimeoutException)
        {
            return Fault(listener, "deadline", null, config.Policy);
        }
        catch (IOException store)
        {
            return Fault(listener, "store", store, config.Policy);
        }
        catch (Exception mistake) when (mistake is not OperationCanceledException)
        {
            // A fault with one mail is no outage: whoever finds a mail that we stumble over must not get it delivered unjudged by sending it for some hours.
            metrics.CountFault(listener.Name, "mistake");
            NotJudged(log, listener.Name, "mistake", Disposition.Defer, Describe(mistake));
            return new Answer(null, Disposition.Defer);
        }
    }

    /// <summary>A mail that we let out, or a notice of ours, comes by: it is not judged again. Null when it is none of ours.</summary>
    private async Task<Answer?> ReleasedAsync(string mark, Envelope envelope, Stream content)
    {
        if (ReleaseMark.IdOf(mark, content, tokens) is not { } id) return null;
        if (NoticeMark.IsNotice(id)) return NoticeMark.Passes(id, envelope.Recipients, clock.GetUtcNow()) ? Passed(new StoredAnswer(id, Verdict.Clean, Disposition.Deliver, 0, "")) : null;
        return await Desk().DoAsync(ledger => new DeliverySteps(ledger, directory(), clock).IsOnItsWay(id, envelope.Recipients) && ledger.FindRecord(id) is { } record ? Passed(record.Answer) : null).ConfigureAwait(false);
    }

    /// <summary>
    /// Mail to the report address is taken as a report, and where it goes to nobody else it is not judged: it holds what is judged malicious. Null when it goes on as any mail does.
    /// A sender who is not who he says he is reports nothing.
    /// </summary>
    private async Task<Answer?> ReportedAsync(ReportIntake reports, ListenerProfile listener, Arrival arrival, CancellationToken cancellation)
    {
        var (content, envelope) = (arrival.Content, arrival.Message.Envelope);
        if (!envelope.Recipients.Any(reports.IsAddress) || arrival.Authentication is { Dmarc: "fail", ForwarderVouches: false }) return null;
        ReportReceipt receipt;
        try
        {
            receipt = await reports.TakeMailAsync(content, envelope, ReportWay.Mail, cancellation).ConfigureAwait(false);
        }
        finally
        {
            content.Position = 0;
        }
        Reported(log, listener.Name, receipt.Kind.ToString().ToLowerInvariant(), receipt.Ids.Count > 0 ? receipt.Ids[0] : "");
        if (receipt.Kind is ReportReceiptKind.Outside or ReportReceiptKind.Automatic || !envelope.Recipients.All(reports.IsAddress)) return null;
        var disposition = reports.Config.Deliver ? Disposition.Deliver : Disposition.Quarantine;
        // Nothing is held: to a mail server, mail that ends here and mail that is held look the same.
        return new Answer(new StoredAnswer(receipt.Ids.Count > 0 ? receipt.Ids[0] : "report", Verdict.Clean, disposition, 0, ""), disposition) { Mode = Mode.Observe, Intended = disposition };
    }

    private static Answer Passed(StoredAnswer answer) => new(answer with { Applied = Disposition.Deliver }, Disposition.Deliver) { Mode = Mode.Tag, Intended = Disposition.Deliver };

    public void Dispose() => _reading.Dispose();

    /// <summary>A few at a time: an attachment may take a quarter of a gigabyte and two seconds of a core, and attackers send many at once.</summary>
    private async Task<Arrival> ReadAsync(ListenerProfile listener, Envelope envelope, Stream content, ServeConfig config, CancellationToken cancellation)
    {
        if (!await _reading.WaitAsync(config.Limits.Deadline / 2, cancellation).ConfigureAwait(false)) throw new OverloadException();
        try
        {
            return Read(listener, envelope, content, config.Policy, cancellation);
        }
        finally
        {
            _reading.Release();
        }
    }

    private Arrival Read(ListenerProfile listener, Envelope envelope, Stream content, PolicyConfig policy, CancellationToken cancellation)
    {
        var (repeat, digest) = RepeatKeys.Of(listener.Name, envelope, content, listener.OwnTrace);
        content.Position = 0;
        // The stream stays the listener's: ReceivedMail must not close it.
        var message = parser.Parse(new ReceivedMail(listener.Name, 0, content, envelope, clock.GetUtcNow()), cancellation);
        return new Arrival(listener.Name, Mildest(listener.Mode ?? ModeOf(envelope.Recipients, policy), listener.Highest), message, content, repeat, digest, null) { Looked = look?.Invoke(message) };
    }

    /// <summary>The mildest mode of its recipients: what was promised to one of them holds for the mail.</summary>
    internal static Mode ModeOf(IEnumerable<string> recipients, PolicyConfig policy)
    {
        if (policy.Domains.Count == 0) return policy.Mode;
        return recipients.DefaultIfEmpty("").Min(r => policy.Domains.TryGetValue(r[(r.LastIndexOf('@') + 1)..].ToLowerInvariant(), out var mode) ? mode : policy.Mode);
    }

    private static Mode Mildest(Mode one, Mode other) => one < other ? one : other;

    private DeskLoop Desk() => desks.Count == 1 ? desks[0] : desks[(int)((uint)Interlocked.Increment(ref _next) % desks.Count)];

    /// <summary>The store or the time: nothing gets through, and past a while the operator's choice holds.</summary>
    private Answer Fault(ListenerProfile listener, string cause, IOException? fault, PolicyConfig policy)
    {
        metrics.CountFault(listener.Name, cause);
        var now = clock.GetTimestamp();
        var since = Interlocked.CompareExchange(ref _faultSince, now, 0);
        var then = since != 0 && clock.GetElapsedTime(since, now) >= policy.OutageAfter ? policy.OutageThen : Disposition.Defer;
        NotJudged(log, listener.Name, cause, then, Describe(fault));
        return new Answer(null, then);
    }

    /// <summary>What may stand in a log: a store speaks of files, but the words of any other exception may come out of the mail.</summary>
    private static string Describe(Exception? fault) => fault switch
    {
        null => "",
        IOException => fault.Message,
        _ => fault.GetType().Name + " " + string.Join(' ', (fault.StackTrace ?? "").Split('\n').Take(4).Select(l => l.Trim())),
    };

    [LoggerMessage(1, LogLevel.Information, "{Listener}: mail {Id} is {Verdict} (score {Score}), {Disposition}")]
    private static partial void Judged(ILogger log, string listener, string id, Verdict verdict, Disposition disposition, double score);

    [LoggerMessage(3, LogLevel.Information, "{Listener}: mail to the report address: {Kind} {Id}")]
    private static partial void Reported(ILogger log, string listener, string kind, string id);

    [LoggerMessage(2, LogLevel.Error, "{Listener}: a mail could not be judged ({Cause}), {Disposition}. {What}")]
    private static partial void NotJudged(ILogger log, string listener, string cause, Disposition disposition, string what);
}
