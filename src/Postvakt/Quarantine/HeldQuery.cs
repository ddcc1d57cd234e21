namespace Postvakt.Quarantine;

/// <summary>What held mail is looked for. Everything given must hold.</summary>
public sealed record HeldQuery
{
    /// <summary>Items on a page, 1 to 1,000.</summary>
    public int Max { get; init; } = 50;

    public QuarantineState? State { get; init; }

    /// <summary>Numbers of what it must carry; see <see cref="SearchTerms"/>. At most 16.</summary>
    public IReadOnlyList<long> Terms { get; init; } = [];

    /// <summary>Held at this time or later.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>Held before this time.</summary>
    public DateTimeOffset? Before { get; init; }

    /// <summary>Where the page before ended, or null for the first.</summary>
    public HeldPlace? After { get; init; }
}
