namespace Postvakt.Mql.Patterns;

/// <summary>What is known of a part of a pattern.</summary>
/// <param name="Cost">States that it unrolls to.</param>
/// <param name="Exact">The text that it stands for, if it is one, in lower case; empty for what has no width.</param>
/// <param name="Needles">Texts of which one stands in whatever it matches.</param>
internal readonly record struct PatternPart(long Cost, string? Exact, IReadOnlyList<string>? Needles)
{
    /// <summary>In how many ways it can match from one place; without end where a repetition is open.</summary>
    public double Ways { get; init; } = 1;

    public static PatternPart Opaque(long cost = 1) => new(cost, null, null);

    public IReadOnlyList<string>? Required => Exact is { Length: > 0 } exact ? Better([exact], Needles) : Needles;

    /// <summary>The better of two: the one whose shortest text is longer.</summary>
    public static IReadOnlyList<string>? Better(IReadOnlyList<string>? left, IReadOnlyList<string>? right) =>
        left is null ? right : right is null ? left : right.Min(n => n.Length) > left.Min(n => n.Length) ? right : left;
}
