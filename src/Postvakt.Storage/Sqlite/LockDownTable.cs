using Postvakt.LockDowns;

namespace Postvakt.Storage.Sqlite;

/// <summary>Lock-downs. Times are milliseconds since 1970.</summary>
internal sealed class LockDownTable(MemoryFile file)
{
    private const int MaxRows = 1_000;

    public IReadOnlyList<LockDown> NotLifted()
    {
        var all = new List<LockDown>();
        using var rows = file.Prepare("SELECT id,scope,target,reason,actor,since,until FROM lockdown WHERE lifted IS NULL AND org=1 ORDER BY until IS NULL DESC,since DESC,id LIMIT ?1");
        rows.Bind(1, MaxRows);
        while (rows.Step())
            all.Add(new LockDown(rows.Text(0), (LockDownScope)rows.Int32(1), rows.Text(2), rows.Text(3), rows.Text(4), DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(5)),
                rows.IsNull(6) ? null : DateTimeOffset.FromUnixTimeMilliseconds(rows.Int64(6))));
        all.Reverse();
        return all;
    }

    public void Save(LockDown lockDown)
    {
        using var save = file.Prepare("INSERT OR REPLACE INTO lockdown(id,org,scope,target,reason,actor,since,until,lifted) VALUES(?1,1,?2,?3,?4,?5,?6,?7,?8)");
        save.Bind(1, lockDown.Id).Bind(2, (long)lockDown.Scope).Bind(3, lockDown.Target).Bind(4, lockDown.Reason).Bind(5, lockDown.By).Bind(6, lockDown.Since.ToUnixTimeMilliseconds());
        if (lockDown.Until is { } until) save.Bind(7, until.ToUnixTimeMilliseconds());
        if (lockDown.LiftedAt is { } lifted) save.Bind(8, lifted.ToUnixTimeMilliseconds());
        save.Run();
    }
}
