using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Sharing;
using Postvakt.Signals;

namespace Postvakt.Feeds;

/// <summary>Takes what a feed gave into the store, a chunk at a time, so that mail goes on between them.</summary>
public sealed class FeedIntake
{
    /// <summary>Indicators of one step. 500: six to eight milliseconds on a machine of 2026, beside a Memory that knows nobody.</summary>
    public const int AtOnce = 500;

    /// <summary>The farthest end that a feed may name. A year: what nobody looks at again must not stay for ever.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromDays(365);

    private readonly FeedOptions _feed;
    private readonly FeedIndicator[][] _chunks;
    private readonly Indicator[][] _withdrawn;
    private int _step;

    /// <param name="reports">What was read.</param>
    /// <param name="unusable">Things in it that could not be read.</param>
    public FeedIntake(FeedOptions feed, IReadOnlyList<SharedReport> reports, int unusable, DateTimeOffset now)
    {
        _feed = feed;
        var (all, withdrawn) = (new Dictionary<Indicator, FeedIndicator>(), new HashSet<Indicator>());
        var counts = new FeedCounts { Unusable = unusable };
        foreach (var (report, shared) in reports.SelectMany(r => r.Indicators.Select(i => (r, i))))
        {
            counts = counts with { Given = counts.Given + 1 };
            if (!IndicatorText.Types.Contains(shared.Indicator.Type) || !FeedIndicator.Fits(shared.Indicator))
            {
                counts = counts with { Unusable = counts.Unusable + 1 };
                continue;
            }
            if (shared.Revoked || report.Revoked)
            {
                withdrawn.Add(shared.Indicator);
                continue;
            }
            var until = shared.ValidUntil is { } said ? said < now + Longest ? said : now + Longest : now + feed.Lasts;
            if (until <= now) counts = counts with { Ended = counts.Ended + 1 };
            else if (Sure(shared.Confidence) < feed.LeastConfidence) counts = counts with { Unsure = counts.Unsure + 1 };
            // Of two about the same value the later one is what the feed says now.
            else all[shared.Indicator] = new FeedIndicator(shared.Indicator, IdOf(feed.Name, shared), Sure(shared.Confidence), shared.ValidFrom, until, now, FeedStanding.Matched);
        }
        // Given and withdrawn in one go: two values in one pattern, or a new version of the same. What stands is what is given.
        withdrawn.ExceptWith(all.Keys);
        (Counts, _chunks, _withdrawn) = (counts, [.. all.Values.Chunk(AtOnce)], [.. withdrawn.Chunk(AtOnce)]);
    }

    /// <summary>So far.</summary>
    public FeedCounts Counts { get; private set; }

    /// <summary>Takes in, or out, the next chunk; false when all is done.</summary>
    /// <exception cref="IOException">The store could not keep the chunk; what was kept before stays, and taking all of it in again does no harm.</exception>
    public bool Step(ILedger ledger, Func<IMemory, FeedScreen> screen, DateTimeOffset now)
    {
        if (_step >= _chunks.Length + _withdrawn.Length) return false;
        if (_step >= _chunks.Length)
        {
            Counts = Counts with { Withdrawn = Counts.Withdrawn + ledger.WithdrawFromFeed(_feed.Name, _withdrawn[_step++ - _chunks.Length], now) };
            return true;
        }
        var chunk = _chunks[_step];
        var standings = screen(ledger.Memory).Of([.. chunk.Select(i => i.Indicator)]);
        var put = ledger.PutFeed(_feed.Name, [.. chunk.Zip(standings, (one, standing) => one with { Standing = standing })], _feed.Most, now);
        Counts = Counts with { Added = Counts.Added + put.Added, Over = Counts.Over + put.Over, Aside = Counts.Aside + standings.Count(s => !FeedIndicator.Counts(s)) };
        _step++;
        return true;
    }

    /// <summary>What was not given this time is no longer of the feed: for lists that are read whole. False when none is left.</summary>
    /// <param name="began">When the reading began.</param>
    public bool Drop(ILedger ledger, DateTimeOffset began, DateTimeOffset now)
    {
        var dropped = ledger.DropUnseen(_feed.Name, began, AtOnce, now);
        Counts = Counts with { Withdrawn = Counts.Withdrawn + dropped };
        return dropped == AtOnce;
    }

    private int Sure(int confidence) => confidence == SharedIndicator.UsualConfidence ? _feed.Confidence : Math.Clamp(confidence, 0, 100);

    /// <summary>The feed's own id, where it has the form that STIX gives it (2.9: a UUID).</summary>
    private static Guid IdOf(string feed, SharedIndicator shared) =>
        shared.Id.StartsWith("indicator--", StringComparison.Ordinal) && Guid.TryParseExact(shared.Id["indicator--".Length..], "D", out var id) ? id : StableId.Ours("feed", feed, shared.Indicator.Type, shared.Indicator.Value);
}
