namespace Postvakt.Signals;

/// <summary>One feed, known by heart. Immutable: what changed makes another one.</summary>
public sealed class FeedShelf
{
    private readonly Dictionary<UInt128, FeedEntry> _all;

    private FeedShelf(string feed, FeedTerms terms, long version, Dictionary<UInt128, FeedEntry> all) => (Feed, Terms, Version, _all) = (feed, terms, version, all);

    public string Feed { get; }

    public FeedTerms Terms { get; }

    /// <summary>Of the feed, as far as it was read.</summary>
    public long Version { get; }

    public int Count => _all.Count;

    public static FeedShelf Empty(string feed, FeedTerms terms) => new(feed, terms, 0, []);

    public FeedShelf With(FeedTerms terms) => terms == Terms ? this : new FeedShelf(Feed, terms, Version, _all);

    /// <summary>With what changed since. The whole is copied, a few milliseconds for a hundred thousand; nobody waits for it.</summary>
    public FeedShelf With(IReadOnlyList<FeedRow> changes, long version, DateTimeOffset now)
    {
        var (all, second) = (new Dictionary<UInt128, FeedEntry>(_all.Count + changes.Count), Seconds(now));
        foreach (var (key, entry) in _all)
            if (entry.Until > second) all[key] = entry;
        foreach (var row in changes)
        {
            var (key, one) = (FeedKey.Of(row.Indicator.Indicator.Type, row.Indicator.Indicator.Value), row.Indicator);
            if (one.IsMatched && one.Until > now) all[key] = new FeedEntry(one.Id, Seconds(one.From), Seconds(one.Until), (byte)Math.Clamp(one.Confidence, 0, 100));
            else all.Remove(key);
        }
        return new FeedShelf(Feed, Terms, version, all);
    }

    internal bool TryFind(UInt128 key, uint now, out FeedEntry entry) => _all.TryGetValue(key, out entry) && entry.Holds(now);

    internal static uint Seconds(DateTimeOffset time) => (uint)Math.Clamp(time.ToUnixTimeSeconds(), 0, uint.MaxValue);
}
