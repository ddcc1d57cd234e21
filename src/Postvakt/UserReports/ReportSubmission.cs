namespace Postvakt.UserReports;

/// <summary>A report as it came in, before anybody looked at its mail.</summary>
/// <param name="Reporter">Primary address of the person, or the account's name.</param>
/// <param name="Hash">Of the message that it came in, or of what it says where it is no message: taken again, it is the same.</param>
/// <param name="MessageId">Of that message, or empty.</param>
/// <param name="Mails">How many mails it names; 0 where none could be read.</param>
/// <param name="IsAnswered">Whether the reporter gets answers.</param>
public sealed record ReportSubmission(string Reporter, ReportWay Way, string Hash, string MessageId, int Mails, ReporterStatement Says, bool IsAnswered);
