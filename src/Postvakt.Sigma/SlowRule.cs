using Postvakt.Sigma.Rules;

namespace Postvakt.Sigma;

/// <param name="Comparisons">How often one of its comparisons was given up because it took too long; it then counts as not fulfilled.</param>
/// <param name="IsStopped">The rule is not asked any more in this session.</param>
public sealed record SlowRule(SigmaRule Rule, int Comparisons, bool IsStopped);
