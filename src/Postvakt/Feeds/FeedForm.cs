namespace Postvakt.Feeds;

/// <summary>Form of what a feed gives.</summary>
public enum FeedForm
{
    Stix,
    Misp,
    Csv,
    Plain,
}
