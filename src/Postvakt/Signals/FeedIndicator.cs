using System.Text;
using Postvakt.Indicators;

namespace Postvakt.Signals;

/// <summary>An indicator that somebody else shared. It is hearsay: it makes a mail suspicious at most.</summary>
/// <param name="Id">UUID of its STIX id, "indicator--…"; ours where the feed gives none.</param>
/// <param name="Confidence">How sure the feed is, 0 to 100.</param>
/// <param name="From">Not before.</param>
/// <param name="Until">When it ends: hosts and addresses change hands.</param>
/// <param name="Added">When it first came here; set by the store.</param>
public sealed record FeedIndicator(Indicator Indicator, Guid Id, int Confidence, DateTimeOffset From, DateTimeOffset Until, DateTimeOffset Added, FeedStanding Standing)
{
    /// <summary>Id of the finding that a mail carries one.</summary>
    public const string Finding = "shared-indicator";

    /// <summary>Characters of a feed's name. 60.</summary>
    public const int MaxFeed = 60;

    /// <summary>Bytes of a value, in UTF-8. 2,000: an entry of an index takes no more (PostgreSQL, 2,700 with all that stands in it).</summary>
    public const int MaxValue = 2_000;

    /// <summary>Whether stores can keep it. Half a character or a zero in a value is nothing that stands in mail.</summary>
    public static bool Fits(Indicator indicator) => indicator.Type.Length is > 0 and <= 20 && indicator.Value.Length is > 0 and <= MaxValue && Encoding.UTF8.GetByteCount(indicator.Value) <= MaxValue
        && !indicator.Value.Contains('\0', StringComparison.Ordinal) && indicator.Value.EnumerateRunes().All(r => r != Rune.ReplacementChar);

    public bool IsMatched => Counts(Standing);

    /// <summary>A person decided it: what the feed says later does not change it.</summary>
    public static bool IsSaid(FeedStanding standing) => standing is FeedStanding.Meant or FeedStanding.Exempt;

    public static bool Counts(FeedStanding standing) => standing is FeedStanding.Matched or FeedStanding.Meant;

    /// <summary>
    /// The end that is kept when the feed gives one anew: the old one while hardly an eighth of the time is over. A list that is read each hour would else change each time, and every node read all of it again.
    /// </summary>
    public static long EndOf(long old, long given, long now) => Math.Abs(given - old) * 8 < given - now ? old : given;
}
