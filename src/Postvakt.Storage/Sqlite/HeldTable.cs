using System.Text.Json;
using Postvakt.Intake.Ledger;
using Postvakt.Quarantine;

namespace Postvakt.Storage.Sqlite;

/// <summary>Held mail: its list, not its bytes. Times are milliseconds since 1970.</summary>
internal sealed class HeldTable(MemoryFile file) : IDisposable
{
    public const string Columns = "id,held,expires,state,version,mail_from,recipients,size";

    private readonly Statement _find = file.Prepare($"SELECT {Columns} FROM held WHERE id=?1 AND org=1");

    public void Dispose() => _find.Dispose();

    public void Insert(QuarantineItem item)
    {
        using var insert = file.Prepare("INSERT INTO held VALUES(?1,1,?2,?3,?4,?5,?6,?7,?8)");
        insert.Bind(1, item.Id).Bind(2, item.HeldAt.ToUnixTimeMilliseconds()).Bind(3, item.ExpiresAt.ToUnixTimeMilliseconds()).Bind(4, (long)item.State)
            .Bind(5, item.Version).Bind(6, item.MailFrom).Bind(7, JsonSerializer.Serialize(item.Recipients)).Bind(8, item.Size).Run();
    }

    public QuarantineItem? Find(string id)
    {
        try
        {
            return _find.Bind(1, id).Step() ? Item(_find) : null;
        }
        finally
        {
            _find.Reset();
        }
    }

    /// <param name="recipients">Null leaves them.</param>
    public bool Change(QuarantineItem item, QuarantineState state, IReadOnlyList<string>? recipients = null)
    {
        using var change = file.Prepare("UPDATE held SET state=?3, version=version+1, recipients=COALESCE(?4,recipients) WHERE id=?1 AND org=1 AND version=?2 RETURNING version");
        change.Bind(1, item.Id).Bind(2, item.Version).Bind(3, (long)state);
        if (recipients is not null) change.Bind(4, JsonSerializer.Serialize(recipients));
        return change.Step();
    }

    /// <summary>Held within some milliseconds.</summary>
    public long Count(long from, long until)
    {
        using var count = file.Prepare("SELECT COUNT(*) FROM held WHERE held>=?1 AND held<?2");
        return count.Bind(1, from).Bind(2, until).Step() ? count.Int64(0) : 0;
    }

    public void Delete(string id)
    {
        using var delete = file.Prepare("DELETE FROM held WHERE id=?1 AND org=1");
        delete.Bind(1, id).Run();
    }

    /// <summary>Marks what waited longer than it may, asks for the deletion of its bytes, and drops rows of settled items after their records.</summary>
    public long Expire(DateTimeOffset now, LedgerOptions options)
    {
        var (time, settled) = (now.ToUnixTimeMilliseconds(), now.ToUnixTimeMilliseconds() - (long)options.FindingRetention.TotalMilliseconds);
        var past = $"state IN ({(int)QuarantineState.Held},{(int)QuarantineState.ReleaseRequested}) AND expires<={time}";
        var expired = file.Scalar($"SELECT COUNT(*) FROM held WHERE {past}");
        file.Execute($$"""
            INSERT INTO job(org,kind,subject,payload,due,state,attempts) SELECT org,'{{DiscardJob.Kind}}',id,'{}',{{time}},0,0 FROM held WHERE {{past}};
            UPDATE held SET state={{(int)QuarantineState.Expired}}, version=version+1 WHERE {{past}};
            DELETE FROM held WHERE held<{{settled}} AND state IN ({{(int)QuarantineState.Released}},{{(int)QuarantineState.Deleted}},{{(int)QuarantineState.Expired}});
            """);
        return expired;
    }

    /// <summary>The item of a row of <see cref="Columns"/>.</summary>
    public static QuarantineItem Item(Statement row) => new(
        row.Text(0), DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(1)), DateTimeOffset.FromUnixTimeMilliseconds(row.Int64(2)),
        (QuarantineState)row.Int32(3), row.Text(5), JsonSerializer.Deserialize<string[]>(row.Text(6)) ?? [], row.Int64(7)) { Version = row.Int64(4) };
}
