namespace Postvakt.Sharing;

/// <summary>What an incident or a campaign taught, in no format yet: every format is written from it and read into it.</summary>
/// <param name="Id">Its STIX id, "report--…"; of what others sent without a report, empty.</param>
/// <param name="Name">In the words of its producer.</param>
/// <param name="Created">When it was first told of; the same in every later version.</param>
/// <param name="Modified">When what it says last changed.</param>
public sealed record SharedReport(string Id, string Name, Producer Producer, Tlp Tlp, DateTimeOffset Created, DateTimeOffset Modified)
{
    /// <summary>Indicators of one report. 500: more is a feed, and no attack that somebody looked at.</summary>
    public const int MaxIndicators = 500;

    /// <summary>Mails that are shown of it. 10.</summary>
    public const int MaxMails = 10;

    public string Description { get; init; } = "";

    public DateTimeOffset? FirstSeen { get; init; }

    public DateTimeOffset? LastSeen { get; init; }

    /// <summary>Mails of it that were seen, or 0 where nobody counted.</summary>
    public long Mails { get; init; }

    /// <summary>ATT&amp;CK technique ids: "T1566.002".</summary>
    public IReadOnlyList<string> Techniques { get; init; } = [];

    /// <summary>Families of malware, where they are known: "Qbot".</summary>
    public IReadOnlyList<string> Families { get; init; } = [];

    /// <summary>A few mails of it.</summary>
    public IReadOnlyList<SharedMail> Examples { get; init; } = [];

    public IReadOnlyList<SharedIndicator> Indicators { get; init; } = [];

    /// <summary>Its producer took all of it back.</summary>
    public bool Revoked { get; init; }
}
