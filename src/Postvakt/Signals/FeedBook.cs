namespace Postvakt.Signals;

/// <summary>All feeds, known by heart, ready to be looked up in mail. Immutable.</summary>
/// <param name="shelves">One a feed; those with nothing cost nothing.</param>
public sealed class FeedBook(IReadOnlyList<FeedShelf> shelves)
{
    private readonly FeedShelf[] _filled = [.. shelves.Where(s => s.Count > 0)];

    public static FeedBook Empty { get; } = new([]);

    public IReadOnlyList<FeedShelf> Shelves => shelves;

    public bool IsEmpty => _filled.Length == 0;

    /// <summary>Who names a value, the most telling first; null for nobody. A host stands for all below it.</summary>
    public FeedHit? Find(string type, string value, DateTimeOffset now)
    {
        var second = FeedShelf.Seconds(now);
        if (type != "host") return Best(type, value, second);
        for (var name = value; ;)
        {
            if (Best(type, name, second) is { } hit) return hit;
            var dot = name.IndexOf('.', StringComparison.Ordinal);
            // The last label alone is nobody's, and an address has nobody above it.
            if (dot < 0 || name.IndexOf('.', dot + 1) < 0 || char.IsAsciiDigit(name[^1]) || name[^1] == ']') return null;
            name = name[(dot + 1)..];
        }
    }

    /// <summary>Of several feeds the one that makes more of it; else the surer one, else the nearer.</summary>
    private FeedHit? Best(string type, string value, uint now)
    {
        FeedHit? best = null;
        var key = FeedKey.Of(type, value);
        foreach (var shelf in _filled)
        {
            if (!shelf.TryFind(key, now, out var entry)) continue;
            var hit = new FeedHit(shelf.Feed, shelf.Terms.Class, type, value, entry, entry.Confidence >= shelf.Terms.SuspiciousFrom);
            if (best is null || (hit.MakesSuspicious, hit.Entry.Confidence, hit.Class).CompareTo((best.MakesSuspicious, best.Entry.Confidence, best.Class)) > 0) best = hit;
        }
        return best;
    }
}
