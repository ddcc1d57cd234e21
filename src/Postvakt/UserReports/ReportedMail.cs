namespace Postvakt.UserReports;

/// <summary>A mail that somebody reports, as far as the report says which one it is. Lives in memory only: what is kept of it is the id of its record.</summary>
public sealed record ReportedMail
{
    /// <summary>Message-ID without brackets, or empty where the report does not say.</summary>
    public string MessageId { get; init; } = "";

    /// <summary>Ids that a forward refers to: one may be that of the reported mail.</summary>
    public IReadOnlyList<string> MayBe { get; init; } = [];

    /// <summary>Id of a record of ours that the mail's own header names, or empty. Anybody can write one.</summary>
    public string Record { get; init; } = "";

    /// <summary>Address of the author, lower case, or empty.</summary>
    public string Author { get; init; } = "";

    public string Subject { get; init; } = "";

    /// <summary>Days on which it may have been sent: forwards write dates in the manner of their language, some of which can be read in two ways.</summary>
    public IReadOnlyList<DateOnly> Days { get; init; } = [];

    /// <summary>SHA-256 of the attached original (32 bytes), or null where none is attached.</summary>
    public byte[]? Digest { get; init; }

    /// <summary>The attached original, or null.</summary>
    public byte[]? Original { get; init; }

    /// <summary>True where the original was made from Outlook's own form: its bytes are not those that were sent.</summary>
    public bool IsConverted { get; init; }
}
