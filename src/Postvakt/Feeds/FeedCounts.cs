namespace Postvakt.Feeds;

/// <summary>What became of what a feed gave in one go.</summary>
public sealed record FeedCounts
{
    /// <summary>Indicators that it gave.</summary>
    public int Given { get; init; }

    /// <summary>New here.</summary>
    public int Added { get; init; }

    /// <summary>Of those that it gave, set aside: no mail is looked through for them.</summary>
    public int Aside { get; init; }

    /// <summary>Past the feed's share, not kept.</summary>
    public int Over { get; init; }

    /// <summary>Less sure than what is taken in.</summary>
    public int Unsure { get; init; }

    /// <summary>Ended already.</summary>
    public int Ended { get; init; }

    /// <summary>Of a kind that mail is not looked through for, or not to be read.</summary>
    public int Unusable { get; init; }

    /// <summary>Taken out, as the feed withdrew or no longer gives it.</summary>
    public int Withdrawn { get; init; }

    public static FeedCounts operator +(FeedCounts one, FeedCounts other) => new()
    {
        Given = one.Given + other.Given, Added = one.Added + other.Added, Aside = one.Aside + other.Aside, Over = one.Over + other.Over, Unsure = one.Unsure + other.Unsure, Ended = one.Ended + other.Ended,
        Unusable = one.Unusable + other.Unusable, Withdrawn = one.Withdrawn + other.Withdrawn,
    };
}
