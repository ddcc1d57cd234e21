namespace Postvakt.Signals;

/// <summary>A feed that names what was looked up.</summary>
/// <param name="Type">Of the indicator that matched.</param>
/// <param name="Value">As it stands in the feed: a host may be above the one in the mail.</param>
/// <param name="MakesSuspicious">Whether its confidence is enough for that.</param>
public sealed record FeedHit(string Feed, FeedClass Class, string Type, string Value, FeedEntry Entry, bool MakesSuspicious)
{
    /// <summary>What a finding names as its source, by which its mails are counted.</summary>
    public string Source => SourceOf(Feed, Entry.Id);

    public static string SourceOf(string feed, Guid id) => $"{feed} indicator--{id}";

    /// <summary>The feed of a source: its name has no blank.</summary>
    public static string FeedOf(string source) => source.Split(' ', 2)[0];
}
