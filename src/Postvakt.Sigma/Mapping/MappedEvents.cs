namespace Postvakt.Sigma.Mapping;

/// <summary>Events that a log source means; everything given must hold.</summary>
internal sealed record MappedEvents
{
    /// <summary>Null: any log, if the event names one.</summary>
    public IReadOnlyList<string>? Channels { get; init; }

    public IReadOnlyList<long>? EventIds { get; init; }

    /// <summary>Further fields and the values they may have.</summary>
    public IReadOnlyList<(string Field, IReadOnlyList<string> Values)> Where { get; init; } = [];

    /// <summary>Field of the rule, and what the event calls it: any of them.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Fields { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Field of the rule, then what the rule writes, then what the event writes.</summary>
    public IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>> Values { get; init; } = new Dictionary<string, IReadOnlyDictionary<string, string>>();

    /// <summary>Events that both mean; null if there are none.</summary>
    public MappedEvents? And(MappedEvents other)
    {
        var channels = Channels is null ? other.Channels : other.Channels is null ? Channels : [.. Channels.Intersect(other.Channels, StringComparer.OrdinalIgnoreCase)];
        var ids = EventIds is null ? other.EventIds : other.EventIds is null ? EventIds : [.. EventIds.Intersect(other.EventIds)];
        if (channels is { Count: 0 } || ids is { Count: 0 }) return null;
        return new()
        {
            Channels = channels,
            EventIds = ids,
            Where = [.. Where, .. other.Where],
            Fields = Merge(Fields, other.Fields),
            Values = Merge(Values, other.Values),
        };
    }

    private static Dictionary<string, T> Merge<T>(IReadOnlyDictionary<string, T> left, IReadOnlyDictionary<string, T> right)
    {
        var merged = new Dictionary<string, T>(left, StringComparer.Ordinal);
        foreach (var (key, value) in right) merged[key] = value;
        return merged;
    }
}
