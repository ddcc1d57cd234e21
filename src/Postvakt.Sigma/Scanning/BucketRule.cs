using Postvakt.Sigma.Rules;

namespace Postvakt.Sigma.Scanning;

/// <summary>A rule as it is asked in one bucket.</summary>
/// <param name="Number">Of the rule in the engine.</param>
/// <param name="Names">Fields of the rule that events of the bucket call otherwise: any of those names.</param>
internal sealed record BucketRule(int Number, SigmaRule Info, RuleNode Condition, IReadOnlyDictionary<string, IReadOnlyList<string>> Names);
