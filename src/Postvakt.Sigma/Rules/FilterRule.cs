using Postvakt.Sigma.Conditions;

namespace Postvakt.Sigma.Rules;

/// <param name="References">Ids and names of rules; empty means each rule of the log source.</param>
internal sealed record FilterRule(SigmaRule Info, IReadOnlyList<RuleReference> References, Expr Condition);
