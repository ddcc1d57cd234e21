namespace Postvakt.Cli.Reports;

/// <summary>A conversation as it was seen, ready to be drawn. The lane of the judged mail's sender is the last one.</summary>
/// <param name="Marks">In order of time.</param>
/// <param name="Messages">Messages there are, drawn or not, the judged mail left out.</param>
/// <param name="Answered">Index of the mark that the judged mail claims to answer, or -1.</param>
internal sealed record ConversationLanes(IReadOnlyList<Lane> Lanes, IReadOnlyList<LaneMark> Marks, int Messages, int People, LaneClaim Claim, int Answered);
