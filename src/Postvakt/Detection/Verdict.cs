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

/// <summary>What is done with a mail in enforce mode. The values are stored; do not renumber.</summary>
public enum Disposition
{
    Deliver,
    Tag,
    Quarantine,
    Reject,
    Defer,
}

public static class VerdictNames
{
    public static string Name(this Verdict verdict) => verdict.ToString().ToLowerInvariant();

    public static string Name(this Disposition disposition) => disposition.ToString().ToLowerInvariant();

    public static string Name(this Severity severity) => severity.ToString().ToLowerInvariant();
}
