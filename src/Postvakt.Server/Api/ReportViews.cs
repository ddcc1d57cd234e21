using Postvakt.Quarantine;
using Postvakt.UserReports;

namespace Postvakt.Server.Api;

/// <summary>Says which mail is reported.</summary>
public sealed record ReportRequest
{
    /// <summary>With or without brackets.</summary>
    public string? MessageId { get; init; }

    /// <summary>Address of the author.</summary>
    public string? From { get; init; }

    public string? Subject { get; init; }

    public DateTimeOffset? Date { get; init; }
}

public sealed record CloseReportRequest
{
    /// <summary>harmless or malicious.</summary>
    public ReportOutcome Outcome { get; init; }

    public string? Reason { get; init; }
}

/// <summary>What became of a report that was handed in.</summary>
/// <param name="Reports">Ids, one for each mail; those of before where the same was reported before.</param>
public sealed record SubmittedView(bool Done, Refusal Refusal, string Text, IReadOnlyList<string> Reports);

/// <summary>A report as an operator sees it.</summary>
/// <param name="Submission">Id of the first report of the same message.</param>
/// <param name="Record">Id of the reported mail's record; empty while it is not known.</param>
/// <param name="IsNew">The record was made from the report: the mail never came by here.</param>
/// <param name="Author">Of the reported mail.</param>
/// <param name="Subject">Of the reported mail; only where one report is asked for.</param>
/// <param name="Verdict">On the reported mail as it stands now; empty while it is not known.</param>
/// <param name="Weight">How far the report counts, from 0 to 1.</param>
/// <param name="History">What was decided, newest first; only where one report is asked for.</param>
public sealed record ReportView(
    string Id, string Submission, DateTimeOffset At, string Reporter, ReportWay Way, IReadOnlyList<string> Says, ReportState State, ReportOutcome Outcome, string Record, bool IsNew, string Campaign, string Author,
    string Subject, string Verdict, double Weight, string Incident, DateTimeOffset? ClosedAt, string ClosedBy, IReadOnlyList<AuditView> History);

/// <param name="Next">What to give as "after" for the next page, or null at the end.</param>
public sealed record ReportPageView(IReadOnlyList<ReportView> Items, string? Next);
