namespace Postvakt.Sigma.Rules;

/// <summary>A correlation whose references were found.</summary>
/// <param name="Members">The rules it calls, in its order: a detection or a correlation each.</param>
internal sealed record ResolvedCorrelation(CorrelationRule Rule, IReadOnlyList<SigmaRule> Members);
