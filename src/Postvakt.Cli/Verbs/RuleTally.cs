using Postvakt.Mql;

namespace Postvakt.Cli.Verbs;

/// <summary>What one rule came to over many mails.</summary>
internal sealed class RuleTally
{
    /// <summary>Matches of one rule that are told mail by mail. 20: a loud rule is seen by its number.</summary>
    public const int MaxShown = 20;

    private readonly HashSet<string> _because = new(StringComparer.Ordinal);

    public long Matches { get; private set; }

    /// <summary>Mails on which it hangs on something that is missing.</summary>
    public long Unknown { get; private set; }

    /// <summary>What was missing.</summary>
    public IReadOnlyCollection<string> Because => _because;

    /// <summary>Mails that all but one of its conditions fit, by that condition.</summary>
    public Dictionary<string, long> Near { get; } = new(StringComparer.Ordinal);

    /// <param name="near">Of no match, the one condition that does not hold.</param>
    public void Add(MqlResult result, string? near)
    {
        if (near is not null) Near[near] = Near.GetValueOrDefault(near) + 1;
        if (result.Outcome == MqlOutcome.Match) Matches++;
        if (result.Outcome != MqlOutcome.Indeterminate) return;
        Unknown++;
        _because.UnionWith(result.Because);
    }
}
