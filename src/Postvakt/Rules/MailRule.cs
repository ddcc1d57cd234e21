using Postvakt.Mql.Rules;

namespace Postvakt.Rules;

/// <summary>A rule as it stands in an installation.</summary>
/// <param name="IsOurs">It came with the program. Those count from the start; one of somebody else's is observed until a person promotes it.</param>
/// <param name="Promotion">What a person decided about it, or null.</param>
public sealed record MailRule(MqlRule Rule, bool IsOurs, RulePromotion? Promotion)
{
    /// <summary>Its matches count towards the verdict; else they are only recorded.</summary>
    public bool Counts { get; } = IsOurs ? Promotion is not { Counts: false } : Promotion is { Counts: true } promotion && promotion.Digest == RulePromotion.DigestOf(Rule);

    /// <summary>What a match counts as: what a person said, or else the author; null where neither did.</summary>
    public string? Severity => Counts ? Promotion?.Severity ?? Rule.Severity : Rule.Severity;

    /// <summary>It was promoted, and says something else now: it is observed again.</summary>
    public bool HasChanged => !IsOurs && Promotion is { Counts: true } && !Counts;
}
