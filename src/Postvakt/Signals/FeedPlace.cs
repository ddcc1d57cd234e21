namespace Postvakt.Signals;

/// <summary>A place among the changes of a feed: they are in the order of version, type and value.</summary>
public readonly record struct FeedPlace(long Version, string Type, string Value)
{
    /// <summary>Before everything.</summary>
    public static FeedPlace Start => After(0);

    /// <summary>Behind all of a version.</summary>
    public static FeedPlace After(long version) => new(version + 1, "", "");
}
