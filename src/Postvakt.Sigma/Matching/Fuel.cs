namespace Postvakt.Sigma.Matching;

/// <summary>How much a single comparison may still cost, in steps of one character. A hostile pattern on a hostile text would be quadratic otherwise.</summary>
internal sealed class Fuel
{
    /// <summary>20 million steps are some 20 ms; the longest public pattern on a text of 1 MiB stays below.</summary>
    public const int PerComparison = 20_000_000;

    public int Left { get; set; } = PerComparison;

    public bool IsSpent => Left < 0;
}
