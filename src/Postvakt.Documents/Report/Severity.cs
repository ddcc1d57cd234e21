namespace Postvakt.Documents.Report;

/// <summary>What a finding alone asks for. What is done about it is decided elsewhere.</summary>
public enum Severity
{
    /// <summary>Worth knowing; harmless files have it too.</summary>
    Info,

    /// <summary>Unusual in business mail.</summary>
    Low,

    /// <summary>Seldom seen in harmless files; asks for a second reason.</summary>
    Medium,

    /// <summary>Hardly ever seen in a harmless file.</summary>
    High,

    /// <summary>The file would start, fetch or hide code: harmless files do not.</summary>
    Critical,
}
