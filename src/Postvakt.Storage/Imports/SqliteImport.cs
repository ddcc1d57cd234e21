using System.Globalization;
using Microsoft.Data.Sqlite;
using Npgsql;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Storage.Postgres;
using Postvakt.Storage.Sqlite;

namespace Postvakt.Storage.Imports;

/// <summary>
/// Takes the whole store of a single server over into a shared one that holds nothing of the organisation yet. Bytes of held mail first, then all rows in one transaction: broken off at any moment it
/// can be begun again. The old store stays as it is.
/// </summary>
internal sealed class SqliteImport(NpgsqlDataSource into, int org, string orgName, IVault vault, LedgerOptions options)
{
    /// <summary>Tables of which one row says that there is something already.</summary>
    private static readonly string[] Telling = ["message", "record", "audit", "register", "held"];

    /// <summary>Where numbers go on after what was taken over: table, column, sequence.</summary>
    private static readonly (string Table, string Column, string Sequence)[] Numbers =
    [
        ("message", "id", "'message_ids'"), ("record", "number", "'record_numbers'"), ("conversation", "id", "pg_get_serial_sequence('conversation','id')"), ("person", "id", "pg_get_serial_sequence('person','id')"),
        ("job", "id", "pg_get_serial_sequence('job','id')"),
    ];

    /// <param name="path">The file; nobody else has it open.</param>
    /// <param name="old">Bytes of its held mail.</param>
    public ImportResult Run(string path, MemoryKey key, MemoryOptions memory, IVault old)
    {
        if (!File.Exists(path)) throw new StoreException($"{path} is missing: there is no store of a single server here");
        // Brings the file to the present format, checks its key, and puts what waits in its place.
        using (var settle = new SqliteMemory(path, key, memory)) settle.Settle();
        using var file = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ToString());
        file.Open();
        if (Text(file, "SELECT name FROM org WHERE id=1") is { } name && name != orgName)
            throw new StoreException($"the store holds the organisation '{name}', the configuration names '{orgName}': the audit's hashes carry that name, so it must stay");
        using var connection = into.OpenConnection();
        foreach (var table in Telling)
        {
            if (Run(connection, $"SELECT EXISTS(SELECT 1 FROM {table} WHERE org={org})") is true)
                throw new StoreException($"the shared store already holds {table} rows of the organisation '{orgName}': only an empty one can take a single server over; nothing was changed");
        }
        var (held, missing) = Bytes(file, old);
        var rows = Rows(file, connection);
        return new ImportResult(rows["message"], rows["record"], held, missing, rows.Values.Sum());
    }

    /// <summary>Sealed anew under the same key; one that is there from an attempt of before is written again.</summary>
    private (long Held, long Missing) Bytes(SqliteConnection file, IVault old)
    {
        var (held, missing) = (0L, 0L);
        using var ask = file.CreateCommand();
        ask.CommandText = "SELECT id FROM held";
        using var rows = ask.ExecuteReader();
        while (rows.Read())
        {
            var id = rows.GetString(0);
            held++;
            using var content = old.Open(id);
            if (content is null) missing++;
            else vault.Put(id, content);
        }
        return (held, missing);
    }

    private Dictionary<string, long> Rows(SqliteConnection file, NpgsqlConnection connection)
    {
        var isUnsafe = false;
        connection.Notice += (_, told) => isUnsafe |= PostgresTrouble.IsUnconfirmed(told.Notice);
        using var transaction = connection.BeginTransaction();
        Parts(file, connection);
        var counts = ImportTables.All(options).ToDictionary(t => t.Name, t => t.Copy(file, connection, org), StringComparer.Ordinal);
        foreach (var (table, column, sequence) in Numbers)
            Run(connection, $"SELECT setval({sequence}, greatest((SELECT coalesce(max({column}),0) FROM {table} WHERE org={org}), nextval({sequence})))");
        transaction.Commit();
        if (isUnsafe) throw PostgresTrouble.Unconfirmed();
        return counts;
    }

    /// <summary>Parts of the tables for the times that the rows have; what fits into none stands in the part "rest".</summary>
    private void Parts(SqliteConnection file, NpgsqlConnection connection)
    {
        const long Hundred = 100 * 86_400, Ten = 10 * 86_400;
        foreach (var (table, times) in ((string, IEnumerable<long>)[])[("message", Times(file, "message", Hundred, 0)), ("signal", Times(file, "signal", Ten, 0)),
            ("record", Times(file, "record", Ten, (long)options.CleanRetention.TotalSeconds).Union(Times(file, "record", Ten, (long)options.FindingRetention.TotalSeconds)))])
        {
            var names = table switch { "message" => (string[])["message", "print"], "signal" => ["signal", "lesson", "label"], _ => ["record", "finding", "indicator", "revision", "term"] };
            foreach (var time in times)
                foreach (var one in names) Run(connection, string.Create(CultureInfo.InvariantCulture, $"SELECT add_part('{one}', {time})"));
        }
    }

    /// <summary>Beginnings of parts, the newest 200: times far off are mistakes of clocks.</summary>
    private static List<long> Times(SqliteConnection file, string table, long width, long more)
    {
        using var ask = file.CreateCommand();
        ask.CommandText = string.Create(CultureInfo.InvariantCulture, $"SELECT DISTINCT (at+{more})/{width}*{width} AS t FROM {table} WHERE at BETWEEN 0 AND 4102444800 ORDER BY t DESC LIMIT 200");
        using var rows = ask.ExecuteReader();
        var all = new List<long>();
        while (rows.Read()) all.Add(rows.GetInt64(0));
        return all;
    }

    private static object? Run(NpgsqlConnection connection, string sql)
    {
        // Indexes of a large store take their time.
        using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return command.ExecuteScalar();
    }

    private static string? Text(SqliteConnection file, string sql)
    {
        using var command = file.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() as string;
    }
}
