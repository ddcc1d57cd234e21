namespace Postvakt.Sigma.Rules;

/// <summary>A correlation as its author wrote it.</summary>
internal sealed record CorrelationRule
{
    public required SigmaRule Info { get; init; }

    public required CorrelationKind Kind { get; init; }

    public required IReadOnlyList<RuleReference> References { get; init; }

    public IReadOnlyList<string> GroupBy { get; init; } = [];

    public required TimeSpan Timespan { get; init; }

    /// <summary>Empty for a temporal correlation: all rules.</summary>
    public IReadOnlyList<Bound> Bounds { get; init; } = [];

    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Of value_percentile: the value at this percentile is compared. Null: the share of each value is.</summary>
    public double? Percentile { get; init; }

    /// <summary>Alias, then reference of the rule, then its field.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Aliases { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    public bool Generate { get; init; }
}
