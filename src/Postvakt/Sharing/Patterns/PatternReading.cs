using Postvakt.Indicators;

namespace Postvakt.Sharing.Patterns;

/// <summary>What a STIX pattern says.</summary>
/// <param name="Indicators">Any of them alone makes the pattern true.</param>
/// <param name="Needs">What is in it besides, that a single value does not say; none where the indicators are all of it.</param>
/// <param name="Fault">Why it is no pattern, or null.</param>
public sealed record PatternReading(IReadOnlyList<Indicator> Indicators, IReadOnlyList<string> Needs, string? Fault);
