using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Postvakt.Audit;
using Postvakt.Jobs;
using Postvakt.LockDowns;
using Postvakt.Quarantine;
using Postvakt.Registers;
using Postvakt.Storage.Records;
using static Postvakt.Storage.Postgres.PostgresMemory;

namespace Postvakt.Storage.Postgres;

/// <summary>What people decide, and its audit. Each node has a chain of its own, so that nodes do not wait for each other.</summary>
internal sealed class PostgresDecisions(PostgresSession session, PostgresMemory memory, string org, string node)
{
    /// <summary>Attempts to put an entry at the end of a chain that others of this node lengthen too. 20: each fails only when another succeeded.</summary>
    private const int MaxAttempts = 20;
    private const int MaxRows = 1_000;
    private const string LockDownColumns = "id,scope,target,reason,actor,since,until,lifted";
    private const string Columns = "node,number,at,actor,role,action,subject,reason,outcome,hash";

    public IReadOnlyList<LockDown> LockDowns() =>
        [.. session.Run($"SELECT {LockDownColumns} FROM lockdown WHERE org=$1 AND lifted IS NULL ORDER BY until IS NULL DESC, since DESC, id COLLATE \"C\" LIMIT $2", AllLockDowns, memory.Org, Number(MaxRows)).Reverse()];

    /// <summary>Newest first.</summary>
    public IReadOnlyList<LockDown> LockDownsSince(DateTimeOffset time) => session.Run(
        $"SELECT {LockDownColumns} FROM lockdown WHERE org=$1 AND since>$3 ORDER BY since DESC, id COLLATE \"C\" LIMIT $2", AllLockDowns, memory.Org, Number(MaxRows), Number(time.ToUnixTimeMilliseconds()));

    public IReadOnlyList<string> Nodes() => session.Run("SELECT DISTINCT node FROM audit WHERE org=$1 ORDER BY node", rows =>
    {
        var all = new List<string>();
        while (rows.Read()) all.Add(rows.GetString(0));
        return all;
    }, memory.Org);

    public IReadOnlyList<AuditEntry> Read(string of, long after, int max) => session.Run(
        $"SELECT {Columns} FROM audit WHERE org=$1 AND node=$2 AND number>$3 ORDER BY number LIMIT $4", All, memory.Org, Text(of), Number(after), Number(max));

    public IReadOnlyList<AuditEntry> Recent(string subject, int max) => session.Run(
        $"SELECT {Columns} FROM audit WHERE org=$1 AND ($2='' OR subject=$2) ORDER BY at DESC, node, number DESC LIMIT $3", All, memory.Org, Text(subject), Number(max));

    public AuditPage Search(AuditQuery query)
    {
        const string Looked = "FROM audit WHERE org=$1 AND at>=$2 AND at<$3 AND ($4='' OR subject=$4) AND (at,number,node COLLATE \"C\")<($5,$6,$7) ORDER BY at DESC, number DESC, node COLLATE \"C\" DESC";
        Npgsql.NpgsqlParameter[] bounds =
        [
            memory.Org, Number(query.From?.ToUnixTimeMilliseconds() ?? 0), Number(query.Until?.ToUnixTimeMilliseconds() ?? long.MaxValue), Text(PostgresText.Clean(query.Subject)),
            Number(query.Before?.At.ToUnixTimeMilliseconds() ?? long.MaxValue), Number(query.Before?.Number ?? long.MaxValue), Text(query.Before?.Node ?? ""), Number(AuditQuery.MaxLooked),
        ];
        var found = session.Run($"SELECT {Columns} FROM (SELECT * {Looked} LIMIT $8) a WHERE ($9='' OR strpos(lower(actor),$9)>0) AND ($10='' OR action=$10) ORDER BY at DESC, number DESC, node COLLATE \"C\" DESC LIMIT $11",
            All, [.. bounds, Text(PostgresText.Clean(query.Actor.ToLowerInvariant())), Text(PostgresText.Clean(query.Action)), Number(query.Max)]);
        if (found.Count == query.Max) return new AuditPage(found, new AuditPlace(found[^1].Event.At, found[^1].Number, found[^1].Node));
        var last = session.Run($"SELECT {Columns} {Looked} OFFSET $8-1 LIMIT 1", All, [.. bounds.Select(p => p.Clone())]);
        return new AuditPage(found, last is [var end] ? new AuditPlace(end.Event.At, end.Number, end.Node) : null);
    }

    public long Prune(string of, long before) => session.Run("""
        WITH gone AS (DELETE FROM audit WHERE org=$1 AND node=$2 AND number<$3 AND EXISTS(SELECT 1 FROM audit a WHERE a.org=$1 AND a.node=$2 AND a.number=$3) RETURNING 1)
        SELECT count(*) FROM gone
        """, Long, memory.Org, Text(of), Number(before));

    public IReadOnlyList<RegisterEntry> Register(string kind) => session.Run("SELECT kind,id,json,version FROM register WHERE org=$1 AND kind=$2 ORDER BY id LIMIT $3", Registered,
        memory.Org, Text(kind), Number(RegisterLimits.MaxEntries));

    public RegisterEntry? FindRegistered(string kind, string id) => session.Run("SELECT kind,id,json,version FROM register WHERE org=$1 AND kind=$2 AND id=$3", Registered,
        memory.Org, Text(kind), Text(id)) is [var one] ? one : null;

    public IReadOnlyList<RegisterEntry> RegisteredUnder(string kind, string key, string before, int max) => session.Run(key.Length == 0
        ? "SELECT kind,id,json,version FROM register WHERE org=$1 AND kind=$2 AND $3='' AND ($4='' OR id<$4 COLLATE \"C\") ORDER BY id DESC LIMIT $5"
        : "SELECT r.kind,r.id,r.json,r.version FROM register_key k JOIN register r USING(org,kind,id) WHERE k.org=$1 AND k.kind=$2 AND k.key=$3 AND ($4='' OR k.id<$4 COLLATE \"C\") ORDER BY k.id DESC LIMIT $5",
        Registered, memory.Org, Text(kind), Text(key), Text(before), Number(Math.Min(max, RegisterLimits.MaxFound)));

    public IReadOnlyList<long> ChangesOf(IReadOnlyList<string> kinds)
    {
        var counted = Counted(kinds);
        // Only kinds that somebody asks for are counted: the others cost nothing.
        if (kinds.All(counted.ContainsKey)) return [.. kinds.Select(k => counted[k])];
        session.Run("WITH more AS (INSERT INTO change SELECT $1,k,0 FROM unnest($2) AS k ON CONFLICT DO NOTHING RETURNING 1) SELECT count(*) FROM more", Long, memory.Org, Texts(kinds));
        return [.. kinds.Select(k => counted.GetValueOrDefault(k, -1))];
    }

    private Dictionary<string, long> Counted(IReadOnlyList<string> kinds) => session.Run("SELECT kind,number FROM change WHERE org=$1 AND kind=ANY($2)", rows =>
    {
        var all = new Dictionary<string, long>(StringComparer.Ordinal);
        while (rows.Read()) all[rows.GetString(0)] = rows.GetInt64(1);
        return all;
    }, memory.Org, Texts(kinds));

    public string CampaignOf(string id) => session.Run("SELECT campaign FROM record WHERE org=$1 AND id=$2", rows => rows.Read() ? rows.GetString(0) : "", memory.Org, Text(id));

    public DecisionOutcome Decide(Decision decision, DateTimeOffset now)
    {
        RegisterLimits.Check(decision.Register);
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var last = session.Run($"SELECT {Columns} FROM audit WHERE org=$1 AND node=$2 ORDER BY number DESC LIMIT 1", All, memory.Org, Text(node));
            var entry = AuditChain.Next(org, node, last is [var one] ? one : null, Clean(decision.Audit));
            var answer = session.Run("SELECT decide($1,$2,$3,$4,$5,$6,$7,$8,$9,$10,$11,$12,$13,$14,$15,$16)", rows =>
            {
                rows.Read();
                return rows.GetInt32(0);
            }, memory.Org, Number(now.ToUnixTimeMilliseconds()), Json(Of(entry)), Bytes(entry.Hash),
            Or(decision.Item?.Id, NpgsqlDbType.Text), Or(decision.Item?.Version, NpgsqlDbType.Bigint), Small((short)decision.State),
            Or(decision.Recipients?.Select(PostgresText.Clean).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text), Or(decision is { UnlessLocked: true, Item: not null }, NpgsqlDbType.Boolean),
            Texts([.. decision.Groups.Select(Folded)]), Or(decision.LockDown is { } lockDown ? Of(lockDown) : null, NpgsqlDbType.Jsonb), Json(Of(decision.Register)),
            Json(JsonSerializer.Serialize(decision.Jobs.Select(j => (string[])[j.Kind, j.Subject, j.Payload, j.DueAt.ToUnixTimeMilliseconds().ToString(System.Globalization.CultureInfo.InvariantCulture)]))),
            Or(decision.Finished?.Id, NpgsqlDbType.Bigint), Or(decision.Finished?.Attempts, NpgsqlDbType.Integer), Or(decision.Again?.ToUnixTimeMilliseconds(), NpgsqlDbType.Bigint));
            if (answer <= 2) return (DecisionOutcome)answer;
        }
        throw new StoreException("the audit of this node is written to by too many at once; nothing was decided");
    }

    /// <summary>One statement: its parts do something only where both the job and the entry are as they were read.</summary>
    public bool Settle(QueuedJob job, RegisterChange change)
    {
        RegisterLimits.Check([change]);
        return session.Run("""
            WITH mine AS (SELECT id FROM job WHERE org=$1 AND id=$2 AND attempts=$3 AND state=0 FOR UPDATE),
              entry AS (SELECT id FROM register WHERE org=$1 AND kind=$4 AND id=$5 AND version=$6 FOR UPDATE),
              ready AS MATERIALIZED (SELECT 1 FROM mine, entry),
              ended AS (DELETE FROM job WHERE org=$1 AND id=$2 AND EXISTS(SELECT 1 FROM ready)),
              changed AS (UPDATE register SET json=$7, version=version+1 WHERE org=$1 AND kind=$4 AND id=$5 AND version=$6 AND EXISTS(SELECT 1 FROM ready)),
              less AS (DELETE FROM register_key WHERE org=$1 AND kind=$4 AND id=$5 AND key<>ALL($8) AND EXISTS(SELECT 1 FROM ready)),
              more AS (INSERT INTO register_key SELECT $1, $4, k, $5 FROM unnest($8) AS k WHERE EXISTS(SELECT 1 FROM ready) ON CONFLICT DO NOTHING)
            SELECT count(*) FROM ready
            """, Long, memory.Org, Number(job.Id), Number(job.Attempts), Text(change.Kind), Text(change.Id), Number(change.Version), Text(PostgresText.Clean(change.Json ?? throw new ArgumentException("an entry stays", nameof(change)))),
            Texts([.. change.Keys.Select(PostgresText.Clean)])) > 0;
    }

    public bool Note(RegisterChange change)
    {
        RegisterLimits.Check([change]);
        return session.Run("""
            WITH changed AS (UPDATE register SET json=$5, version=version+1 WHERE org=$1 AND kind=$2 AND id=$3 AND version=$4 RETURNING id),
              less AS (DELETE FROM register_key WHERE org=$1 AND kind=$2 AND id=$3 AND key<>ALL($6) AND EXISTS(SELECT 1 FROM changed)),
              more AS (INSERT INTO register_key SELECT $1, $2, k, $3 FROM unnest($6) AS k WHERE EXISTS(SELECT 1 FROM changed) ON CONFLICT DO NOTHING)
            SELECT count(*) FROM changed
            """, Long, memory.Org, Text(change.Kind), Text(change.Id), Number(change.Version), Text(PostgresText.Clean(change.Json ?? throw new ArgumentException("an entry stays", nameof(change)))),
            Texts([.. change.Keys.Select(PostgresText.Clean)])) > 0;
    }

    /// <summary>As the server will give it back: what is hashed must be what is kept.</summary>
    private static AuditEvent Clean(AuditEvent what) => what with
    {
        Actor = what.Actor with { Name = PostgresText.Clean(what.Actor.Name) },
        Action = PostgresText.Clean(what.Action), Subject = PostgresText.Clean(what.Subject), Reason = PostgresText.Clean(what.Reason), Outcome = PostgresText.Clean(what.Outcome),
    };

    private static string Of(AuditEntry entry) => JsonSerializer.Serialize(new
    {
        node = entry.Node, number = entry.Number, at = entry.Event.At.ToUnixTimeMilliseconds(), actor = entry.Event.Actor.Name, role = (int)entry.Event.Actor.Role,
        action = entry.Event.Action, subject = entry.Event.Subject, reason = entry.Event.Reason, outcome = entry.Event.Outcome,
    });

    private static string Of(LockDown lockDown) => JsonSerializer.Serialize(new
    {
        id = lockDown.Id, scope = (int)lockDown.Scope, target = PostgresText.Clean(lockDown.Target), reason = PostgresText.Clean(lockDown.Reason), actor = PostgresText.Clean(lockDown.By),
        since = lockDown.Since.ToUnixTimeMilliseconds(), until = lockDown.Until?.ToUnixTimeMilliseconds(), lifted = lockDown.LiftedAt?.ToUnixTimeMilliseconds(), folded = Folded(PostgresText.Clean(lockDown.Target)),
    });

    private static string Of(IReadOnlyList<RegisterChange> changes) => JsonSerializer.Serialize(changes.Select(c => new
    {
        kind = PostgresText.Clean(c.Kind), id = PostgresText.Clean(c.Id), json = c.Json is { } json ? PostgresText.Clean(json) : null, version = c.Version, keys = c.Keys.Select(PostgresText.Clean),
    }));

    /// <summary>Names that are compared without regard to case, as <see cref="LockDown.Covers"/> does.</summary>
    private static string Folded(string name) => name.ToUpperInvariant();

    private static NpgsqlParameter Or(object? value, NpgsqlDbType type) => new() { Value = value ?? DBNull.Value, NpgsqlDbType = type };

    private static IReadOnlyList<LockDown> AllLockDowns(NpgsqlDataReader rows)
    {
        DateTimeOffset? Time(int column) => rows.IsDBNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(column));
        var all = new List<LockDown>();
        while (rows.Read())
            all.Add(new LockDown(rows.GetString(0), (LockDownScope)rows.GetInt16(1), rows.GetString(2), rows.GetString(3), rows.GetString(4),
                DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(5)), Time(6)) { LiftedAt = Time(7) });
        return all;
    }

    private static IReadOnlyList<RegisterEntry> Registered(NpgsqlDataReader rows)
    {
        var all = new List<RegisterEntry>();
        while (rows.Read()) all.Add(new RegisterEntry(rows.GetString(0), rows.GetString(1), rows.GetString(2), rows.GetInt64(3)));
        return all;
    }

    private static IReadOnlyList<AuditEntry> All(NpgsqlDataReader rows)
    {
        var entries = new List<AuditEntry>();
        while (rows.Read())
            entries.Add(new AuditEntry(rows.GetString(0), rows.GetInt64(1), new AuditEvent(DateTimeOffset.FromUnixTimeMilliseconds(rows.GetInt64(2)),
                new Actor(rows.GetString(3), (Role)rows.GetInt16(4)), rows.GetString(5), rows.GetString(6), rows.GetString(7), rows.GetString(8)), rows.GetFieldValue<byte[]>(9)));
        return entries;
    }
}
