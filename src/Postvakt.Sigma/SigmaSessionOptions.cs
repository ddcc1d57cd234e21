namespace Postvakt.Sigma;

/// <summary>Bounds of one run over a stream of events: what attackers write must not fill memory. What was dropped is counted in <see cref="SigmaStatistics"/>.</summary>
public sealed record SigmaSessionOptions
{
    /// <summary>Groups that one correlation keeps, 10,000 by default; the one that was quiet longest goes.</summary>
    public int MaxGroups { get; init; } = 10_000;

    /// <summary>Events that one group keeps, 1,000 by default and never fewer than its threshold needs; the oldest goes.</summary>
    public int MaxEventsPerGroup { get; init; } = 1_000;

    /// <summary>Events that all groups keep together, 1,000,000 by default.</summary>
    public int MaxHeldEvents { get; init; } = 1_000_000;

    /// <summary>Events that one match carries, 100 by default.</summary>
    public int MaxEventsPerMatch { get; init; } = 100;

    /// <summary>
    /// Events come in no order of time, file by file: what matters to correlations is kept and looked at in order when <see cref="SigmaSession.Finish"/> is called. False by default: events are joined as they come.
    /// </summary>
    public bool SortByTime { get; init; }

    /// <summary>Comparisons of a rule that took too long before it is no longer asked, 10 by default.</summary>
    public int MaxSlowComparisons { get; init; } = 10;
}
