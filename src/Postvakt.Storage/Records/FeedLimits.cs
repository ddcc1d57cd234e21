using Postvakt.Signals;

namespace Postvakt.Storage.Records;

/// <summary>What a store takes of a feed in one call, the same in every store.</summary>
internal static class FeedLimits
{
    /// <summary>Indicators written, or dropped, in one transaction. 1,000: mail waits some ten milliseconds for it.</summary>
    public const int Chunk = 1_000;

    /// <summary>Rows that are read at once. 5,000.</summary>
    public const int Page = 5_000;

    /// <summary>Throws <see cref="ArgumentException"/> for what its maker should have left out.</summary>
    public static void Check(string feed, IReadOnlyList<FeedIndicator> chunk)
    {
        if (feed.Length is 0 or > FeedIndicator.MaxFeed) throw new ArgumentException("a feed has a short name", nameof(feed));
        if (chunk.Count > Chunk) throw new ArgumentException($"more than {Chunk} at once", nameof(chunk));
        if (chunk.Any(i => !FeedIndicator.Fits(i.Indicator) || i.Confidence is < 0 or > 100))
            throw new ArgumentException("an indicator that no store keeps", nameof(chunk));
    }
}
