using Npgsql;
using Postvakt.Storage.Migrations;

namespace Postvakt.Storage.Postgres;

/// <summary>The steps of the shared store's format, and running them.</summary>
internal static class PostgresSchema
{
    public static readonly IReadOnlyList<SchemaStep> Steps =
    [
        new(1, "create Memory") { Sql = Read("1-memory.sql") },
        new(2, "create the ledger: records, findings, indicators, repeats, held mail, jobs") { Sql = Read("2-ledger.sql") },
        new(3, "create what people decide: audit and lock-downs") { Sql = Read("3-decisions.sql") },
        new(4, "create what mail is found by, and the register") { Sql = Read("4-search.sql") },
        new(5, "find entries of the register under keys, and records of a campaign") { Sql = Read("5-register-keys.sql") },
        new(6, "count campaigns of the last days without reading all records") { Sql = Read("6-campaign-waves.sql") },
        new(7, "count the mails that each rule matched") { Sql = Read("7-rule-hits.sql") },
        new(8, "cut what grows with mail by time, and count changes of the register") { Sql = Read("8-parts.sql") },
        new(9, "keep what feeds give, and count the mails with it") { Sql = Read("9-feeds.sql"), Beside = true },
    ];

    public static long Version => Steps[^1].Version;

    /// <summary>What the store holds, both 0 when there is none yet.</summary>
    /// <returns>Its format, and the oldest format whose programs can work with it.</returns>
    public static (long Version, long Oldest) FormatOf(NpgsqlConnection connection, string schema)
    {
        using var known = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection) { Parameters = { new() { Value = schema + ".meta" } } };
        if (known.ExecuteScalar() is not true) return (0, 0);
        using var ask = new NpgsqlCommand($"SELECT (SELECT value FROM {schema}.meta WHERE name='version'), (SELECT value FROM {schema}.meta WHERE name='oldest')", connection);
        using var row = ask.ExecuteReader();
        row.Read();
        var version = Number(0);
        return (version, row.IsDBNull(1) ? version : Number(1));

        long Number(int column) => !row.IsDBNull(column) && long.TryParse(row.GetString(column), out var number) ? number : 0;
    }

    /// <summary>
    /// Runs the steps that are missing, all or none. Nodes that start together wait for the first. A step that older nodes cannot work beside is refused as long as any node is connected.
    /// </summary>
    /// <param name="steps">All that this program knows.</param>
    public static void Migrate(NpgsqlConnection connection, string schema, IReadOnlyList<SchemaStep> steps)
    {
        using var transaction = connection.BeginTransaction();
        Execute(connection, "SELECT pg_advisory_xact_lock(hashtext('postvakt migrates'))");
        var (version, oldest) = FormatOf(connection, schema);
        if (oldest > steps[^1].Version) throw Newer(schema, version, steps[^1].Version);
        SchemaStep[] missing = [.. steps.Where(s => s.Version > version)];
        if (missing.Length == 0) return;
        var breaking = missing.LastOrDefault(s => !s.Beside);
        if (version > 0 && breaking is not null && !IsAlone(connection, schema))
            throw new StoreException($"the schema {schema} has format {version} and is to be brought to {steps[^1].Version}, which nodes of the version before cannot work with: stop all of them first; nothing was changed");
        if (version == 0) Execute(connection, $"CREATE SCHEMA IF NOT EXISTS {schema}; CREATE TABLE {schema}.meta(name text PRIMARY KEY, value text NOT NULL); INSERT INTO {schema}.meta VALUES('version','0')");
        foreach (var step in missing) Execute(connection, $"SET LOCAL search_path TO {schema}; {step.Sql}; UPDATE meta SET value='{step.Version}' WHERE name='version'");
        Execute(connection, $"INSERT INTO meta VALUES('oldest','{breaking?.Version ?? oldest}') ON CONFLICT(name) DO UPDATE SET value=excluded.value");
        transaction.Commit();
    }

    /// <summary>
    /// What each connection of a node does first: as long as it lives no step runs that this program cannot work beside. Throws <see cref="StoreException"/> when one already ran; the node's mail is
    /// deferred then.
    /// </summary>
    public static void Enter(NpgsqlConnection connection, string schema)
    {
        Execute(connection, $"SELECT pg_advisory_lock_shared(hashtext('{Nodes(schema)}'))");
        var (version, oldest) = FormatOf(connection, schema);
        if (oldest > Version) throw Newer(schema, version, Version);
    }

    private static bool IsAlone(NpgsqlConnection connection, string schema)
    {
        using var ask = new NpgsqlCommand($"SELECT pg_try_advisory_xact_lock(hashtext('{Nodes(schema)}'))", connection);
        return ask.ExecuteScalar() is true;
    }

    private static string Nodes(string schema) => schema + ":nodes";

    private static StoreException Newer(string schema, long version, long known) => new($"the schema {schema} was written by a newer Postvakt (format {version}, this one knows {known}); nothing was changed");

    private static void Execute(NpgsqlConnection connection, string sql)
    {
        using var command = new NpgsqlCommand(sql, connection);
        command.ExecuteNonQuery();
    }

    private static string Read(string name)
    {
        using var reader = new StreamReader(typeof(PostgresSchema).Assembly.GetManifestResourceStream(name) ?? throw new InvalidOperationException("the assembly lacks " + name));
        return reader.ReadToEnd();
    }
}
