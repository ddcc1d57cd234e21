namespace Postvakt.Sigma.Rules;

/// <summary>How grave a match is. A rule that says nothing is informational.</summary>
public enum SigmaLevel
{
    Informational,
    Low,
    Medium,
    High,
    Critical,
}
