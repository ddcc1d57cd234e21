namespace Postvakt.UserReports;

/// <summary>What a reported mail was. The values are stored; do not renumber.</summary>
public enum ReportOutcome
{
    None = 0,
    Harmless = 1,
    Malicious = 2,

    /// <summary>Malicious, and still held: nobody got it.</summary>
    Held = 3,

    /// <summary>The same person had reported the same mail.</summary>
    Repeat = 4,

    /// <summary>No mail could be read from it.</summary>
    Unreadable = 5,
}
