using System.Text.Json;
using Postvakt.Audit;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Registers;

namespace Postvakt.Server.Operation;

/// <summary>Signs how far the audit has come, and drops what is older than it is kept.</summary>
internal static class Checkpoints
{
    /// <summary>How long decisions are kept. Two years.</summary>
    public static readonly TimeSpan Retention = TimeSpan.FromDays(731);

    /// <summary>Time between checkpoints. A day.</summary>
    private static readonly TimeSpan Every = TimeSpan.FromDays(1);

    /// <summary>Pages of a thousand entries that one checkpoint goes on by. 100: the rest is for the next.</summary>
    private const int MaxPages = 100;

    private static readonly Actor Keeper = Actor.System("audit");

    /// <summary>Those of a node, by number.</summary>
    public static IReadOnlyList<AuditCheckpoint> Of(IRegister register, string node) =>
        [.. register.Register(AuditCheckpoint.Kind).Select(e => JsonSerializer.Deserialize<AuditCheckpoint>(e.Json)!).Where(p => p.Node == node).OrderBy(p => p.Number)];

    /// <summary>Nodes that have any.</summary>
    public static IEnumerable<string> Nodes(IRegister register) => register.Register(AuditCheckpoint.Kind).Select(e => JsonSerializer.Deserialize<AuditCheckpoint>(e.Json)!.Node).Distinct(StringComparer.Ordinal);

    public static bool Holds(AuditCheckpoint point, string org, TokenKey keys) => keys.Holds(point.Mark, AuditCheckpoint.Text(org, point.Node, point.Number, point.Hash, point.At));

    /// <summary>Makes a checkpoint of each chain that went on since the last one, when that is a day old, and drops what two years old checkpoints cover. Returns those made.</summary>
    public static IReadOnlyList<AuditCheckpoint> Keep(ILedger ledger, string org, TokenKey keys, DateTimeOffset now)
    {
        var made = new List<AuditCheckpoint>();
        foreach (var node in ledger.AuditNodes())
        {
            var points = Of(ledger, node);
            if (points.Count > 0 && now - points[^1].At < Every) continue;
            if (LastOf(ledger, node, points.Count > 0 ? points[^1].Number : 0) is { } last && Made(ledger, org, keys, last, now) is { } point) made.Add(point);
            Prune(ledger, node, points, now);
        }
        return made;
    }

    /// <summary>The newest entry of a chain after a number, or null. Reads what came since: a day of decisions.</summary>
    private static AuditEntry? LastOf(ILedger ledger, string node, long after)
    {
        AuditEntry? last = null;
        for (var pages = 0; pages < MaxPages && ledger.ReadAudit(node, last?.Number ?? after, 1_000) is { Count: > 0 } some; pages++) last = some[^1];
        return last;
    }

    private static AuditCheckpoint? Made(ILedger ledger, string org, TokenKey keys, AuditEntry last, DateTimeOffset now)
    {
        // Only what people and workers decided since asks for a new one; the entry about the last checkpoint does not.
        if (last.Event.Actor.IsSame(Keeper.Name)) return null;
        now = DateTimeOffset.FromUnixTimeMilliseconds(now.ToUnixTimeMilliseconds());
        var hash = Convert.ToHexStringLower(last.Hash);
        var point = new AuditCheckpoint(last.Node, last.Number, hash, now, keys.Sign(AuditCheckpoint.Text(org, last.Node, last.Number, hash, now)));
        var outcome = ledger.Decide(new Decision(AuditEvent.Of(now, Keeper, "checkpoint", point.Id, "", AuditEvent.Done))
        {
            Register = [new RegisterChange(AuditCheckpoint.Kind, point.Id, JsonSerializer.Serialize(point), 0)],
        }, now);
        return outcome == DecisionOutcome.Done ? point : null;
    }

    /// <summary>Everything before the newest checkpoint that is past the retention goes, and the checkpoints before it.</summary>
    private static void Prune(ILedger ledger, string node, IReadOnlyList<AuditCheckpoint> points, DateTimeOffset now)
    {
        if (points.LastOrDefault(p => now - p.At > Retention) is not { } bound || ledger.PruneAudit(node, bound.Number) == 0) return;
        var past = points.Where(p => p.Number < bound.Number).Select(p => ledger.FindRegistered(AuditCheckpoint.Kind, p.Id)).OfType<RegisterEntry>();
        ledger.Decide(new Decision(AuditEvent.Of(now, Keeper, "prune", bound.Id, "", AuditEvent.Done)) { Register = [.. past.Select(e => new RegisterChange(e.Kind, e.Id, null, e.Version))] }, now);
    }
}
