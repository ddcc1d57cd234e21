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

/// <param name="Where">Header, part or place in the text.</param>
/// <param name="Text">Excerpt or statement, at most 160 characters, as found: escape before showing.</param>
public sealed record Evidence(string Where, string Text);

/// <summary>A named conclusion.</summary>
/// <param name="Id">Stable name.</param>
/// <param name="Title">One sentence for a person.</param>
/// <param name="Source">What concluded it: "detector", "model" or a rule's name.</param>
/// <param name="Attack">ATT&amp;CK technique ids.</param>
public sealed record Finding(string Id, string Title, Severity Severity, string Source, IReadOnlyList<Evidence> Evidence, IReadOnlyList<string> Attack);
