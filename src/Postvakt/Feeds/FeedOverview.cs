using Postvakt.Intake.Ledger;
using Postvakt.Signals;

namespace Postvakt.Feeds;

/// <summary>A feed, what is held of it, and how much mail carried something of it.</summary>
/// <param name="Mails">Counted for each indicator.</param>
public sealed record FeedOverview(FeedState State, FeedTally Tally, long Mails)
{
    /// <summary>All feeds, by name.</summary>
    public static IReadOnlyList<FeedOverview> All(ILedger ledger)
    {
        var tallies = ledger.Feeds().ToDictionary(t => t.Feed, StringComparer.Ordinal);
        var mails = ledger.HitsOf(FeedIndicator.Finding).GroupBy(h => FeedHit.FeedOf(h.Source), StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(h => h.Mails), StringComparer.Ordinal);
        return [.. FeedDecisions.All(ledger).Select(s => new FeedOverview(s, tallies.GetValueOrDefault(s.Name) ?? new FeedTally(s.Name, 0, 0, 0), mails.GetValueOrDefault(s.Name)))];
    }
}
