using Postvakt.LockDowns;

namespace Postvakt.Storage.Sqlite;

/// <summary>Lock-downs. Times are milliseconds since 1970.</summary>
internal sealed class LockDownTable(MemoryFile file)
{
    private const int MaxRows = 1_000;
    private const string Columns = "id,scope,target,reason,actor,since,until,lifted";

    public IReadOnlyList<LockDown> NotLifted()
    {
        using var rows = file.Prepare($"SELECT {Columns} FROM lockdown WHERE lifted IS NULL AND org=1 ORDER BY until IS NULL DESC,since DESC,id LIMIT ?1");
        var all = All(rows.Bind(1, MaxRows));
        all.Reverse();
        return all;
    }

    /// <summary>Newest first.</summary>
    public IReadOnlyList<LockDown> Since(DateTimeOffset time)
    {
        using var rows = file.Prepare($"SELECT {Columns} FROM lockdown WHERE since>?2 AND org=1 ORDER BY since DESC,id LIMIT ?1");
        return All(rows.Bind(1, MaxRows).Bind(2, time.ToUnixTimeMilliseconds()));
    }

    public void Save(LockDown lockDown)
    {
        using var save = file.Prepare("INSERT OR REPLACE INTO lockdown(id,org,scope,target,reason,actor,since,until,lifted) VALUES(?1,1,?2,?3,?4,?5,?6,?7,?8)");
        save.Bind(1, lockDown.Id).Bind(2, (long)lockDown.Scope).Bind(3, lockDown.Target).Bind(4, lockDown.Reason).Bind(5, lockDown.By).Bind(6, lockDown.Since.ToUnixTimeMilliseconds());
        if (lockDown.Until is { } until) save.Bind(7, until.ToUnixTimeMilliseconds());
        if (lockDown.LiftedAt is { } lifted) save.Bind(8, lifted.ToUnixTimeMilliseconds());
        save.Run();
    }

    private static List<LockDown> All(Statement rows)
    {
        var all = new List<LockDown>();
        while (rows.Step())
            all.Add(new LockDown(rows.Text(0), (LockDownScope)rows.Int32(1), rows.Text(2), rows.Text(3), rows.Text(4), DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(5)), Time(rows, 6)) { LiftedAt = Time(rows, 7) });
        return all;
    }

    private static DateTimeOffset? Time(Statement row, int column) => row.IsNull(column) ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(column));
}
