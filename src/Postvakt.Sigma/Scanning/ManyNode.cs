namespace Postvakt.Sigma.Scanning;

/// <summary>All of its parts, or one of them.</summary>
internal sealed class ManyNode(bool isAnd, RuleNode[] parts) : RuleNode
{
    public bool IsAnd => isAnd;

    public IReadOnlyList<RuleNode> Parts => parts;

    public override int Cost => Math.Min(parts.Sum(p => Math.Min(p.Cost, 1_000_000)), 1_000_000);

    /// <summary>Cheap parts first; called once the indexes are made.</summary>
    public void Sort()
    {
        foreach (var part in parts)
            if ((part is NotNode not ? not.Part : part) is ManyNode many) many.Sort();
        var costs = parts.Select(p => p.Cost).ToArray();
        Array.Sort(costs, parts);
    }

    public override bool Holds(SigmaSession session)
    {
        foreach (var part in parts)
            if (part.Holds(session) != isAnd) return !isAnd;
        return isAnd;
    }
}
