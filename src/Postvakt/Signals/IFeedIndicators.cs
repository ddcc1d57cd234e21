using Postvakt.Indicators;

namespace Postvakt.Signals;

/// <summary>Keeps what feeds gave. Every change is made whole, in a transaction of its own, and raises the feed's version: other nodes see by it what is new.</summary>
public interface IFeedIndicators
{
    /// <summary>Takes a chunk in. What is there already is renewed, and keeps when it came and what a person said of it.</summary>
    /// <param name="feed">1 to 60 characters.</param>
    /// <param name="chunk">At most 1,000, each value once.</param>
    /// <param name="most">What the feed may hold.</param>
    /// <exception cref="IOException">The store could not keep it: nothing of the chunk is there.</exception>
    FeedPut PutFeed(string feed, IReadOnlyList<FeedIndicator> chunk, int most, DateTimeOffset now);

    /// <summary>Takes some out, as the feed withdrew them. Returns how many were there.</summary>
    /// <param name="indicators">At most 1,000.</param>
    int WithdrawFromFeed(string feed, IReadOnlyList<Indicator> indicators, DateTimeOffset now);

    /// <summary>Takes out what the feed did not give again since a time, as a list that is read whole says by leaving it out. Returns how many; fewer than <paramref name="max"/> at the end.</summary>
    /// <param name="max">At most 1,000.</param>
    int DropUnseen(string feed, DateTimeOffset since, int max, DateTimeOffset now);

    /// <summary>Drops for good what ended, and what was taken out a week ago or more. Returns how many; fewer than <paramref name="max"/> at the end.</summary>
    /// <param name="max">At most 1,000.</param>
    int ExpireFeeds(DateTimeOffset now, int max);

    /// <summary>Notes what a person says of one. False where the feed has no such indicator.</summary>
    /// <param name="standing">Matched leaves it to what the feed says next.</param>
    bool StandInFeed(string feed, Indicator indicator, FeedStanding standing);

    /// <summary>All feeds that anything is held of, by name. Costs a row a feed.</summary>
    IReadOnlyList<FeedTally> Feeds();

    /// <summary>What was changed after a version, oldest change first, those that are gone too.</summary>
    /// <param name="after">Version and value of the last one seen, or (version, "", "") for all after a version.</param>
    /// <param name="max">At most 5,000.</param>
    IReadOnlyList<FeedRow> ReadFeed(string feed, FeedPlace after, int max);

    /// <summary>Those that were set aside, by type and value.</summary>
    /// <param name="after">The last one seen, or null.</param>
    /// <param name="max">At most 1,000.</param>
    IReadOnlyList<FeedIndicator> AsideInFeed(string feed, Indicator? after, int max);

    /// <summary>Which feeds give an indicator now, by name.</summary>
    IReadOnlyList<string> FeedsWith(Indicator indicator);
}
