using Postvakt.Sigma.Conditions;

namespace Postvakt.Sigma.Rules;

internal sealed record DetectionRule(SigmaRule Info, Expr Condition);
