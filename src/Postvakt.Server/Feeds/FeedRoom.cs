using Postvakt.Server.Configuration;

namespace Postvakt.Server.Feeds;

/// <summary>What the interface asks of feeds.</summary>
/// <param name="Configured">Feeds and sisters of the configuration.</param>
internal sealed record FeedRoom(FeedTaker Taker, SharingConfig Configured)
{
    public bool IsConfigured(string name) => Configured.Feeds.Any(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) || Configured.Sisters.Any(s => s.Name.Equals(name, StringComparison.OrdinalIgnoreCase));
}
