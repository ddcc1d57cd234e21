namespace Postvakt.Questions;

/// <summary>The values are stored; do not renumber.</summary>
public enum PartnerNoticeState
{
    /// <summary>Waits for a responder to look at it.</summary>
    Drafted = 0,

    Approved = 1,
    Sent = 2,
    Failed = 3,
}
