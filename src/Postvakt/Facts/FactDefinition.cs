namespace Postvakt.Facts;

/// <param name="Name">Stable name in data files and output.</param>
/// <param name="Sentence">What it means, for a person.</param>
public sealed record FactDefinition(Fact Fact, string Name, FactGroup Group, string Sentence);
