using Postvakt.Feeds;

namespace Postvakt.Web.Responding;

/// <summary>How a feed comes here.</summary>
internal static class FeedSource
{
    /// <summary>Key of the sentence; {0} is where it is read.</summary>
    public static string KeyOf(ConfiguredFeeds configured, string name) =>
        configured.IsRead(name) ? "UiFeedIsRead" : configured.Sisters.Contains(name) ? "UiFeedOfSister" : FeedOptions.IsInbox(name) ? "UiFeedOfAccount" : "UiFeedOfFile";
}
