namespace Postvakt.Memory;

/// <summary>What is remembered of one judged (or trusted) mail. Holds no text.</summary>
public sealed record Experience
{
    public required Question Question { get; init; }
    public required Standing Standing { get; init; }

    /// <summary>The conversation it joins, or 0 to begin one.</summary>
    public required long Conversation { get; init; }

    /// <summary>Reply prefixes of its subject.</summary>
    public required int Replies { get; init; }

    /// <summary>Keyed prints of the authored text; at most 32.</summary>
    public required IReadOnlyList<long> Prints { get; init; }

    /// <summary>Habit values observed in it, for the author.</summary>
    public required IReadOnlyList<(HabitKind Kind, long Value)> Habits { get; init; }

    /// <summary>Keyed ids to remember as referenced when none of the parents is known; at most 2.</summary>
    public required IReadOnlyList<long> Referenced { get; init; }

    /// <summary>Campaign marks to set, a part of the question's.</summary>
    public required IReadOnlyList<long> Signals { get; init; }

    /// <summary>What a later revision needs to name this mail again, or null when it carries no campaign mark.</summary>
    public string? Label { get; init; }
}
