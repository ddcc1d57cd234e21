namespace Postvakt.Sigma.Matching;

/// <summary>What is known of a part of a pattern.</summary>
/// <param name="Cost">States it unrolls to.</param>
/// <param name="Exact">The folded text it stands for, if it is one; empty for what has no width.</param>
/// <param name="Needles">Folded texts of which one stands in whatever it matches.</param>
internal readonly record struct RegexPart(long Cost, string? Exact, IReadOnlyList<string>? Needles)
{
    public static RegexPart Opaque(long cost) => new(cost, null, null);

    /// <summary>The better of two: the one whose shortest text is longer.</summary>
    public static IReadOnlyList<string>? Better(IReadOnlyList<string>? left, IReadOnlyList<string>? right) =>
        left is null ? right : right is null ? left : right.Min(n => n.Length) > left.Min(n => n.Length) ? right : left;
}
