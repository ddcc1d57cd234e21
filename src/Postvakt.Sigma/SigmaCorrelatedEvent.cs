using Postvakt.Sigma.Rules;

namespace Postvakt.Sigma;

/// <summary>An event that took part in a correlation.</summary>
/// <param name="Rule">The detection that it matched.</param>
/// <param name="Source">As the caller gave it with the event.</param>
/// <param name="Token">As the caller gave it with the event.</param>
/// <param name="Fields">Values of the fields that the correlations above it ask for.</param>
public sealed record SigmaCorrelatedEvent(SigmaRule Rule, DateTimeOffset Time, object? Source, long Token, IReadOnlyList<KeyValuePair<string, string>> Fields);
