namespace Postvakt.Advisories;

/// <summary>How far an advisory has come. The values are stored; do not renumber.</summary>
public enum AdvisoryState
{
    /// <summary>Waits for another person to look at it.</summary>
    Draft = 0,

    Approved = 1,
    Sending = 2,

    /// <summary>Everybody was tried.</summary>
    Sent = 3,

    /// <summary>Shown no more; what was not sent yet is not sent.</summary>
    Withdrawn = 4,
}
