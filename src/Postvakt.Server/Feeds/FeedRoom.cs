using Postvakt.Feeds;

namespace Postvakt.Server.Feeds;

/// <summary>What the interface asks of feeds.</summary>
internal sealed record FeedRoom(FeedTaker Taker, ConfiguredFeeds Configured);
