using Microsoft.Extensions.Logging;
using Postvakt.Audit;
using Postvakt.Events;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Server.Configuration;
using Postvakt.Server.Gateway;

namespace Postvakt.Server.Events;

/// <summary>
/// Tells one output. What is audited, and mail that was promised to be told, is at least once: it moves on only after it was taken. What is told besides waits in a bounded line and is dropped
/// where it overflows. Nothing here makes a mail wait.
/// </summary>
internal sealed partial class EventForwarder : IAsyncDisposable
{
    /// <summary>Records that are looked up in one errand. 100: the thread that does errands is the one that judges mail.</summary>
    private const int MaxLookedUp = 100;

    /// <summary>Attempts one after the other that end by a mistake of ours before the event at which they do is left out. 10: a quarter of an hour; one event must not silence the rest for ever.</summary>
    private const int MostMistakes = 10;

    /// <summary>Batches that a stop waits for.</summary>
    private const int LastRounds = 50;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1), FirstWait = TimeSpan.FromSeconds(1), LongestWait = TimeSpan.FromMinutes(5), Grace = TimeSpan.FromSeconds(5);
    private readonly EventOutputConfig _config;
    private readonly IErrands _errands;
    private readonly IEventSink _sink;
    private readonly EventPlaces _places;
    private readonly EventSource _source;
    private readonly EventResume _resume;
    private readonly WaitingEvents _waiting;
    private readonly TimeProvider _clock;
    private readonly ILogger _log;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _stopping = new(), _ending = new();
    private readonly Task _work;
    private readonly List<SecurityEvent> _told = [];
    private long _sent, _refused;
    private int _failures, _mistakes, _limit;
    private TimeSpan? _after;
    private volatile bool _stopped;
    private volatile Last _last = new(null, null, null, null);

    /// <param name="sink">Disposed of with the forwarder.</param>
    public EventForwarder(EventOutputConfig config, IErrands errands, IEventSink sink, string org, SealingKey seal, TimeProvider clock, ILogger log)
    {
        (_config, _errands, _sink, _clock, _log) = (config, errands, sink, clock, log);
        (_places, _source, _resume, _limit) = (new EventPlaces(config.Name), new EventSource(config, org, seal), new EventResume(config.Name), sink.MaxBatch);
        _waiting = new WaitingEvents(config, org, clock);
        _work = Task.Run(RunAsync);
    }

    public EventOutputConfig Config => _config;

    public EventOutputStatus Status()
    {
        var last = _last;
        var lag = last.Oldest is { } oldest ? Math.Max(0, (long)(_clock.GetUtcNow() - oldest).TotalSeconds) : 0;
        return new EventOutputStatus(_config.Name, _config.Kind, _stopped ? "stopped" : _failures > 0 ? "behind" : last.Oldest is null && _waiting.IsEmpty ? "waiting" : "sending", Interlocked.Read(ref _sent), _waiting.Dropped, Interlocked.Read(ref _refused), lag, last.Sent, last.Error, last.ErrorAt, _places.Holds);
    }

    /// <summary>Tells as best it can: what finds no room is counted.</summary>
    public void Tell(SecurityEvent what) => _waiting.Add(what);

    /// <summary>Sends one event at once, beside all that waits, and says what came back.</summary>
    public async Task<SinkOutcome> TestAsync(SecurityEvent what, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            return await _sink.SendAsync([what], cancellation).ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Has it told again where its receiver ended it, by all nodes.</summary>
    public Task ResumeAsync(Actor actor) => _errands.DoAsync(l =>
    {
        _resume.Say(l, actor, _clock.GetUtcNow());
        return true;
    });

    /// <summary>Hands over what waits, as far as that is quick; what is sure comes again after the next start.</summary>
    public async ValueTask DisposeAsync()
    {
        _ending.CancelAfter(Grace);
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _work.ConfigureAwait(false);
        await _sink.DisposeAsync().ConfigureAwait(false);
        _turn.Dispose();
        _stopping.Dispose();
        _ending.Dispose();
    }

    private async Task RunAsync()
    {
        while (!_stopping.IsCancellationRequested) await RoundAsync(_stopping.Token).ConfigureAwait(false);
        // A little more: what the stop itself gave rise to.
        for (var round = 0; round < LastRounds && !_stopped; round++)
            if (!await RoundAsync(_ending.Token, last: true).ConfigureAwait(false)) break;
        await GuardedAsync(l => { _places.Release(l, _clock.GetUtcNow()); return true; }).ConfigureAwait(false);
    }

    private async Task<bool> RoundAsync(CancellationToken cancellation, bool last = false)
    {
        try
        {
            if (_stopped && !last && await _errands.DoAsync(_resume.Came).ConfigureAwait(false)) _stopped = false;
            var worked = !_stopped && await StepAsync(cancellation).ConfigureAwait(false);
            if (worked || last) return worked;
            await Task.Delay(_failures > 0 && !_stopped ? Wait() : Pause, _clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        catch (OperationCanceledException)
        {
            // We are asked to stop.
        }
        catch (Exception fault)
        {
            // The store, or a mistake of ours: the loop must go on.
            Failed(fault is IOException ? fault.Message : fault.GetType().Name, _clock.GetUtcNow());
            await Task.Delay(Pause, _clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        return false;
    }

    /// <returns>True when there may be more at once.</returns>
    private async Task<bool> StepAsync(CancellationToken cancellation)
    {
        var batch = await _errands.DoAsync(Next).ConfigureAwait(false);
        if (batch.IsEmpty && _told.Count == 0) _waiting.Take(_told, _limit);
        if (batch.IsEmpty && _told.Count == 0)
        {
            _last = _last with { Oldest = null };
            return false;
        }
        var events = batch.IsEmpty ? _told.GetRange(0, Math.Min(_limit, _told.Count)) : batch.Events;
        if (events.Count > 0) _last = _last with { Oldest = events.Min(e => e.At) };
        var outcome = events.Count == 0 ? SinkOutcome.Taken() : await SendAsync(events, cancellation).ConfigureAwait(false);
        return await SettleAsync(batch, events, outcome).ConfigureAwait(false);
    }

    /// <summary>What is audited first, then mail; never both, so that a batch has one way to end.</summary>
    private EventBatch Next(ILedger ledger)
    {
        var now = _clock.GetUtcNow();
        var most = Math.Min(_limit, MaxLookedUp);
        var audit = _places.Hold(ledger, now) ? _source.Audit(ledger, _places, now, most) : EventBatch.Empty;
        return audit.IsEmpty ? _source.Mail(ledger, now, most) : audit;
    }

    private async Task<SinkOutcome> SendAsync(IReadOnlyList<SecurityEvent> events, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation).ConfigureAwait(false);
        try
        {
            var outcome = await _sink.SendAsync(events, cancellation).ConfigureAwait(false);
            _mistakes = 0;
            return outcome;
        }
        catch (Exception mistake) when (mistake is not OperationCanceledException)
        {
            // A mistake of ours waits like a dead receiver, and shows as one, for a while.
            return ++_mistakes < MostMistakes ? SinkOutcome.Later(mistake.GetType().Name) : new SinkOutcome(SinkResult.Refused, mistake.GetType().Name);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<bool> SettleAsync(EventBatch batch, IReadOnlyList<SecurityEvent> events, SinkOutcome outcome)
    {
        var now = _clock.GetUtcNow();
        switch (outcome.Result)
        {
            case SinkResult.Taken:
                await DoneAsync(batch, events.Count).ConfigureAwait(false);
                Interlocked.Add(ref _sent, events.Count);
                if (events.Count > 0) _last = _last with { Sent = now };
                (_failures, _limit) = (0, Math.Min(_sink.MaxBatch, _limit * 2));
                return true;
            case SinkResult.Refused when events.Count > 1:
                // One of them it is: they are told one by one, and that one is left out.
                _limit = 1;
                await AgainAsync(batch, now).ConfigureAwait(false);
                return true;
            case SinkResult.Refused:
                Interlocked.Add(ref _refused, events.Count);
                Refused(_log, _config.Name, events[0].Id, outcome.Says);
                // The next one gets its own attempts.
                (_failures, _mistakes) = (0, 0);
                await DoneAsync(batch, events.Count).ConfigureAwait(false);
                return true;
            case SinkResult.Stopped:
                Failed(outcome.Says, now);
                _stopped = true;
                await AgainAsync(batch, now).ConfigureAwait(false);
                await GuardedAsync(l =>
                {
                    _resume.Begin(l);
                    _places.Release(l, now);
                    return l.Decide(new Decision(AuditEvent.Of(now, Actor.System("events"), "events-stopped", _config.Name, "", outcome.Says)), now);
                }).ConfigureAwait(false);
                return false;
            default:
                Failed(outcome.Says, now);
                _failures++;
                _after = outcome.After;
                await AgainAsync(batch, now + Wait()).ConfigureAwait(false);
                return false;
        }
    }

    private void Failed(string says, DateTimeOffset now)
    {
        // Once: a store that is gone for an hour would fill the log, a second after the other.
        if (_last.Error != says || _last.Sent > _last.ErrorAt) NotTold(_log, _config.Name, says);
        _last = _last with { Error = says, ErrorAt = now };
    }

    private TimeSpan Wait()
    {
        var wait = FirstWait * Math.Pow(2, Math.Clamp(_failures - 1, 0, 12));
        if (wait > LongestWait) wait = LongestWait;
        return _after is { } asked && asked > wait ? asked : wait;
    }

    private async Task DoneAsync(EventBatch batch, int told)
    {
        if (batch.IsEmpty)
        {
            _told.RemoveRange(0, told);
            return;
        }
        _waiting.CountGone(batch.Gone);
        await _errands.DoAsync(l =>
        {
            foreach (var job in batch.Jobs) l.Finish(job);
            return batch.Node.Length == 0 || _places.Move(l, batch.Node, batch.Number);
        }).ConfigureAwait(false);
    }

    private Task AgainAsync(EventBatch batch, DateTimeOffset due) => batch.Jobs.Count == 0 ? Task.CompletedTask : GuardedAsync(l =>
    {
        foreach (var job in batch.Jobs) l.Retry(job, due);
        return true;
    });

    private async Task GuardedAsync<T>(Func<ILedger, T> errand)
    {
        try
        {
            await _errands.DoAsync(errand).ConfigureAwait(false);
        }
        catch (Exception store)
        {
            // A lease that is not given back runs out by itself.
            NotTold(_log, _config.Name, store is IOException ? store.Message : store.GetType().Name);
        }
    }

    /// <summary>What the status says; replaced as a whole, as others read it.</summary>
    private sealed record Last(DateTimeOffset? Sent, string? Error, DateTimeOffset? ErrorAt, DateTimeOffset? Oldest);

    [LoggerMessage(60, LogLevel.Warning, "events: {Output} is not told and is tried again until it is: {Why}")]
    private static partial void NotTold(ILogger log, string output, string why);

    [LoggerMessage(61, LogLevel.Error, "events: {Output} cannot be told event {Id}: {Why}; it is left out")]
    private static partial void Refused(ILogger log, string output, string id, string why);
}
