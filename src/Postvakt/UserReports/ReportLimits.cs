namespace Postvakt.UserReports;

/// <summary>Bounds on what one report may cost. A report past them is one that could not be read, never an exception.</summary>
public sealed record ReportLimits
{
    /// <summary>Bytes of a report. 64 MiB: a forwarded mail is a little larger than the largest mail that providers take.</summary>
    public long MaxBytes { get; init; } = 64L << 20;

    /// <summary>Mails that one report names. 10: who has more found a campaign, and ten tell it.</summary>
    public int MaxMails { get; init; } = 10;

    /// <summary>Nesting of parts around a reported mail. 8: a mail program makes three levels; what is nested deeper hides.</summary>
    public int MaxDepth { get; init; } = 8;

    /// <summary>Parts that are looked at. 500: a mail of ten thousand empty parts costs seconds in tree walks.</summary>
    public int MaxParts { get; init; } = 500;

    /// <summary>Bytes of all attached originals together. 64 MiB: Outlook's form packs its text, so that originals may be larger than the report.</summary>
    public long MaxOriginals { get; init; } = 64L << 20;

    /// <summary>Characters of the reporter's own words that are looked at. 4,000: who opened it says so at the beginning.</summary>
    public int MaxWords { get; init; } = 4_000;

    public static readonly ReportLimits Default = new();
}
