namespace Postvakt.Rules;

/// <summary>What rules came to on one mail.</summary>
/// <param name="Unfinished">Rules that count and were stopped: by their budget, which the mail may have been made to spend, or by a mistake of ours.</param>
public sealed record RuleFindings(IReadOnlyList<RuleHit> Hits, IReadOnlyList<MailRule> Unfinished)
{
    public static RuleFindings None { get; } = new([], []);
}
