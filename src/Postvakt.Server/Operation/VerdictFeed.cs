using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Postvakt.Intake.Gateway;

namespace Postvakt.Server.Operation;

/// <summary>Tells those who watch of each judged mail. Best effort: who reads too slowly misses some, nobody waits for a watcher.</summary>
internal sealed class VerdictFeed
{
    /// <summary>Notices kept for a slow watcher. 1,000: seconds of a busy gateway.</summary>
    private const int MaxBehind = 1_000;

    private readonly ConcurrentDictionary<Channel<VerdictNotice>, bool> _watchers = new();

    /// <summary>False spares making a notice.</summary>
    public bool IsWatched => !_watchers.IsEmpty;

    /// <summary>Hears of each judged mail besides; must not throw, and keeps nobody waiting. Null for nobody.</summary>
    public Action<Arrival, Answer>? Also { get; set; }

    /// <summary>Tells those who want to know, and costs nothing where nobody does.</summary>
    public void Tell(Arrival arrival, Answer answer, TimeProvider clock)
    {
        Also?.Invoke(arrival, answer);
        if (IsWatched) Tell(VerdictNotice.Of(arrival, answer, clock.GetUtcNow()));
    }

    public void Tell(VerdictNotice notice)
    {
        foreach (var watcher in _watchers.Keys) watcher.Writer.TryWrite(notice);
    }

    /// <summary>Notices from now on, until cancelled.</summary>
    public async IAsyncEnumerable<VerdictNotice> WatchAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var channel = Channel.CreateBounded<VerdictNotice>(new BoundedChannelOptions(MaxBehind) { FullMode = BoundedChannelFullMode.DropOldest });
        _watchers[channel] = true;
        try
        {
            await foreach (var notice in channel.Reader.ReadAllAsync(cancellation).ConfigureAwait(false)) yield return notice;
        }
        finally
        {
            _watchers.TryRemove(channel, out _);
        }
    }
}
