namespace Postvakt.Signals;

/// <summary>What mail with a known indicator is. The values are stored; do not renumber.</summary>
public enum IndicatorGrade
{
    Suspicious = 0,
    Malicious = 1,
}
