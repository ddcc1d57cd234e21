using Postvakt.Detection;

namespace Postvakt.UserReports;

/// <summary>Which mail a report speaks of, as the worker found out.</summary>
/// <param name="Index">Place of the mail in the submission.</param>
/// <param name="Record">Id of its record, or empty where it is not known and no original was attached.</param>
/// <param name="Campaign">Of the record, or empty.</param>
/// <param name="Author">Of the mail, lower case, or empty.</param>
/// <param name="Verdict">As it stands now, revisions included.</param>
public sealed record ReportFinding(int Index, string Record, string Campaign, string Author, Verdict Verdict)
{
    /// <summary>The record was made from the report.</summary>
    public bool IsNew { get; init; }

    /// <summary>The mail is held: nobody got it.</summary>
    public bool IsHeld { get; init; }

    /// <summary>The reporter was among those the mail was for; for a new record what is attached says so, which anybody can write.</summary>
    public bool IsForReporter { get; init; }

    /// <summary>The author belongs to the organisation, and the mail was found clean when it came.</summary>
    public bool IsColleaguesClean { get; init; }
}
