using Postvakt.Indicators;
using Postvakt.Intake.Ledger;

namespace Postvakt.Web.Held;

/// <summary>Mails that share something with one: its campaign, a file, a link, a host. Those that share most come first.</summary>
internal static class SimilarMails
{
    /// <summary>What makes mails similar. The author does not: a stolen account wrote a thousand good ones.</summary>
    private static readonly string[] Telling = ["sha256", "url", "file", "host"];

    /// <summary>Indicators of a mail that are looked for, and mails of each, newest first: what it costs is bounded.</summary>
    private const int MaxIndicators = 12, MaxOfEach = 200;

    /// <param name="after">Id of the last one of the page before, or empty.</param>
    /// <param name="more">There are more than these.</param>
    public static IReadOnlyList<SimilarMail> Of(ILedger ledger, LedgerEntry mail, string after, int most, out bool more)
    {
        var shared = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        void Add(IEnumerable<string> ids, string what)
        {
            foreach (var id in ids.Where(i => i != mail.Answer.Id))
            {
                if (!shared.TryGetValue(id, out var whats)) shared.Add(id, whats = []);
                whats.Add(what);
            }
        }

        foreach (var indicator in mail.Indicators.Where(i => Telling.Contains(i.Type)).Take(MaxIndicators)) Add(ledger.RecordsWith(indicator, MaxOfEach), Defanged.Of(indicator));
        if (mail.Campaign.Length > 0) Add(ledger.RecordsInCampaign(mail.Campaign, 0, MaxOfEach).Found, mail.Campaign);
        // As found where they share as much: the newest first.
        var ranked = shared.OrderByDescending(s => s.Value.Count).ToList();
        var from = after.Length == 0 ? 0 : ranked.FindIndex(s => s.Key == after) + 1;
        more = ranked.Count > from + most;
        return [.. ranked.Skip(from).Take(most).Select(s => ledger.FindRecord(s.Key) is { } record ? new SimilarMail(record, s.Value) : null).OfType<SimilarMail>()];
    }
}
