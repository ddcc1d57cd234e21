namespace Postvakt.Messages.Attachments;

/// <summary>
/// Passwords that earlier mails of a conversation gave away, for locked archives that follow. Held in this process only, for a day, never written down.
/// Safe to use from several threads.
/// </summary>
public sealed class ConversationPasswords(TimeProvider clock)
{
    /// <summary>Keys that are kept; the oldest go first. 10,000.</summary>
    private const int MaxKeys = 10_000;

    private const int MaxPerKey = 10;

    private static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (DateTimeOffset Until, string[] Passwords)> _byKey = new(StringComparer.Ordinal);
    private readonly Queue<string> _order = new();

    /// <param name="keys">What a later mail may be known by: message ids, the sender's address.</param>
    public void Note(IEnumerable<string> keys, IEnumerable<string> passwords)
    {
        var given = passwords.Take(MaxPerKey).ToArray();
        if (given.Length == 0) return;
        var until = clock.GetUtcNow() + Kept;
        lock (_lock)
        {
            foreach (var key in keys)
            {
                if (key.Length is 0 or > 500) continue;
                var known = _byKey.TryGetValue(key, out var held) ? held.Passwords : [];
                if (known.Length == 0) _order.Enqueue(key);
                _byKey[key] = (until, [.. known.Concat(given).Distinct().Take(MaxPerKey)]);
            }
            while (_order.TryPeek(out var first) && _byKey.TryGetValue(first, out var old) && old.Until <= clock.GetUtcNow()) _byKey.Remove(_order.Dequeue());
            while (_byKey.Count > MaxKeys && _order.TryDequeue(out var oldest)) _byKey.Remove(oldest);
        }
    }

    /// <summary>Passwords under any of the keys, each once.</summary>
    public IReadOnlyList<string> Recall(IEnumerable<string> keys)
    {
        var now = clock.GetUtcNow();
        lock (_lock)
        {
            return [.. keys.SelectMany(k => _byKey.TryGetValue(k, out var held) && held.Until > now ? held.Passwords : []).Distinct()];
        }
    }
}
