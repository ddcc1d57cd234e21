namespace Postvakt.Detection;

/// <summary>What was concluded about a mail. The values are stored; do not renumber.</summary>
public enum Verdict
{
    Clean,

    /// <summary>Could not be decided; never means clean.</summary>
    Undetermined,
    Suspicious,
    Malicious,
}
