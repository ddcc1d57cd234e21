namespace Postvakt.Detection;

/// <summary>What a finding alone asks for. The values are stored; do not renumber.</summary>
public enum Severity
{
    /// <summary>Worth knowing, no reason to act.</summary>
    Info,
    Low,
    Medium,

    /// <summary>Makes a mail suspicious.</summary>
    High,

    /// <summary>Makes a mail malicious.</summary>
    Critical,
}
