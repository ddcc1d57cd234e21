using Npgsql;
using Postvakt.Jobs;
using Postvakt.Quarantine;
using static Postvakt.Storage.Postgres.PostgresMemory;

namespace Postvakt.Storage.Postgres;

/// <summary>Held mail and promised work. Several nodes take jobs at once, never the same.</summary>
internal sealed class PostgresQueues(PostgresSession session, PostgresMemory memory)
{
    public const string Columns = "id,held,expires,state,version,mail_from,recipients,size";

    public QuarantineItem? FindHeld(string id) => session.Run($"SELECT {Columns} FROM held WHERE org=$1 AND id=$2",
        rows => rows.Read() ? Item(rows) : null, memory.Org, Text(id));

    public void Add(Job job) => session.Run("INSERT INTO job(org,kind,subject,payload,due,state,attempts) VALUES($1,$2,$3,$4,$5,0,0)", rows => rows.Read(),
        memory.Org, Text(job.Kind), Text(job.Subject), Text(job.Payload), Number(job.DueAt.ToUnixTimeMilliseconds()));

    public IReadOnlyList<QueuedJob> Take(string kind, DateTimeOffset now, TimeSpan lease, int max) => session.Run("""
        WITH due AS (SELECT id, due FROM job WHERE org=$1 AND kind=$2 AND state=0 AND due<=$3 ORDER BY due, id LIMIT $5 FOR UPDATE SKIP LOCKED),
        taken AS (UPDATE job j SET attempts=j.attempts+1, first=coalesce(j.first, due.due), due=$4 FROM due WHERE j.id=due.id
          RETURNING j.id, j.attempts, j.subject, j.payload, j.first, due.due AS was)
        SELECT * FROM taken ORDER BY was, id
        """, rows => All(rows, r => new QueuedJob(r.GetInt64(0), r.GetInt32(1),
            new Job(kind, r.GetString(2), r.GetString(3), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(4))))),
        memory.Org, Text(kind), Number(now.ToUnixTimeMilliseconds()), Number((now + lease).ToUnixTimeMilliseconds()), Number(max));

    public bool Finish(QueuedJob job) => Change("DELETE FROM job WHERE org=$1 AND id=$2 AND attempts=$3 AND state=0 RETURNING id", job);

    public bool GiveUp(QueuedJob job) => Change("UPDATE job SET state=2 WHERE org=$1 AND id=$2 AND attempts=$3 AND state=0 RETURNING id", job);

    public bool Retry(QueuedJob job, DateTimeOffset due) => session.Run(
        "UPDATE job SET due=$4 WHERE org=$1 AND id=$2 AND attempts=$3 AND state=0 RETURNING id", rows => rows.Read(),
        memory.Org, Number(job.Id), Number(job.Attempts), Number(due.ToUnixTimeMilliseconds()));

    public IReadOnlyList<QueuedJob> GivenUp(long after, int max) => session.Run(
        "SELECT id,attempts,kind,subject,payload,coalesce(first,due) FROM job WHERE org=$1 AND state=2 AND id>$2 ORDER BY id LIMIT $3", rows => All(rows, r => new QueuedJob(r.GetInt64(0), r.GetInt32(1),
            new Job(r.GetString(2), r.GetString(3), r.GetString(4), DateTimeOffset.FromUnixTimeMilliseconds(r.GetInt64(5))))), memory.Org, Number(after), Number(max));

    public bool Revive(long id, DateTimeOffset due) => session.Run("UPDATE job SET state=0, attempts=0, first=NULL, due=$3 WHERE org=$1 AND id=$2 AND state=2 RETURNING id",
        rows => rows.Read(), memory.Org, Number(id), Number(due.ToUnixTimeMilliseconds()));

    public bool Drop(long id) => session.Run("DELETE FROM job WHERE org=$1 AND id=$2 AND state=2 RETURNING id", rows => rows.Read(), memory.Org, Number(id));

    public (long Waiting, long GivenUp) Count() => session.Run(
        "SELECT count(*) FILTER (WHERE state=0), count(*) FILTER (WHERE state=2) FROM job WHERE org=$1", rows =>
        {
            rows.Read();
            return (rows.GetInt64(0), rows.GetInt64(1));
        }, memory.Org);

    private bool Change(string sql, QueuedJob job) => session.Run(sql, rows => rows.Read(), memory.Org, Number(job.Id), Number(job.Attempts));

    private static List<T> All<T>(NpgsqlDataReader rows, Func<NpgsqlDataReader, T> read)
    {
        var all = new List<T>();
        while (rows.Read()) all.Add(read(rows));
        return all;
    }

    /// <summary>The item of a row of <see cref="Columns"/>.</summary>
    public static QuarantineItem Item(NpgsqlDataReader row) => new(
        row.GetString(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
        (QuarantineState)row.GetInt16(3), row.GetString(5), row.GetFieldValue<string[]>(6), row.GetInt64(7)) { Version = row.GetInt64(4) };
}
