using Npgsql;
using NpgsqlTypes;
using Postvakt.Detection;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;
using Postvakt.Storage.Records;
using static Postvakt.Storage.Postgres.PostgresMemory;

namespace Postvakt.Storage.Postgres;

/// <summary>Held mail and records by what they are found by.</summary>
internal sealed class PostgresSearch(PostgresSession session, PostgresMemory memory)
{
    public HeldPage Page(HeldQuery query)
    {
        var range = HeldRange.Of(query);
        return session.Run($"SELECT {PostgresQueues.Columns},last_id FROM search_held($1,$2,$3,$4,$5,$6,$7,$8)", Page, memory.Org, Numbers([.. range.Terms]),
            new NpgsqlParameter { Value = query.State is { } state ? (short)state : DBNull.Value, NpgsqlDbType = NpgsqlDbType.Smallint },
            Number(range.Since), Number(range.At), Text(range.Id), Int(range.Max), Int(HeldRange.MaxExamined));
    }

    public IReadOnlyList<string> RecordsOf(long term, DateTimeOffset since, int max) => session.Run("""
        SELECT t.id FROM term t WHERE t.org=$1 AND t.term=$2 AND t.at>=$3 AND EXISTS(SELECT 1 FROM record r WHERE r.org=$1 AND r.id=t.id COLLATE "default")
        ORDER BY t.at DESC, t.id DESC LIMIT $4
        """, rows =>
        {
            var ids = new List<string>();
            while (rows.Read()) ids.Add(rows.GetString(0));
            return ids;
        }, memory.Org, Number(term), Number(since.ToUnixTimeMilliseconds()), Number(max));

    public (IReadOnlyList<string> Found, long Next) RecordsInCampaign(string campaign, long after, int max) => session.Run(
        "SELECT id,number FROM record WHERE org=$1 AND campaign=$2 AND campaign<>'' AND number>$3 ORDER BY number LIMIT $4", rows =>
        {
            var (ids, last) = (new List<string>(), 0L);
            while (rows.Read())
            {
                ids.Add(rows.GetString(0));
                last = rows.GetInt64(1);
            }
            return ((IReadOnlyList<string>)ids, ids.Count == max ? last : 0);
        }, memory.Org, Text(campaign), Number(after), Number(max));

    public IReadOnlyList<CampaignTally> Campaigns(DateTimeOffset since, int max) => session.Run($"""
        SELECT campaign,count(*),count(*) FILTER (WHERE coalesce((SELECT max(v.verdict) FROM revision v WHERE v.org=$1 AND v.record=record.number),verdict)={(int)Verdict.Malicious}),min(at),max(at)
        FROM record WHERE org=$1 AND campaign<>'' AND at>=$2 GROUP BY campaign ORDER BY 5 DESC, campaign COLLATE "C" LIMIT $3
        """, rows =>
        {
            var all = new List<CampaignTally>();
            while (rows.Read())
                all.Add(new CampaignTally(rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2), DateTimeOffset.FromUnixTimeSeconds(rows.GetInt64(3)), DateTimeOffset.FromUnixTimeSeconds(rows.GetInt64(4))));
            return all;
        }, memory.Org, Number(since.ToUnixTimeSeconds()), Number(max));

    public (long Mails, long Held) CountMails(DateTimeOffset from, DateTimeOffset until) => session.Run("""
        SELECT (SELECT count(*) FROM record WHERE org=$1 AND at>=$2 AND at<$3), (SELECT count(*) FROM held WHERE org=$1 AND held>=$4 AND held<$5)
        """, rows =>
        {
            rows.Read();
            return (rows.GetInt64(0), rows.GetInt64(1));
        }, memory.Org, Number(from.ToUnixTimeSeconds()), Number(until.ToUnixTimeSeconds()), Number(from.ToUnixTimeMilliseconds()), Number(until.ToUnixTimeMilliseconds()));

    public (long Count, DateTimeOffset? Last) HitsOf(string finding, string source) => session.Run($"""
        SELECT count(DISTINCT r.number), max(r.at) FROM finding f JOIN record r ON r.org=f.org AND r.number=f.record AND r.expires=f.expires WHERE f.org=$1 AND f.id={HitSources.Literal(finding)} AND f.source=$2
        """, rows =>
        {
            rows.Read();
            return (rows.GetInt64(0), rows.IsDBNull(1) ? (DateTimeOffset?)null : DateTimeOffset.FromUnixTimeSeconds(rows.GetInt64(1)));
        }, memory.Org, Text(source));

    public IReadOnlyList<SourceHits> HitsOf(string finding) => session.Run<IReadOnlyList<SourceHits>>($"""
        SELECT f.source, count(DISTINCT r.number), count(DISTINCT r.number) FILTER (WHERE r.verdict=0), max(r.at) FROM finding f JOIN record r ON r.org=f.org AND r.number=f.record AND r.expires=f.expires
        WHERE f.org=$1 AND f.id={HitSources.Literal(finding)} GROUP BY f.source ORDER BY f.source COLLATE "C"
        """, rows =>
        {
            var hits = new List<SourceHits>();
            while (rows.Read()) hits.Add(new(rows.GetString(0), rows.GetInt64(1), rows.GetInt64(2), DateTimeOffset.FromUnixTimeSeconds(rows.GetInt64(3))));
            return hits;
        }, memory.Org);

    private static HeldPage Page(NpgsqlDataReader rows)
    {
        var items = new List<QuarantineItem>();
        HeldPlace? next = null;
        while (rows.Read())
        {
            if (rows.IsDBNull(0)) next = new HeldPlace(DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(1)), rows.GetString(8));
            else items.Add(PostgresQueues.Item(rows));
        }
        return new HeldPage(items, next);
    }

    private static NpgsqlParameter Int(int value) => new() { Value = value, NpgsqlDbType = NpgsqlDbType.Integer };
}
