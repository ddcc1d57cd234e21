using Postvakt.Detection;

namespace Postvakt.Cli.Reports;

/// <summary>What only a mail shown in detail needs.</summary>
/// <param name="Files">Attachments and what is in them, as a tree.</param>
/// <param name="Lanes">The conversation, or null when none is known.</param>
internal sealed record ReportDetail(IReadOnlyList<Finding> Findings, IReadOnlyList<ScorePart> Score, ConversationLanes? Lanes, IReadOnlyList<ReportFile> Files);
