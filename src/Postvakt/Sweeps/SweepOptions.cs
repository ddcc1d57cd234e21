namespace Postvakt.Sweeps;

/// <summary>How much may be moved by whom.</summary>
public sealed record SweepOptions
{
    /// <summary>Copies that one person may have moved; with more, a second one must agree. 500: a wrong query must not empty a company.</summary>
    public int MaxAlone { get; init; } = 500;

    /// <summary>Copies that are moved within an hour (of the clock, UTC) without anybody's word. 500.</summary>
    public int AutomaticPerHour { get; init; } = 500;
}
