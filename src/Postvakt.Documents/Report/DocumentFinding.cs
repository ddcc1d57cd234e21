namespace Postvakt.Documents.Report;

/// <summary>Something found about one file.</summary>
/// <param name="Where">Place inside the file: module and line, sheet and cell, stream, part; empty for the file as a whole.</param>
/// <param name="Text">What was seen, at most <see cref="MaxText"/> characters, as found: escape before showing.</param>
public sealed record DocumentFinding(FindingKind Kind, string Where, string Text)
{
    public const int MaxText = 300;
}
