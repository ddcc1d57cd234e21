using Postvakt.Feeds;
using Postvakt.Intake.Ledger;

namespace Postvakt.Web.Responding;

/// <summary>A mail of before that carries what a feed gave later.</summary>
/// <param name="Record">Null where the mail is no longer recorded.</param>
public sealed record FeedMail(FeedMatch Match, LedgerEntry? Record)
{
    /// <summary>Newest first.</summary>
    /// <param name="feed">Of one feed, or empty for all.</param>
    /// <param name="before">Id of the match that the page before ended with, or empty.</param>
    internal static IReadOnlyList<FeedMail> All(ILedger ledger, string feed, string before, int max) => [.. RetroMatch.All(ledger, feed, before, max).Select(m => new FeedMail(m, ledger.FindRecord(m.Record)))];
}
