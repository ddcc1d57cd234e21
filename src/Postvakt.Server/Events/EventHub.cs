using System.Collections.Concurrent;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Events;
using Postvakt.Intake.Gateway;
using Postvakt.Memory;
using Postvakt.Server.Configuration;
using Postvakt.Server.Gateway;

namespace Postvakt.Server.Events;

/// <summary>All outputs of this node, and those who follow along.</summary>
internal sealed class EventHub : IAsyncDisposable
{
    /// <summary>Events kept for somebody who follows and reads slowly. 1,000: seconds of a busy gateway.</summary>
    private const int MaxBehind = 1_000;

    /// <summary>Those who may follow along at once. 20: more screens than a firm's responders have.</summary>
    private const int MaxFollowers = 20;

    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly IErrands _errands;
    private readonly string _org;
    private readonly TimeProvider _clock;
    private readonly EventForwarder[] _outputs;
    private readonly ConcurrentDictionary<Channel<SecurityEvent>, bool> _followers = new();
    private long _said;

    public EventHub(IErrands errands, EventsConfig config, string org, SealingKey seal, TimeProvider clock, ILogger log)
    {
        (_errands, _org, _clock) = (errands, org, clock);
        _outputs = [.. config.Outputs.Select(o => new EventForwarder(o, errands, SinkOf(o, clock), org, seal, clock, log))];
    }

    public IReadOnlyList<EventOutputStatus> Status() => [.. _outputs.Select(o => o.Status())];

    /// <summary>Names of outputs that are promised each mail that is flagged or held.</summary>
    public static IReadOnlyList<string> Promised(EventsConfig config) => [.. config.Outputs.Where(o => o.Mails != EventMails.None).Select(o => o.Name)];

    /// <summary>A mail was judged. Clean ones are told from here, as best we can; of the others the store has an order.</summary>
    public void Judged(Arrival arrival, Answer answer)
    {
        if (answer.Repeat || answer.Stored is not { } stored) return;
        var sure = stored.Verdict >= Verdict.Suspicious || answer.Disposition is Disposition.Quarantine or Disposition.Reject;
        foreach (var output in _outputs)
        {
            if (!sure && output.Config.Mails == EventMails.All) output.Tell(Of(arrival, answer, output.Config.Subjects == EventSubjects.All));
        }
        if (_followers.IsEmpty) return;
        var seen = Of(arrival, answer, subject: false);
        foreach (var follower in _followers.Keys) follower.Writer.TryWrite(seen);
    }

    public bool IsFollowed => !_followers.IsEmpty;

    /// <summary>Each follower reads the audit once a second, on the thread that judges mail.</summary>
    public bool HasRoom => _followers.Count < MaxFollowers;

    /// <summary>The gateway says something of itself, as best it can.</summary>
    public void Say(EventType type, string subject, string says)
    {
        var now = _clock.GetUtcNow();
        var what = SecurityEvent.Of(type, now, _org, Environment.MachineName, subject, says, string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{now.ToUnixTimeMilliseconds():x}-{Interlocked.Increment(ref _said)}"));
        foreach (var output in _outputs) output.Tell(what);
        foreach (var follower in _followers.Keys) follower.Writer.TryWrite(what);
    }

    /// <summary>What came back, or null: there is no such output.</summary>
    public async Task<SinkOutcome?> TestAsync(string output, string actor, CancellationToken cancellation)
    {
        if (Array.Find(_outputs, o => o.Config.Name == output) is not { } found) return null;
        var now = _clock.GetUtcNow();
        var test = SecurityEvent.Of(GatewayEvents.Test, now, _org, Environment.MachineName, output, "somebody wants to see whether events arrive", string.Create(CultureInfo.InvariantCulture, $"test-{Environment.MachineName}-{now.ToUnixTimeMilliseconds():x}")) with { IsTest = true, Actor = actor, Succeeded = true };
        return await found.TestAsync(test, cancellation).ConfigureAwait(false);
    }

    /// <summary>How it stood, or null: there is no such output.</summary>
    public async Task<EventOutputStatus?> ResumeAsync(string output, Actor actor)
    {
        if (Array.Find(_outputs, o => o.Config.Name == output) is not { } found) return null;
        var stood = found.Status();
        await found.ResumeAsync(actor).ConfigureAwait(false);
        return stood;
    }

    /// <summary>What happens from now on: what is audited anywhere, mail of this node.</summary>
    public async IAsyncEnumerable<SecurityEvent> FollowAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var channel = Channel.CreateBounded<SecurityEvent>(new BoundedChannelOptions(MaxBehind) { FullMode = BoundedChannelFullMode.DropOldest });
        _followers[channel] = true;
        try
        {
            var tail = new AuditTail(_org);
            await _errands.DoAsync(tail.Begin).WaitAsync(cancellation).ConfigureAwait(false);
            var more = Task.FromResult(false);
            while (!cancellation.IsCancellationRequested)
            {
                foreach (var one in await _errands.DoAsync(tail.Next).WaitAsync(cancellation).ConfigureAwait(false)) yield return one;
                while (channel.Reader.TryRead(out var one)) yield return one;
                if (more.IsCompleted) more = channel.Reader.WaitToReadAsync(cancellation).AsTask();
                await ((Task)more).WaitAsync(Look, _clock, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
        finally
        {
            _followers.TryRemove(channel, out _);
        }
    }

    public async ValueTask DisposeAsync() => await Task.WhenAll(_outputs.Select(o => o.DisposeAsync().AsTask())).ConfigureAwait(false);

    private SecurityEvent Of(Arrival arrival, Answer answer, bool subject) => SecurityEvent.Of(MailFacts.Of(arrival, answer, subject), _clock.GetUtcNow(), _org, Environment.MachineName);

    private static IEventSink SinkOf(EventOutputConfig config, TimeProvider clock) =>
        config.Syslog is { } syslog ? new SyslogSink(syslog, config.Format, clock) : config.Webhook is { } webhook ? new WebhookSink(webhook, config.Format, clock) : new FileSink(config.File!, config.Format);
}
