namespace Postvakt.Server.Configuration;

/// <summary>How a feed is read.</summary>
public enum FeedKind
{
    Taxii,
    StixFile,
    MispFile,
    CsvFile,
    PlainFile,
}
