namespace Postvakt.Documents.Report;

/// <summary>Something found about one file.</summary>
/// <param name="Where">Place inside the file: module and line, sheet and cell, stream, part; empty for the file as a whole.</param>
/// <param name="Text">What was seen, at most <see cref="MaxText"/> characters, as found: escape before showing.</param>
public sealed record DocumentFinding(FindingKind Kind, string Where, string Text)
{
    public const int MaxText = 300;

    /// <summary>Begins the text of <see cref="FindingKinds.AnalysisIncomplete"/> where the file itself is broken, so that nobody's program reads more of it.</summary>
    public const string Broken = "broken: ";

    /// <summary>A part was left unread by a limit, a missing parser or a mistake of ours: what it holds is unknown.</summary>
    public bool LeavesUnread => Kind == FindingKinds.AnalysisIncomplete && !Text.StartsWith(Broken, StringComparison.Ordinal);
}
