using Npgsql;
using NpgsqlTypes;
using Postvakt.Intake.Ledger;
using Postvakt.Storage.Records;
using static Postvakt.Storage.Postgres.PostgresMemory;

namespace Postvakt.Storage.Postgres;

/// <summary>Finds people in records and takes them out.</summary>
/// <param name="find">Reads a record.</param>
internal sealed class PostgresPeople(PostgresSession session, PostgresMemory memory, Func<string, LedgerEntry?> find, string org)
{
    /// <summary>Attempts on a record that others change. 20: each fails only when another erased somebody from it.</summary>
    private const int MaxAttempts = 20;

    public (IReadOnlyList<LedgerEntry> Found, long Next) Naming(string address, long after)
    {
        var (named, next) = session.Run("SELECT number, id, sender, data FROM record WHERE org=$1 AND number>$2 ORDER BY number LIMIT $3", rows =>
        {
            var ids = new List<string>();
            var (examined, last) = (0, 0L);
            while (rows.Read())
            {
                (examined, last) = (examined + 1, rows.GetInt64(0));
                if (RecordPeople.IsNamed(Bare(rows.GetString(1), rows.GetString(2), rows.GetFieldValue<byte[]>(3)), address)) ids.Add(rows.GetString(1));
            }
            return (ids, examined < RecordPeople.MaxExamined ? 0 : last);
        }, memory.Org, Number(after), Number(RecordPeople.MaxExamined));
        return ([.. named.Select(find).OfType<LedgerEntry>()], next);
    }

    public void Erase(string record, string address, IReadOnlyList<long> terms)
    {
        for (var attempt = 0; attempt < MaxAttempts; attempt++)
        {
            var data = session.Run("SELECT data FROM record WHERE org=$1 AND id=$2", rows => rows.Read() ? rows.GetFieldValue<byte[]>(0) : [], memory.Org, Text(record));
            if (find(record) is not { } entry || !RecordPeople.IsNamed(entry, address)) return;
            var whole = RecordPeople.IsBy(entry, address);
            var erased = session.Run("SELECT erase_record($1,$2,$3,$4,$5,$6,$7)", rows => rows.Read() && rows.GetBoolean(0), memory.Org, Text(record), Bytes(data),
                new NpgsqlParameter { Value = whole ? DBNull.Value : RecordData.Pack(RecordPeople.Without(entry, address)), NpgsqlDbType = NpgsqlDbType.Bytea },
                Texts(RecordPeople.Named(entry.Held?.Recipients ?? [], address)), Number(RecordPeople.TermsAt(entry)), Numbers([.. terms]));
            if (erased) return;
        }
        throw new StoreException("others kept changing a record that somebody was to be erased from");
    }

    /// <summary>As much of a record as names people.</summary>
    private LedgerEntry Bare(string id, string sender, byte[] data) => RecordData.Unpack(data, new RecordColumns(org, id, default, default, default, 0, "", sender, "", ""));
}
