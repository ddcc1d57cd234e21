using System.Text.Json;
using Postvakt.Audit;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.Quarantine;
using Postvakt.Registers;

namespace Postvakt.Server.Events;

/// <summary>
/// How far an output has come in the chain of each node. Kept in the register, and moved on after events were taken; whoever holds the lease, a job that never ends, reads and moves it.
/// Used in errands only.
/// </summary>
/// <param name="output">Its name.</param>
internal sealed class EventPlaces(string output)
{
    private const string Kind = "event-output";
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(20), Renew = TimeSpan.FromSeconds(8);
    private static readonly Actor Self = Actor.System("events");
    private QueuedJob? _lease;
    private DateTimeOffset _renewAt;
    private Dictionary<string, long> _places = [];
    private long _version;

    public bool Holds => _lease is not null;

    /// <summary>Whether this node tells what is audited, for now.</summary>
    public bool Hold(ILedger ledger, DateTimeOffset now)
    {
        if (_lease is not null && now < _renewAt) return true;
        // Given back and taken in one transaction: nobody gets in between, and when we die it comes free.
        if (_lease is not null) ledger.Retry(_lease, now);
        _lease = ledger.Take(LeaseKind, now, Lease, 1) is [var taken] ? taken : null;
        _renewAt = now + Renew;
        if (_lease is null) return Begin(ledger, now);
        // Each time: where we slept past our lease, somebody else may have moved the places, and be gone again.
        Read(ledger);
        return true;
    }

    public void Release(ILedger ledger, DateTimeOffset now)
    {
        if (_lease is not null) ledger.Retry(_lease, now);
        _lease = null;
    }

    public long Of(string node) => _places.GetValueOrDefault(node);

    /// <summary>False when somebody else has the lease by now: the events are told again, under the same ids.</summary>
    public bool Move(ILedger ledger, string node, long number)
    {
        _places[node] = number;
        if (ledger.Note(new RegisterChange(Kind, output, JsonSerializer.Serialize(_places), _version)))
        {
            _version++;
            return true;
        }
        _lease = null;
        return false;
    }

    private string LeaseKind => "events:" + output;

    /// <summary>A new output begins with what comes from now on, once for all nodes.</summary>
    private bool Begin(ILedger ledger, DateTimeOffset now)
    {
        if (ledger.FindRegistered(Kind, output) is not null) return false;
        var places = ledger.AuditNodes().ToDictionary(n => n, n => Last(ledger, n), StringComparer.Ordinal);
        ledger.Decide(new Decision(AuditEvent.Of(now, Self, "events-began", output, "", AuditEvent.Done))
        {
            Register = [new RegisterChange(Kind, output, JsonSerializer.Serialize(places), 0)], Jobs = [new Job(LeaseKind, output, "{}", now)],
        }, now);
        return false;
    }

    private void Read(ILedger ledger)
    {
        if (ledger.FindRegistered(Kind, output) is not { } entry) return;
        (_places, _version) = (JsonSerializer.Deserialize<Dictionary<string, long>>(entry.Json) ?? [], entry.Version);
    }

    /// <summary>Number of a node's newest entry. Halved: numbers have no gaps, and a long chain must not be read through while mail waits.</summary>
    private static long Last(ILedger ledger, string node)
    {
        bool IsAfter(long number) => ledger.ReadAudit(node, number, 1).Count > 0;
        var (low, high) = (0L, 1L);
        for (; IsAfter(high); high *= 2) low = high;
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (IsAfter(middle)) low = middle + 1;
            else high = middle;
        }
        return high;
    }
}
