using System.Collections.Concurrent;

namespace Postvakt.Web.Gate;

/// <summary>
/// Slows down who tries passwords. Counted for an account from one address, so that a stranger who knows a responder's name does not lock him out; and for an account from all addresses, so that many
/// addresses do not help. Behind a proxy all come from its address.
/// </summary>
internal sealed class SignInBrake(TimeProvider clock)
{
    /// <summary>Wrong tries in a window before the next must wait: from one address, and from all.</summary>
    public const int FromOne = 5, FromAll = 50;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(15);

    /// <summary>
    /// Counters at once. 10,000: more names than that are tried by nobody who means well. Then the oldest make room: a flood of names must not keep everybody out during an attack, and what is
    /// forgotten of an account that there is, is counted in the audit all the same.
    /// </summary>
    private const int MaxCounters = 10_000;

    /// <summary>Counters that make room at once: looking for the oldest costs a look at all.</summary>
    private const int Room = 1_000;

    private readonly ConcurrentDictionary<string, (DateTimeOffset Since, int Count)> _tries = new(StringComparer.Ordinal);

    public bool IsClosed(string account, string address) => Count(One(account, address)) >= FromOne || Count(All(account)) >= FromAll;

    /// <summary>Notes a try before it is made, so that many at once do not slip through.</summary>
    public void Note(string account, string address)
    {
        if (_tries.Count >= MaxCounters) foreach (var old in _tries.ToArray().OrderBy(t => t.Value.Since).Take(Room)) _tries.TryRemove(old.Key, out _);
        foreach (var key in (string[])[One(account, address), All(account)]) _tries.AddOrUpdate(key, _ => (clock.GetUtcNow(), 1), (_, old) => IsOver(old.Since) ? (clock.GetUtcNow(), 1) : (old.Since, old.Count + 1));
    }

    /// <summary>Who came in begins anew.</summary>
    public void Forget(string account, string address) => _tries.TryRemove(One(account, address), out _);

    private int Count(string key) => _tries.TryGetValue(key, out var tries) && !IsOver(tries.Since) ? tries.Count : 0;

    private bool IsOver(DateTimeOffset since) => clock.GetUtcNow() - since >= Window;

    private static string One(string account, string address) => "one:" + account + "\n" + address;

    private static string All(string account) => "all:" + account;
}
