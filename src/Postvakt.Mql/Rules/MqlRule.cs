using Postvakt.Mql.Checking;

namespace Postvakt.Mql.Rules;

/// <summary>One rule as its author wrote it. The text fields are for people and are never interpreted.</summary>
public sealed record MqlRule
{
    public required string Name { get; init; }

    /// <summary>As written, a UUID as a rule; the file's name without its ending when there is none.</summary>
    public required string Id { get; init; }

    /// <summary><c>rule</c>, <c>query</c> (its value is the result, no verdict), <c>dlp</c>, <c>exclusion</c>…</summary>
    public required string Type { get; init; }

    public string? Description { get; init; }

    /// <summary><c>low</c>, <c>medium</c>, <c>high</c>, <c>critical</c>; null when the author gives none.</summary>
    public string? Severity { get; init; }

    public IReadOnlyList<string> References { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<string> AttackTypes { get; init; } = [];

    public IReadOnlyList<string> TacticsAndTechniques { get; init; } = [];

    public IReadOnlyList<string> DetectionMethods { get; init; } = [];

    public IReadOnlyList<string> FalsePositives { get; init; } = [];

    /// <summary>Names of the authors, by whatever key they are given.</summary>
    public IReadOnlyList<string> Authors { get; init; } = [];

    /// <summary>Keys that have no property here, with their values; lists are joined by commas, maps are empty.</summary>
    public IReadOnlyDictionary<string, string> Others { get; init; } = new Dictionary<string, string>();

    public required string Source { get; init; }

    public required string File { get; init; }

    /// <summary>Where the rule begins in the file, counted from 1.</summary>
    public required int Line { get; init; }

    /// <summary>Functions, lists and fields that the host must supply, in the order of the alphabet: <c>network.whois</c>, <c>$org_domains</c>.</summary>
    public IReadOnlyList<string> Capabilities { get; init; } = [];

    /// <summary>Cheap conditions without which it cannot match; a host may leave the rule out where one does not hold. Empty for queries and where none could be derived.</summary>
    public IReadOnlyList<MqlNeed> Needs { get; init; } = [];

    /// <summary>Whether it can match some message when only some of <see cref="Capabilities"/> are there; where not, it can be indeterminate at most. True is an upper bound.</summary>
    /// <param name="has">Asked with the names in <see cref="Capabilities"/>.</param>
    public bool CanMatch(Func<string, bool> has) => new Reach(has).CanBeTrue(Tree);

    internal SourceMap Map { get; init; } = null!;

    internal Typed Tree { get; init; } = null!;
}
