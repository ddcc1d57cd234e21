using Postvakt.Sigma.Matching;

namespace Postvakt.Sigma.Scanning;

/// <summary>One test of one field within a bucket, however many rules ask it.</summary>
/// <param name="Field">Number of the field; -1 is the joined text.</param>
/// <param name="Other">Of a comparison with another field: its number; else -1.</param>
internal sealed record Atom(int Field, Matcher Matcher, int Other)
{
    /// <summary>The index answers it, or leads to it: unless it was hit, it is false.</summary>
    public bool IsIndexed { get; set; }

    /// <summary>Rules that are looked at when it is hit.</summary>
    public int[] Wakes { get; set; } = [];

    /// <summary>Conditions that ask it.</summary>
    public int Uses { get; set; }
}
