using Postvakt.Sigma.Rules;

namespace Postvakt.Sigma;

/// <summary>A rule that matched one event, or a correlation that was fulfilled.</summary>
public sealed record SigmaMatch
{
    public required SigmaRule Rule { get; init; }

    /// <summary>Of the event; of a correlation its last event. Null if the caller gave none.</summary>
    public DateTimeOffset? Time { get; init; }

    /// <summary>As the caller gave it with the event; of a correlation that of its last event.</summary>
    public object? Source { get; init; }

    public long Token { get; init; }

    /// <summary>What the event fulfilled, at most 32 items; empty for a correlation.</summary>
    public IReadOnlyList<SigmaEvidence> Evidence { get; init; } = [];

    /// <summary>The events of a correlation in the order of time, at most <see cref="SigmaSessionOptions.MaxEventsPerMatch"/> (the last ones); empty otherwise.</summary>
    public IReadOnlyList<SigmaCorrelatedEvent> Events { get; init; } = [];

    /// <summary>All events that were joined, also those that <see cref="Events"/> has no room for.</summary>
    public int EventCount { get; init; } = 1;

    /// <summary>What a correlation grouped by, with the values of this group.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Group { get; init; } = [];

    /// <summary>What was compared: a count, a sum, an average, a percentile or a share in percent. Null for a detection.</summary>
    public double? Measured { get; init; }
}
