using System.Collections.Concurrent;
using System.Globalization;
using Postvakt.Intake.Ledger;
using Postvakt.UserReports;
using Postvakt.Web.Pictures;

namespace Postvakt.Web.Situations;

/// <summary>How much mail came, was held and was reported in each hour of the last day. An hour that is over is counted once and kept; the node that counted it keeps it for itself.</summary>
internal sealed class MailRates
{
    /// <summary>Name of the picture's file.</summary>
    public const string Name = "mail-rates";

    /// <summary>Hours that are shown.</summary>
    private const int Hours = 24;

    /// <summary>Reports that are looked at. 1,000: as many as the register gives at once; of more the newest.</summary>
    private const int MaxReports = 1_000;

    /// <summary>How long after its end an hour is no longer counted anew: what came in it is recorded by then.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(5);

    private readonly ConcurrentDictionary<DateTimeOffset, (long Mails, long Held)> _over = [];

    /// <summary>A row for each hour, the oldest first: when it began, mails, held, reported.</summary>
    public PictureTable Read(ILedger ledger, DateTimeOffset now, Func<string, string> say)
    {
        var hour = new DateTimeOffset(now.UtcDateTime.Date.AddHours(now.UtcDateTime.Hour), TimeSpan.Zero);
        var reported = Reports(ledger, hour.AddHours(1 - Hours));
        var rows = new List<IReadOnlyList<string>>(Hours);
        for (var at = hour.AddHours(1 - Hours); at <= hour; at = at.AddHours(1))
        {
            var (mails, held) = Count(ledger, at, now);
            rows.Add([PictureTable.Time(at), PictureTable.Number(mails), PictureTable.Number(held), PictureTable.Number(reported.GetValueOrDefault(at))]);
        }
        foreach (var old in _over.Keys.Where(k => k < hour.AddHours(-Hours))) _over.TryRemove(old, out _);
        return new PictureTable([new PictureColumn(say("UiHour"), ColumnKind.Time), new PictureColumn(say("UiMails"), ColumnKind.Number), new PictureColumn(say("UiHeldOf"), ColumnKind.Number), new PictureColumn(say("UiReported"), ColumnKind.Number)], rows);
    }

    private (long Mails, long Held) Count(ILedger ledger, DateTimeOffset hour, DateTimeOffset now)
    {
        if (_over.TryGetValue(hour, out var known)) return known;
        var counted = ledger.CountMails(hour, hour.AddHours(1));
        if (hour.AddHours(1) + Settled <= now) _over[hour] = counted;
        return counted;
    }

    private static Dictionary<DateTimeOffset, long> Reports(ILedger ledger, DateTimeOffset since) =>
        ledger.RegisteredUnder(UserReport.Kind, "", "", MaxReports).Select(e => HourOf(e.Id)).OfType<DateTimeOffset>().Where(h => h >= since).GroupBy(h => h).ToDictionary(h => h.Key, h => (long)h.Count());

    /// <summary>The hour that an id names: "report-20261126T13…".</summary>
    private static DateTimeOffset? HourOf(string id) => id.IndexOf('-', StringComparison.Ordinal) is var dash and > 0 && id.Length >= dash + 12
        && DateTimeOffset.TryParseExact(id.AsSpan(dash + 1, 11), "yyyyMMdd'T'HH", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var hour) ? hour : null;
}
