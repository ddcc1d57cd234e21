using Postvakt.Jobs;

namespace Postvakt.Storage.Sqlite;

/// <summary>Promised work. State 0 waits or is leased until its due time, 2 was given up; done jobs are gone. First is when it was due before anybody took it. Times are milliseconds.</summary>
internal sealed class JobTable(MemoryFile file)
{
    public void Insert(Job job)
    {
        using var insert = file.Prepare("INSERT INTO job(org,kind,subject,payload,due,state,attempts) VALUES(1,?1,?2,?3,?4,0,0)");
        insert.Bind(1, job.Kind).Bind(2, job.Subject).Bind(3, job.Payload).Bind(4, job.DueAt.ToUnixTimeMilliseconds()).Run();
    }

    public IReadOnlyList<QueuedJob> Take(string kind, DateTimeOffset now, TimeSpan lease, int max)
    {
        var jobs = new List<QueuedJob>();
        using (var due = file.Prepare("SELECT id,attempts,subject,payload,coalesce(first,due) FROM job WHERE kind=?1 AND state=0 AND due<=?2 AND org=1 ORDER BY due,id LIMIT ?3"))
        {
            due.Bind(1, kind).Bind(2, now.ToUnixTimeMilliseconds()).Bind(3, max);
            while (due.Step())
                jobs.Add(new QueuedJob(due.Int64(0), due.Int32(1) + 1, new Job(kind, due.Text(2), due.Text(3), DateTimeOffset.FromUnixTimeMilliseconds(due.Int64(4)))));
        }
        using var take = file.Prepare("UPDATE job SET attempts=?2, first=coalesce(first,due), due=?3 WHERE id=?1");
        foreach (var job in jobs) take.Bind(1, job.Id).Bind(2, job.Attempts).Bind(3, (now + lease).ToUnixTimeMilliseconds()).Run();
        return jobs;
    }

    public bool Finish(QueuedJob job) => Change("DELETE FROM job WHERE id=?1 AND attempts=?2 AND state=0 RETURNING id", job);

    public bool GiveUp(QueuedJob job) => Change("UPDATE job SET state=2 WHERE id=?1 AND attempts=?2 AND state=0 RETURNING id", job);

    public bool Retry(QueuedJob job, DateTimeOffset due)
    {
        using var change = file.Prepare("UPDATE job SET due=?3 WHERE id=?1 AND attempts=?2 AND state=0 RETURNING id");
        return change.Bind(1, job.Id).Bind(2, job.Attempts).Bind(3, due.ToUnixTimeMilliseconds()).Step();
    }

    public IReadOnlyList<QueuedJob> GivenUp(long after, int max)
    {
        var jobs = new List<QueuedJob>();
        using var rows = file.Prepare("SELECT id,attempts,kind,subject,payload,coalesce(first,due) FROM job WHERE state=2 AND id>?1 AND org=1 ORDER BY id LIMIT ?2");
        rows.Bind(1, after).Bind(2, max);
        while (rows.Step()) jobs.Add(new QueuedJob(rows.Int64(0), rows.Int32(1), new Job(rows.Text(2), rows.Text(3), rows.Text(4), DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(5)))));
        return jobs;
    }

    public bool Revive(long id, DateTimeOffset due)
    {
        using var change = file.Prepare("UPDATE job SET state=0, attempts=0, first=NULL, due=?2 WHERE id=?1 AND state=2 RETURNING id");
        return change.Bind(1, id).Bind(2, due.ToUnixTimeMilliseconds()).Step();
    }

    public bool Drop(long id)
    {
        using var change = file.Prepare("DELETE FROM job WHERE id=?1 AND state=2 RETURNING id");
        return change.Bind(1, id).Step();
    }

    public (long Waiting, long GivenUp) Count() => (file.Scalar("SELECT COUNT(*) FROM job WHERE state=0"), file.Scalar("SELECT COUNT(*) FROM job WHERE state=2"));

    private bool Change(string sql, QueuedJob job)
    {
        using var change = file.Prepare(sql);
        return change.Bind(1, job.Id).Bind(2, job.Attempts).Step();
    }
}
