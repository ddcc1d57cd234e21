namespace Postvakt.Sigma.Conditions;

/// <summary>The expression, or the sentence why there is none.</summary>
/// <param name="Used">Selections that the condition names.</param>
internal sealed record ConditionReading(Expr? Expr, string? Fault, IReadOnlySet<string> Used);
