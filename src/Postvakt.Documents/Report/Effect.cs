namespace Postvakt.Documents.Report;

/// <summary>One thing that code in a file would do, as far as it can be told without running it.</summary>
/// <param name="Target">What it acts on, in plain text: URL, path, command line, library function; empty when it could not be worked out.</param>
/// <param name="Other">A second object: where a download is stored, what a file is renamed to; else empty.</param>
/// <param name="Where">Module and line, or sheet and cell.</param>
/// <param name="Call">The function or statement that does it, as it stands there, at most 160 characters.</param>
public sealed record Effect(EffectKind Kind, string Target, string Other, string Where, string Call)
{
    /// <summary>True when nothing that starts by itself, nor a click into the document, leads to it.</summary>
    public bool Dormant { get; init; }
}
