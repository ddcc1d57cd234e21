namespace Postvakt.UserReports;

/// <summary>What came to the report mailbox.</summary>
public enum ReportContentKind
{
    /// <summary>Mails are reported.</summary>
    Report,

    /// <summary>A person wrote, but no mail is attached or forwarded.</summary>
    Nothing,

    /// <summary>An assistant, a mail server or a list wrote, or we did: it is no report and never answered (RFC 3834 section 2).</summary>
    Automatic,

    /// <summary>Something is attached that is past a limit or broken.</summary>
    Unreadable,
}
