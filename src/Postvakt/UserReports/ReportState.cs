namespace Postvakt.UserReports;

/// <summary>How far a report has come. The values are stored; do not renumber.</summary>
public enum ReportState
{
    /// <summary>Kept, and not looked at yet.</summary>
    Received = 0,

    /// <summary>Its mail is known; what it was is not decided.</summary>
    Open = 1,

    /// <summary>Decided, and the reporter is told.</summary>
    Answered = 2,
}
