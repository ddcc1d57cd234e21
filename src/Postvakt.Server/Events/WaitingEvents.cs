using System.Threading.Channels;
using Postvakt.Events;
using Postvakt.Server.Configuration;

namespace Postvakt.Server.Events;

/// <summary>What is told as best we can: it waits in memory, bounded in number and size; what finds no room is counted, and that is told as well. Safe for concurrent use; taken by one.</summary>
internal sealed class WaitingEvents(EventOutputConfig config, string org, TimeProvider clock)
{
    /// <summary>Events that wait. 10,000: some 15 MB.</summary>
    private const int Most = 10_000;

    /// <summary>Bytes of those, about. 64 MB: mail to many people makes large ones, and who writes it is not us.</summary>
    private const long MaxWeight = 64 << 20;

    private readonly Channel<SecurityEvent> _line = Channel.CreateBounded<SecurityEvent>(new BoundedChannelOptions(Most) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });
    private long _weight, _dropped, _said;

    public long Dropped => Interlocked.Read(ref _dropped);

    public bool IsEmpty => _line.Reader.Count == 0;

    public void Add(SecurityEvent what)
    {
        if (!config.Filter.Wants(what)) return;
        if (Interlocked.Add(ref _weight, what.Weight) <= MaxWeight && _line.Writer.TryWrite(what)) return;
        Interlocked.Add(ref _weight, -what.Weight);
        Interlocked.Increment(ref _dropped);
    }

    /// <summary>Mails that were promised to be told, and whose records are gone.</summary>
    public void CountGone(int records) => Interlocked.Add(ref _dropped, records);

    public void Take(List<SecurityEvent> into, int most)
    {
        SayDropped(into);
        while (into.Count < most && _line.Reader.TryRead(out var one))
        {
            Interlocked.Add(ref _weight, -one.Weight);
            into.Add(one);
        }
    }

    /// <summary>What was dropped is itself an event, so that nobody takes a gap for silence.</summary>
    private void SayDropped(List<SecurityEvent> into)
    {
        var (dropped, now) = (Dropped, clock.GetUtcNow());
        if (dropped == _said) return;
        var said = SecurityEvent.Of(GatewayEvents.EventsDropped, now, org, Environment.MachineName, config.Name, FormattableString.Invariant($"{dropped - _said} events"), FormattableString.Invariant($"dropped-{Environment.MachineName}-{config.Name}-{now.ToUnixTimeMilliseconds()}"));
        _said = dropped;
        if (config.Filter.Wants(said)) into.Add(said);
    }
}
