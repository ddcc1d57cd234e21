using Npgsql;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Indicators;
using Postvakt.Intake.Ledger;
using Postvakt.Jobs;
using Postvakt.LockDowns;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Registers;
using Postvakt.Signals;
using Postvakt.Storage.Records;
using static Postvakt.Storage.Postgres.PostgresMemory;

namespace Postvakt.Storage.Postgres;

/// <summary>
/// The ledger of one thread in a shared PostgreSQL. <see cref="Record"/> and every change is one round trip and permanent when it returns;
/// <see cref="Commit"/> and <see cref="Rollback"/> have nothing left to do.
/// </summary>
public sealed class PostgresLedger : ILedger, IRecords, IHeldItems, IJobQueue
{
    private const int MaxRows = 1_000;
    private readonly PostgresSession _session;
    private readonly PostgresMemory _memory;
    private readonly PostgresQueues _queues;
    private readonly PostgresDecisions _decisions;
    private readonly PostgresSearch _search;
    private readonly PostgresPeople _people;
    private readonly PostgresFeeds _feeds;
    private readonly LedgerOptions _options;
    private readonly string _org;

    internal PostgresLedger(PostgresSession session, int org, PostgresOptions postgres, MemoryOptions memory, LedgerOptions ledger, TimeProvider clock)
    {
        (_session, _options, _org) = (session, ledger, postgres.Org);
        _memory = new PostgresMemory(session, org, memory, new PostgresDomains(clock, postgres.DomainsAge));
        _queues = new PostgresQueues(session, _memory);
        _decisions = new PostgresDecisions(session, _memory, postgres.Org, postgres.Node);
        _search = new PostgresSearch(session, _memory);
        _feeds = new PostgresFeeds(session, _memory);
        _people = new PostgresPeople(session, _memory, FindRecord, postgres.Org);
    }

    IMemory ILedger.Memory => _memory;

    public PostgresMemory Memory => _memory;

    public IMemoryAccounts Accounts => _memory;

    public bool GroupsCommits => false;

    public void CheckKeys(IReadOnlyDictionary<string, string> names)
    {
        var stored = _session.Run("SELECT name, value FROM meta WHERE name LIKE 'key %'", rows =>
        {
            var keys = new Dictionary<string, string>(StringComparer.Ordinal);
            while (rows.Read()) keys[rows.GetString(0)[4..]] = rows.GetString(1);
            return keys;
        });
        foreach (var (kind, name) in KeyNames.New(names, stored))
            _session.Run("INSERT INTO meta VALUES('key ' || $1::text, $2) ON CONFLICT DO NOTHING", rows => rows.Read(), Text(kind), Text(name));
    }

    /// <summary>Statements sent so far, each one round trip.</summary>
    internal long Sent => _session.Sent;

    /// <inheritdoc/>
    /// <remarks>Throws <see cref="ArgumentException"/> for an entry of another organisation than the store was opened for.</remarks>
    public StoredAnswer? Record(LedgerEntry entry, Experience experience, out long message)
    {
        if (entry.Org != _org) throw new ArgumentException($"this store was opened for the organisation '{_org}'", nameof(entry));
        (var answer, message) = _session.Run("SELECT * FROM record_mail($1,$2,$3,$4,$5,$6,$7,$8)", Answer,
            _memory.Org, Json(RecordJson.Of(entry, entry.At + (entry.Answer.Verdict == Verdict.Clean ? _options.CleanRetention : _options.FindingRetention))), Bytes(RecordData.Pack(entry)), Bytes(entry.RepeatKey), Json(MemoryJson.Of(experience)),
            Number(entry.At.ToUnixTimeSeconds() - (long)_options.RepeatWindow.TotalSeconds), _memory.Quiet, _memory.Rhythm);
        return answer;
    }

    public IReadOnlyList<string> Revise(IReadOnlyCollection<string> records, Verdict verdict, string becauseOf) => _session.Run("""
        WITH changed AS (INSERT INTO revision SELECT r.org, r.number, $3, $4, r.expires FROM record r WHERE r.org=$1 AND r.id=ANY($2)
          AND coalesce((SELECT max(v.verdict) FROM revision v WHERE v.org=$1 AND v.record=r.number),r.verdict)<$3 AND NOT EXISTS(SELECT 1 FROM revision v WHERE v.org=$1 AND v.record=r.number AND v.verdict=0) RETURNING record)
        SELECT r.id FROM changed c JOIN record r ON r.org=$1 AND r.number=c.record
        """, Ids, _memory.Org, Texts(records), Small((short)verdict), Text(becauseOf));

    public IReadOnlyList<string> Pronounce(IReadOnlyCollection<string> records, Verdict verdict, string becauseOf) => _session.Run("""
        WITH said AS (SELECT r.id, r.number, r.expires, coalesce((SELECT max(v.verdict) FROM revision v WHERE v.org=$1 AND v.record=r.number), r.verdict) AS verdict FROM record r WHERE r.org=$1 AND r.id=ANY($2)),
          gone AS (DELETE FROM revision v USING said s WHERE v.org=$1 AND v.record=s.number AND v.verdict<>$3),
          kept AS (INSERT INTO revision SELECT $1, s.number, $3, $4, s.expires FROM said s ON CONFLICT DO NOTHING)
        SELECT s.id FROM said s WHERE s.verdict<>$3
        """, Ids, _memory.Org, Texts(records), Small((short)verdict), Text(becauseOf));

    private static List<string> Ids(NpgsqlDataReader rows)
    {
        var ids = new List<string>();
        while (rows.Read()) ids.Add(rows.GetString(0));
        return ids;
    }

    public IReadOnlyList<long> RowsOf(IReadOnlyCollection<string> records) => _session.Run("SELECT message FROM record WHERE org=$1 AND id=ANY($2)", rows =>
    {
        var found = new List<long>();
        while (rows.Read()) found.Add(rows.GetInt64(0));
        return found;
    }, _memory.Org, Texts(records));

    public void Commit() { }

    public void Rollback() { }

    public LedgerEntry? FindRecord(string id)
    {
        var held = FindHeld(id);
        return _session.Run("SELECT columns,data FROM find_record($1,$2)",
            rows => rows.Read() ? RecordJson.Entry(rows.GetString(0), rows.GetFieldValue<byte[]>(1), _org, held) : null, _memory.Org, Text(id));
    }

    public IReadOnlyList<string> RecordsWith(Indicator indicator, int max) => _session.Run("""
        SELECT DISTINCT r.id, r.number FROM indicator i JOIN record r ON r.org=i.org AND r.number=i.record AND r.expires=i.expires
        WHERE i.org=$1 AND i.type=$2 AND md5(i.value)=md5($3) AND i.value=$3 ORDER BY r.number DESC LIMIT $4
        """, rows =>
        {
            var ids = new List<string>();
            while (rows.Read()) ids.Add(rows.GetString(0));
            return ids;
        }, _memory.Org, Text(indicator.Type), Text(indicator.Value), Number(Math.Clamp(max, 0, MaxRows)));

    public IReadOnlyList<string> RecordsOf(long term, DateTimeOffset since, int max) => _search.RecordsOf(term, since, Math.Clamp(max, 0, MaxRows));

    public void JoinCampaign(IReadOnlyCollection<string> records, string campaign) => _session.Run("UPDATE record SET campaign=$3 WHERE org=$1 AND id=ANY($2) AND campaign=''", rows => rows.Read(),
        _memory.Org, Texts(records), Text(campaign));

    public void PartCampaign(IReadOnlyCollection<string> records, string from, string into) => _session.Run("UPDATE record SET campaign=$4 WHERE org=$1 AND id=ANY($2) AND campaign=$3", rows => rows.Read(),
        _memory.Org, Texts(records), Text(from), Text(into));

    public (IReadOnlyList<string> Found, long Next) RecordsInCampaign(string campaign, long after, int max) => _search.RecordsInCampaign(campaign, after, Math.Clamp(max, 1, MaxRows));

    public IReadOnlyList<CampaignTally> Campaigns(DateTimeOffset since, int max) => _search.Campaigns(since, Math.Clamp(max, 0, MaxRows));

    public (long Mails, long Held) CountMails(DateTimeOffset from, DateTimeOffset until) => _search.CountMails(from, until);

    public (long Count, DateTimeOffset? Last) HitsOf(string finding, string source) => _search.HitsOf(finding, source);

    public IReadOnlyList<SourceHits> HitsOf(string finding) => _search.HitsOf(finding);

    public (IReadOnlyList<LedgerEntry> Found, long Next) RecordsNaming(string address, long after) => _people.Naming(RecordPeople.Address(address), after);

    public void Erase(string record, string address, IReadOnlyList<long> terms) => _people.Erase(record, RecordPeople.Address(address), terms);

    public LedgerExpiry ExpireRecords(DateTimeOffset now)
    {
        long Before(TimeSpan age) => now.ToUnixTimeSeconds() - (long)age.TotalSeconds;
        return _session.Run($"SELECT e.records,e.held FROM (SELECT {PostgresMemory.KeepsHouse} AS mine) h CROSS JOIN LATERAL expire_records($1,$2,$3,$4,$5,$6,$7) e WHERE h.mine", rows =>
            rows.Read() ? new LedgerExpiry(rows.GetInt64(0), rows.GetInt64(1)) : new LedgerExpiry(0, 0), _memory.Org, Number(Before(_options.CleanRetention)), Number(Before(_options.FindingRetention)), Number(Before(_options.RepeatWindow)),
        Number(now.ToUnixTimeMilliseconds()), Number(now.ToUnixTimeMilliseconds() - (long)_options.FindingRetention.TotalMilliseconds), Text(DiscardJob.Kind));
    }

    public QuarantineItem? FindHeld(string id) => _queues.FindHeld(id);

    public HeldPage SearchHeld(HeldQuery query) => _search.Page(query);

    public IReadOnlyList<LockDown> LockDowns() => _decisions.LockDowns();

    public IReadOnlyList<LockDown> LockDownsSince(DateTimeOffset time) => _decisions.LockDownsSince(time);

    public IReadOnlyList<RegisterEntry> Register(string kind) => _decisions.Register(kind);

    public RegisterEntry? FindRegistered(string kind, string id) => _decisions.FindRegistered(kind, id);

    public IReadOnlyList<RegisterEntry> RegisteredUnder(string kind, string key, string before, int max) => _decisions.RegisteredUnder(kind, key, before, max);

    public IReadOnlyList<long> ChangesOf(IReadOnlyList<string> kinds) => _decisions.ChangesOf(kinds);

    public IReadOnlyList<string> AuditNodes() => _decisions.Nodes();

    public IReadOnlyList<AuditEntry> ReadAudit(string node, long after, int max) => _decisions.Read(node, after, Math.Clamp(max, 0, MaxRows));

    public IReadOnlyList<AuditEntry> RecentAudit(string subject, int max) => _decisions.Recent(subject, Math.Clamp(max, 0, MaxRows));

    public AuditPage SearchAudit(AuditQuery query) => _decisions.Search(query with { Max = Math.Clamp(query.Max, 1, MaxRows) });

    public long PruneAudit(string node, long before) => _decisions.Prune(node, before);

    public string CampaignOf(string id) => _decisions.CampaignOf(id);

    public bool Settle(QueuedJob job, RegisterChange change) => _decisions.Settle(job, change);

    public bool Note(RegisterChange change) => _decisions.Note(change);

    public DecisionOutcome Decide(Decision decision, DateTimeOffset now) => _decisions.Decide(decision, now);

    public void Add(Job job) => _queues.Add(job);

    public IReadOnlyList<QueuedJob> Take(string kind, DateTimeOffset now, TimeSpan lease, int max) => _queues.Take(kind, now, lease, Math.Clamp(max, 0, MaxRows));

    public bool Finish(QueuedJob job) => _queues.Finish(job);

    public bool Retry(QueuedJob job, DateTimeOffset due) => _queues.Retry(job, due);

    public bool GiveUp(QueuedJob job) => _queues.GiveUp(job);

    public IReadOnlyList<QueuedJob> GivenUp(long after, int max) => _queues.GivenUp(after, Math.Clamp(max, 0, MaxRows));

    public bool Revive(long id, DateTimeOffset due) => _queues.Revive(id, due);

    public bool Drop(long id) => _queues.Drop(id);

    public (long Waiting, long GivenUp) Count() => _queues.Count();

    public FeedPut PutFeed(string feed, IReadOnlyList<FeedIndicator> chunk, int most, DateTimeOffset now)
    {
        FeedLimits.Check(feed, chunk);
        return _feeds.Put(feed, chunk, most, now);
    }

    public int WithdrawFromFeed(string feed, IReadOnlyList<Indicator> indicators, DateTimeOffset now) => _feeds.Withdraw(feed, indicators, now);

    public int DropUnseen(string feed, DateTimeOffset since, int max, DateTimeOffset now) => _feeds.DropUnseen(feed, since, Math.Clamp(max, 0, FeedLimits.Chunk), now);

    public int ExpireFeeds(DateTimeOffset now, int max) => _feeds.Expire(now, Math.Clamp(max, 0, FeedLimits.Chunk));

    public bool StandInFeed(string feed, Indicator indicator, FeedStanding standing) => _feeds.Stand(feed, indicator, standing);

    public IReadOnlyList<FeedTally> Feeds() => _feeds.All();

    public IReadOnlyList<FeedRow> ReadFeed(string feed, FeedPlace after, int max) => _feeds.Read(feed, after, Math.Clamp(max, 0, FeedLimits.Page));

    public IReadOnlyList<FeedIndicator> AsideInFeed(string feed, Indicator? after, int max) => _feeds.Aside(feed, after, Math.Clamp(max, 0, MaxRows));

    public IReadOnlyList<string> FeedsWith(Indicator indicator) => _feeds.With(indicator);

    public void Dispose() => _session.Dispose();

    private (StoredAnswer?, long) Answer(NpgsqlDataReader rows)
    {
        rows.Read();
        if (rows.IsDBNull(1)) return (null, rows.GetInt64(0));
        var columns = new RecordColumns(_org, rows.GetString(1), (Verdict)rows.GetInt16(2), (Disposition)rows.GetInt16(3), (Disposition)rows.GetInt16(4),
            rows.GetDouble(5), rows.GetString(6), rows.GetString(7), rows.GetString(8), rows.GetString(9));
        return (RecordData.Unpack(rows.GetFieldValue<byte[]>(10), columns).Answer, 0);
    }
}
