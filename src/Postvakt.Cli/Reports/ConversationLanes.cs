namespace Postvakt.Cli.Reports;

internal enum LaneClaim
{
    /// <summary>Joined by its subject and people only.</summary>
    Subject,

    /// <summary>It names a message that was not drawn or never seen.</summary>
    Elsewhere,

    /// <summary>It names the id of the message.</summary>
    Answers,

    /// <summary>It quotes the text of the message.</summary>
    Quotes,
}

/// <summary>A conversation as it was seen, ready to be drawn. The lane of the judged mail's sender is the last one.</summary>
/// <param name="Marks">In order of time.</param>
/// <param name="Messages">Messages there are, drawn or not, the judged mail left out.</param>
/// <param name="Answered">Index of the mark that the judged mail claims to answer, or -1.</param>
internal sealed record ConversationLanes(IReadOnlyList<Lane> Lanes, IReadOnlyList<LaneMark> Marks, int Messages, int People, LaneClaim Claim, int Answered);
