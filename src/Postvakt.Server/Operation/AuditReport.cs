using Postvakt.Audit;
using Postvakt.Server.Api;

namespace Postvakt.Server.Operation;

/// <summary>Whether the chains of a store are whole.</summary>
public sealed record AuditReport(IReadOnlyList<AuditReport.Chain> Nodes)
{
    public bool IsWhole => Nodes.All(n => n.FirstBroken == 0);

    /// <param name="Entries">Entries looked at.</param>
    /// <param name="FirstBroken">Number of the first that does not follow from the one before it or that a checkpoint contradicts, 0 for none.</param>
    /// <param name="From">Number of the first that is kept: what stands before it was dropped after a checkpoint.</param>
    /// <param name="Checkpoints">Signed checkpoints that hold.</param>
    public sealed record Chain(string Node, long Entries, long FirstBroken, long From, int Checkpoints, DateTimeOffset? LastAt);

    /// <summary>Reads every chain from its beginning, a piece at a time, so that mail goes on between them.</summary>
    internal static async Task<AuditReport> OfAsync(ApiContext api, CancellationToken cancellation)
    {
        var nodes = new List<Chain>();
        // A chain that was taken away whole is missed by its checkpoints.
        foreach (var node in await api.DoAsync(l => l.AuditNodes().Union(Checkpoints.Nodes(l), StringComparer.Ordinal).Order(StringComparer.Ordinal).ToArray(), cancellation).ConfigureAwait(false)) nodes.Add(await OfAsync(api, node, cancellation).ConfigureAwait(false));
        return new AuditReport(nodes);
    }

    private static async Task<Chain> OfAsync(ApiContext api, string node, CancellationToken cancellation)
    {
        var points = (await api.DoAsync(l => Checkpoints.Of(l, node), cancellation).ConfigureAwait(false)).ToDictionary(p => p.Number);
        var (count, from, last) = (0L, 0L, (AuditEntry?)null);
        // One that was signed with our key and does not fit is as bad as a broken link.
        if (points.Values.FirstOrDefault(p => !Checkpoints.Holds(p, api.Org, api.Keys.Tokens)) is { } forged) return new Chain(node, 0, forged.Number, 0, 0, null);
        while (true)
        {
            var some = await api.DoAsync(l => l.ReadAudit(node, last?.Number ?? 0, 1_000), cancellation).ConfigureAwait(false);
            if (some.Count == 0) return new Chain(node, count, points.Keys.Where(n => n > (last?.Number ?? 0)).DefaultIfEmpty(0).Min(), from, points.Count, last?.Event.At);
            var rest = some;
            if (last is null)
            {
                from = some[0].Number;
                if (from > 1)
                {
                    // What came before it was dropped: the checkpoint vouches for it.
                    if (!Fits(points, some[0])) return new Chain(node, 0, from, from, points.Count, null);
                    (last, rest) = (some[0], [.. some.Skip(1)]);
                }
            }
            if (AuditChain.FirstBroken(api.Org, last, rest) is var broken and > 0) return new Chain(node, count, broken, from, points.Count, last?.Event.At);
            if (some.FirstOrDefault(e => points.ContainsKey(e.Number) && !Fits(points, e)) is { } other) return new Chain(node, count, other.Number, from, points.Count, other.Event.At);
            count += some.Count;
            last = some[^1];
        }
    }

    private static bool Fits(Dictionary<long, AuditCheckpoint> points, AuditEntry entry) => points.TryGetValue(entry.Number, out var point) && point.Hash == Convert.ToHexStringLower(entry.Hash);
}
