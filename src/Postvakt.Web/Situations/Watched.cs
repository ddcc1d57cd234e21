using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Postvakt.Feeds;
using Postvakt.Incidents;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.UserReports;
using Postvakt.Web.Held;

namespace Postvakt.Web.Situations;

/// <summary>What a page shows, as marks that change with it, to tell whether something is new since. Goes to the browser and back, sealed.</summary>
/// <param name="Key">Which of the kind.</param>
/// <param name="Filter">Of held mails.</param>
/// <param name="Marks">Of what the page shows, in its order.</param>
public sealed record Watched(WatchedKind Kind, string Key, HeldFilter? Filter, IReadOnlyList<string> Marks)
{
    /// <summary>Rows of a page: two screens, each row described from its record. A list that shows as many has more behind it.</summary>
    public const int OnPage = 50;

    /// <summary>Feeds on a page, those that cannot be read first. 200: twice what a configuration may name.</summary>
    public const int MaxFeeds = 200;

    /// <summary>How far back is looked for mail of campaigns. A day: longer than a session holds.</summary>
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    public static Watched Of(HeldFilter filter, IEnumerable<QuarantineItem> items) => new(WatchedKind.Held, "", filter, [.. items.Select(Mark)]);

    public static Watched Of(IEnumerable<CampaignTally> tallies) => new(WatchedKind.Campaigns, "", null, [.. tallies.Select(Mark)]);

    public static Watched Of(bool all, IEnumerable<Incident> incidents) => new(WatchedKind.Incidents, all ? "all" : "", null, [.. incidents.Select(Mark)]);

    public static Watched Of(string key, IEnumerable<UserReport> reports) => new(WatchedKind.Reports, key, null, [.. reports.Select(Mark)]);

    public static Watched Of(IEnumerable<FeedState> feeds) => new(WatchedKind.Feeds, "", null, [.. feeds.Take(MaxFeeds).Select(Mark)]);

    public static Watched Entry(string kind, string id, long version) => new(WatchedKind.Entry, kind + " " + id, null, [Mark(version)]);

    /// <summary>How many rows are new or changed since: those that a page of now shows and this one did not.</summary>
    public int CountNew(ILedger ledger, SearchTerms terms, DateTimeOffset now) => CountNew(Marks, Now(ledger, terms, now));

    /// <param name="seen">Marks of the page.</param>
    /// <param name="now">Marks of a page of now.</param>
    internal static int CountNew(IReadOnlyList<string> seen, IReadOnlyList<string> now)
    {
        var known = seen.ToHashSet(StringComparer.Ordinal);
        // Of a full page something may have gone, and what stood below it moved up: that is not new.
        var reach = seen.Count < OnPage ? now.Count : Enumerable.Range(0, now.Count).LastOrDefault(i => known.Contains(now[i]), now.Count - 1) + 1;
        return now.Take(reach).Count(m => !known.Contains(m));
    }

    private IReadOnlyList<string> Now(ILedger ledger, SearchTerms terms, DateTimeOffset now) => Kind switch
    {
        WatchedKind.Held => Of(Filter!, ledger.SearchHeld(Filter!.Query(terms)).Items).Marks,
        // However many days the page shows: what changes had mail since.
        WatchedKind.Campaigns => [.. ledger.Campaigns(now - Day, OnPage).Select(Mark)],
        WatchedKind.Incidents => [.. IncidentDecisions.All(ledger, Key.Length == 0, "", OnPage).Select(Mark)],
        WatchedKind.Reports => [.. ledger.RegisteredUnder(UserReport.Kind, Key, "", OnPage).Select(UserReport.Of).Select(Mark)],
        WatchedKind.Feeds => Of(FeedDecisions.All(ledger)).Marks,
        _ => Key.Split(' ', 2) is [var kind, var id] && ledger.FindRegistered(kind, id) is { } entry ? [Mark(entry.Version)] : [],
    };

    private static string Mark(QuarantineItem item) => Hash($"{item.Id} {item.State}");

    private static string Mark(CampaignTally tally) => Hash(FormattableString.Invariant($"{tally.Name} {tally.Last.ToUnixTimeMilliseconds()}"));

    private static string Mark(Incident incident) => Hash($"{incident.Id} {incident.State} {incident.Severity}");

    private static string Mark(UserReport report) => Hash($"{report.Id} {report.State}");

    /// <summary>A reading that brought nothing new changes nothing; that one is under way, does.</summary>
    private static string Mark(FeedState feed) => Hash($"{feed.Name} {feed.Wanted || feed.Busy is not null} {feed.LastError} {feed.Last}");

    private static string Mark(long version) => version.ToString(CultureInfo.InvariantCulture);

    /// <summary>48 bits: a page's rows do not meet by chance, and fifty of them stay small.</summary>
    private static string Hash(string text) => Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 6));
}
