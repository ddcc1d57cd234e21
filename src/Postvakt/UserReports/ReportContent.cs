namespace Postvakt.UserReports;

/// <summary>A mail to the report mailbox, read.</summary>
/// <param name="Reporter">Address of its author, lower case, or empty.</param>
/// <param name="MessageId">Of the report itself, without brackets, or empty.</param>
/// <param name="Mails">What is reported, in the order of the report; only with <see cref="ReportContentKind.Report"/>.</param>
public sealed record ReportContent(ReportContentKind Kind, string Reporter, string MessageId, IReadOnlyList<ReportedMail> Mails, ReporterStatement Says)
{
    /// <summary>Whether a person may be answered: nobody's assistant is, nor whoever asks for none (RFC 3834 section 2).</summary>
    public bool MayAnswer { get; init; }

    /// <summary>Its Authentication-Results fields, newest first.</summary>
    public IReadOnlyList<string> Authentication { get; init; } = [];

    /// <summary>True when it names more mails than <see cref="ReportLimits.MaxMails"/>, or a part of it could not be read.</summary>
    public bool IsCut { get; init; }
}
