using Postvakt.Events;
using Postvakt.Intake.Ledger;

namespace Postvakt.Server.Events;

/// <summary>What is audited from now on, for somebody who follows. Used in errands only.</summary>
internal sealed class AuditTail(string org)
{
    private const int MaxAtOnce = 500;
    private readonly Dictionary<string, long> _places = [];

    public bool Begin(ILedger ledger)
    {
        foreach (var node in ledger.RecentAudit("", 1_000).GroupBy(e => e.Node)) _places[node.Key] = node.Max(e => e.Number);
        return true;
    }

    public IReadOnlyList<SecurityEvent> Next(ILedger ledger)
    {
        var found = new List<SecurityEvent>();
        // Newest first; a node that was silent for a thousand entries begins with its next one.
        foreach (var entry in ledger.RecentAudit("", MaxAtOnce).Reverse())
        {
            if (entry.Number <= _places.GetValueOrDefault(entry.Node)) continue;
            _places[entry.Node] = entry.Number;
            found.Add(SecurityEvent.Of(entry, org));
        }
        return found;
    }
}
