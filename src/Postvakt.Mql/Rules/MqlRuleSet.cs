using Postvakt.Mql.Schema;

namespace Postvakt.Mql.Rules;

/// <summary>Rules that were read, and what was wrong with others. Immutable.</summary>
/// <param name="Parsed">Sources that could be read; those of them whose types do not fit are problems all the same.</param>
public sealed record MqlRuleSet(MqlSchema Schema, IReadOnlyList<MqlRule> Rules, IReadOnlyList<MqlProblem> Problems, int Files, int Documents, int Parsed);
