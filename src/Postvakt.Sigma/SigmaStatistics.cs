namespace Postvakt.Sigma;

/// <summary>What a session saw and what it had to leave out.</summary>
public sealed record SigmaStatistics
{
    public long Events { get; internal set; }

    /// <summary>Events for which no loaded rule is meant.</summary>
    public long Unrouted { get; internal set; }

    public long Matches { get; internal set; }

    /// <summary>Events that matched a rule of a correlation and could not take part, because the caller gave no time.</summary>
    public long WithoutTime { get; internal set; }

    /// <summary>Events that matched a rule of a correlation and lack a field that it groups by, or counts.</summary>
    public long WithoutGroup { get; internal set; }

    /// <summary>Groups given up because there were too many.</summary>
    public long DroppedGroups { get; internal set; }

    /// <summary>Events given up because their group, or all together, had too many.</summary>
    public long DroppedEvents { get; internal set; }

    /// <summary>Events that came when their time was past the window of their group.</summary>
    public long LateEvents { get; internal set; }
}
