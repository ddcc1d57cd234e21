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

    /// <summary>With what changed since; as many pages as there are, read one after the other. The whole is copied once, 60 ms for half a million; nobody waits for it.</summary>
    public Edit Change(DateTimeOffset now) => new(this, now);

    internal bool TryFind(UInt128 key, uint now, out FeedEntry entry) => _all.TryGetValue(key, out entry) && entry.Holds(now);

    internal static uint Seconds(DateTimeOffset time) => (uint)Math.Clamp(time.ToUnixTimeSeconds(), 0, uint.MaxValue);

    /// <summary>A shelf in the making.</summary>
    public sealed class Edit
    {
        private readonly FeedShelf _old;
        private readonly DateTimeOffset _now;
        private readonly Dictionary<UInt128, FeedEntry> _all;

        internal Edit(FeedShelf old, DateTimeOffset now)
        {
            (_old, _now, _all) = (old, now, new Dictionary<UInt128, FeedEntry>(old._all.Count));
            var second = Seconds(now);
            foreach (var (key, entry) in old._all)
                if (entry.Until > second) _all[key] = entry;
        }

        public void Take(IReadOnlyList<FeedRow> changes)
        {
            foreach (var row in changes)
            {
                var (key, one) = (FeedKey.Of(row.Indicator.Indicator.Type, row.Indicator.Indicator.Value), row.Indicator);
                if (one.IsMatched && one.Until > _now) _all[key] = new FeedEntry(one.Id, Seconds(one.From), Seconds(one.Until), (byte)Math.Clamp(one.Confidence, 0, 100));
                else _all.Remove(key);
            }
        }

        /// <param name="version">Of the feed, before the first page was read.</param>
        public FeedShelf End(long version) => new(_old.Feed, _old.Terms, version, _all);
    }
}
