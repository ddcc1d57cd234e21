using Postvakt.Audit;

namespace Postvakt.Server.Operation;

/// <summary>Whether the chains of a store are whole.</summary>
/// <param name="Nodes">For each node: entries looked at, and the number of the first that does not follow from the one before it, 0 for none.</param>
public sealed record AuditReport(IReadOnlyList<AuditReport.Chain> Nodes)
{
    public bool IsWhole => Nodes.All(n => n.FirstBroken == 0);

    public sealed record Chain(string Node, long Entries, long FirstBroken, DateTimeOffset? LastAt);

    /// <summary>Reads every chain from its beginning, in constant memory.</summary>
    internal static AuditReport Of(IAuditLog log, string org) => new([.. log.AuditNodes().Select(node =>
    {
        var (count, last) = (0L, (AuditEntry?)null);
        while (true)
        {
            var some = log.ReadAudit(node, last?.Number ?? 0, 1_000);
            if (some.Count == 0) return new Chain(node, count, 0, last?.Event.At);
            if (AuditChain.FirstBroken(org, last, some) is var broken and > 0) return new Chain(node, count, broken, last?.Event.At);
            count += some.Count;
            last = some[^1];
        }
    })]);
}
