using Postvakt.Detection;
using Postvakt.Intake.Ledger;

namespace Postvakt.Storage.Sqlite;

/// <summary>Records by the campaign that they belong to.</summary>
internal sealed class CampaignTable(MemoryFile file)
{
    public (IReadOnlyList<string> Found, long Next) Records(string campaign, long after, int max)
    {
        var (ids, last) = (new List<string>(), 0L);
        // The condition of the index stands in the text, so that it is used.
        using var rows = file.Prepare("SELECT id,row FROM record WHERE campaign=?1 AND campaign<>'' AND org=1 AND row>?2 ORDER BY row LIMIT ?3");
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

    public IReadOnlyList<CampaignTally> Since(long seconds, int max)
    {
        var all = new List<CampaignTally>();
        using var rows = file.Prepare($"""
            SELECT campaign,COUNT(*),SUM(COALESCE((SELECT MAX(v.verdict) FROM revision v WHERE v.record=record.row),verdict)={(int)Verdict.Malicious}),MIN(at),MAX(at)
            FROM record WHERE campaign<>'' AND org=1 AND at>=?1 GROUP BY campaign ORDER BY 5 DESC,1 LIMIT ?2
            """);
        rows.Bind(1, seconds).Bind(2, max);
        while (rows.Step())
            all.Add(new CampaignTally(rows.Text(0), rows.Int64(1), rows.Int64(2), DateTimeOffset.FromUnixTimeSeconds(rows.Int64(3)), DateTimeOffset.FromUnixTimeSeconds(rows.Int64(4))));
        return all;
    }
}
