namespace Postvakt.Sigma.Correlations;

/// <summary>The end of a chain of rules in their order.</summary>
/// <param name="Start">Time of its first event: the later, the longer it may go on.</param>
internal sealed record Step(Held Held, Step? Before, long Start, int Length);
