using Postvakt.Detection;
using Postvakt.Intake.Ledger;

namespace Postvakt.Storage.Sqlite;

/// <summary>Records by the campaign that they belong to.</summary>
internal sealed class CampaignTable(MemoryFile file)
{
    /// <summary>Seconds that are counted by time. A day, and the hour that it is late.</summary>
    private const long Day = 25 * 3_600;

    private static readonly string Counted = $"COUNT(*),SUM(COALESCE((SELECT MAX(v.verdict) FROM revision v WHERE v.record=record.row),verdict)={(int)Verdict.Malicious})";

    public (IReadOnlyList<string> Found, long Next) Records(string campaign, long after, int max)
    {
        var (ids, last) = (new List<string>(), 0L);
        // The condition of the index stands in the text, so that it is used.
        using var rows = file.Prepare("SELECT id,row FROM record INDEXED BY record_campaign WHERE campaign=?1 AND campaign<>'' AND org=1 AND row>?2 ORDER BY row LIMIT ?3");
        rows.Bind(1, campaign).Bind(2, after).Bind(3, max);
        while (rows.Step())
        {
            ids.Add(rows.Text(0));
            last = rows.Int64(1);
        }
        return (ids, ids.Count == max ? last : 0);
    }

    public void Join(IReadOnlyCollection<string> records, string campaign)
    {
        using var join = file.Prepare("UPDATE record SET campaign=?2 WHERE id=?1 AND org=1 AND campaign=''");
        foreach (var record in records) join.Bind(1, record).Bind(2, campaign).Run();
    }

    public void Part(IReadOnlyCollection<string> records, string from, string into)
    {
        using var part = file.Prepare("UPDATE record SET campaign=?3 WHERE id=?1 AND org=1 AND campaign=?2");
        foreach (var record in records) part.Bind(1, record).Bind(2, from).Bind(3, into).Run();
    }

    /// <summary>Of one day all mails are gone through by time; of more each campaign is asked for by its name: sorting half a million mails takes most of a second, in which no mail is judged.</summary>
    public IReadOnlyList<CampaignTally> Since(long seconds, int max)
    {
        using var last = file.Prepare("SELECT MAX(at) FROM record WHERE campaign<>'' AND org=1");
        return last.Step() && !last.IsNull(0) && last.Int64(0) - seconds > Day ? ByName(seconds, max) : ByTime(seconds, max);
    }

    private List<CampaignTally> ByTime(long seconds, int max)
    {
        var all = new List<CampaignTally>();
        // The index is named: the other one fits as well, and has to be read whole.
        using var rows = file.Prepare($"SELECT campaign,{Counted},MIN(at),MAX(at) FROM record INDEXED BY record_wave WHERE campaign<>'' AND org=1 AND at>=?1 GROUP BY campaign ORDER BY 5 DESC,1 LIMIT ?2");
        rows.Bind(1, seconds).Bind(2, max);
        while (rows.Step()) all.Add(Tally(rows.Text(0), rows.Int64(1), rows.Int64(2), rows.Int64(3), rows.Int64(4)));
        return all;
    }

    private List<CampaignTally> ByName(long seconds, int max)
    {
        var fresh = new List<(string Name, long Last)>();
        using var next = file.Prepare("SELECT MIN(campaign) FROM record INDEXED BY record_campaign_time WHERE campaign<>'' AND org=1 AND campaign>?1");
        using var last = file.Prepare("SELECT MAX(at) FROM record INDEXED BY record_campaign_time WHERE campaign<>'' AND org=1 AND campaign=?1");
        for (var name = ""; next.Bind(1, name).Step() && !next.IsNull(0); next.Reset())
        {
            name = next.Text(0);
            if (last.Bind(1, name).Step() && last.Int64(0) >= seconds) fresh.Add((name, last.Int64(0)));
            last.Reset();
        }
        var all = new List<CampaignTally>();
        using var count = file.Prepare($"SELECT {Counted} FROM record INDEXED BY record_campaign_time WHERE campaign<>'' AND org=1 AND campaign=?1 AND at>=?2");
        using var first = file.Prepare("SELECT MIN(at) FROM record INDEXED BY record_campaign_time WHERE campaign<>'' AND org=1 AND campaign=?1 AND at>=?2");
        foreach (var (name, latest) in fresh.OrderByDescending(f => f.Last).ThenBy(f => f.Name, StringComparer.Ordinal).Take(max))
        {
            if (count.Bind(1, name).Bind(2, seconds).Step() && first.Bind(1, name).Bind(2, seconds).Step()) all.Add(Tally(name, count.Int64(0), count.Int64(1), first.Int64(0), latest));
            count.Reset();
            first.Reset();
        }
        return all;
    }

    private static CampaignTally Tally(string name, long mails, long malicious, long first, long last) => new(name, mails, malicious, DateTimeOffset.FromUnixTimeSeconds(first), DateTimeOffset.FromUnixTimeSeconds(last));
}
