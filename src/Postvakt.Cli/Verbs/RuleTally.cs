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

    public void Add(MqlResult result)
    {
        if (result.Outcome == MqlOutcome.Match) Matches++;
        if (result.Outcome != MqlOutcome.Indeterminate) return;
        Unknown++;
        _because.UnionWith(result.Because);
    }
}
