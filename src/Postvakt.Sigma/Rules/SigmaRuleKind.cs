namespace Postvakt.Sigma.Rules;

public enum SigmaRuleKind
{
    Detection,
    Correlation,
    Filter,
}
