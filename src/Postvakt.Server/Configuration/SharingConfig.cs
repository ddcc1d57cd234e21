using Postvakt.Feeds;

namespace Postvakt.Server.Configuration;

/// <summary>What the organisation tells of itself when it shares.</summary>
/// <param name="Organisation">Its name as partners know it; empty: its first domain.</param>
/// <param name="OwnDomains">Whether what is shared may name its domains.</param>
public sealed record SharingConfig(string Organisation, bool OwnDomains)
{
    /// <summary>Feeds that are read from time to time.</summary>
    public IReadOnlyList<FeedConfig> Feeds { get; init; } = [];

    /// <summary>Organisations of the same group.</summary>
    public IReadOnlyList<SisterConfig> Sisters { get; init; } = [];

    /// <summary>How far back mail is looked through for what is new in a feed. 14 days.</summary>
    public TimeSpan LookBack { get; init; } = TimeSpan.FromDays(14);

    public ConfiguredFeeds ConfiguredFeeds => new(Feeds.ToDictionary(f => f.Name, f => f.Place, StringComparer.Ordinal), Sisters.Select(s => s.Name).ToHashSet(StringComparer.Ordinal));

    public static SharingConfig Default { get; } = new("", false);

    /// <summary>200: as long as a report's name.</summary>
    private const int MaxName = 200;

    internal static SharingConfig Read(ConfigSection sharing)
    {
        var config = new SharingConfig(sharing.Text("organisation"), sharing.Switch("own_domains", false)) { Feeds = FeedsConfigReader.Feeds(sharing), LookBack = sharing.Time("look_back", Default.LookBack, TimeSpan.Zero, TimeSpan.FromDays(90)) };
        config = config with { Sisters = FeedsConfigReader.Sisters(sharing, config.Feeds) };
        if (config.Organisation.Length > MaxName || config.Organisation.Any(char.IsControl)) sharing.Fault("organisation", "at most 200 characters without control characters");
        sharing.End();
        return config;
    }
}
