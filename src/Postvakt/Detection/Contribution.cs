using Postvakt.Facts;

namespace Postvakt.Detection;

/// <summary>A share of one fact in a score.</summary>
public readonly record struct Contribution(Fact Fact, double Points);
