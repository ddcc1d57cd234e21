using Postvakt.Signals;

namespace Postvakt.Storage.Records;

/// <summary>What a feed says of an indicator, as stores keep it. Times are milliseconds since 1970.</summary>
internal readonly record struct FeedData(Guid Id, int Confidence, long From, long Until, FeedStanding Standing)
{
    /// <summary>How long one that was taken out leaves a trace, so that every node hears of it. A week: a node whose store is out of reach longer judges no mail.</summary>
    public static readonly TimeSpan Trace = TimeSpan.FromDays(7);

    public static FeedData Of(FeedIndicator one) => new(one.Id, one.Confidence, one.From.ToUnixTimeMilliseconds(), one.Until.ToUnixTimeMilliseconds(), one.Standing);

    /// <summary>What becomes of it when the feed gives it again; the same where nothing of it matters.</summary>
    public FeedData Renew(FeedIndicator again, long now)
    {
        var given = Of(again);
        // Not before the first time: one that was valid already does not begin later.
        return given with { From = Math.Min(From, given.From), Until = FeedIndicator.EndOf(Until, given.Until, now), Standing = FeedIndicator.IsSaid(Standing) ? Standing : given.Standing };
    }
}
