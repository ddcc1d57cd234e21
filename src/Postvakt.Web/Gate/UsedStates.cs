using System.Collections.Concurrent;

namespace Postvakt.Web.Gate;

/// <summary>Answers of a provider that were taken: none counts twice, also where the provider would redeem its code again. Each node's own; another node is kept out by the ticket's cookie, which ends with its use.</summary>
internal sealed class UsedStates(TimeProvider clock)
{
    /// <summary>At once. 10,000 in ten minutes: then nobody else comes in until some are over.</summary>
    private const int Max = 10_000;

    private readonly ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);

    /// <summary>False for one that was used, or where too many were.</summary>
    public bool Take(ProviderTicket ticket)
    {
        if (_used.Count >= Max) foreach (var over in _used.Where(u => u.Value <= clock.GetUtcNow()).Select(u => u.Key).ToArray()) _used.TryRemove(over, out _);
        return _used.Count < Max && _used.TryAdd(ticket.State, ticket.Until);
    }
}
