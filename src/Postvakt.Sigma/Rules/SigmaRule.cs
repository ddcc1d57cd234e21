namespace Postvakt.Sigma.Rules;

/// <summary>What a rule says of itself; whoever shows a match also shows its author and license, as the licences of public rules ask.</summary>
public sealed record SigmaRule
{
    public required SigmaRuleKind Kind { get; init; }

    /// <summary>The id of the file in lower case; null if it has none.</summary>
    public string? Id { get; init; }

    /// <summary>The word that correlations may call it by.</summary>
    public string? Name { get; init; }

    public required string Title { get; init; }

    public SigmaLevel Level { get; init; }

    /// <summary>stable, test, experimental, deprecated or unsupported; null if the rule does not say.</summary>
    public string? Status { get; init; }

    public string? Description { get; init; }

    public string? Author { get; init; }

    /// <summary>SPDX id; public collections mostly leave it out and put one licence beside all rules.</summary>
    public string? License { get; init; }

    /// <summary>As written: yyyy-MM-dd.</summary>
    public string? Date { get; init; }

    public string? Modified { get; init; }

    public string? Taxonomy { get; init; }

    public IReadOnlyList<string> References { get; init; } = [];

    public IReadOnlyList<string> Tags { get; init; } = [];

    public IReadOnlyList<string> FalsePositives { get; init; } = [];

    /// <summary>Fields that its author wants to see with a match.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    public IReadOnlyList<string> Scope { get; init; } = [];

    /// <summary>Of a correlation: any.</summary>
    public SigmaLogSource LogSource { get; init; } = new(null, null, null);

    /// <summary>The file or whatever the text was called, and the line of its document.</summary>
    public required string File { get; init; }

    public int Line { get; init; } = 1;
}
