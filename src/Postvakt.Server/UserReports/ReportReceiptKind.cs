namespace Postvakt.Server.UserReports;

/// <summary>What became of what came in as a report.</summary>
internal enum ReportReceiptKind
{
    Taken,

    /// <summary>From a person, and no mail could be read from it; noted, and the person is told.</summary>
    Unreadable,

    /// <summary>A machine wrote it: nothing was noted and nobody is answered.</summary>
    Automatic,

    /// <summary>Nobody of the organisation wrote it: nothing was noted.</summary>
    Outside,

    /// <summary>Past what one person may report.</summary>
    Refused,
}
