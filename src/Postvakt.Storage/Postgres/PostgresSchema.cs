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
        new(9, "keep what feeds give, and count the mails with it") { Sql = Read("9-feeds.sql") },
    ];

    public static long Version => Steps[^1].Version;

    /// <summary>Format of the store, 0 when there is none yet.</summary>
    public static long VersionOf(NpgsqlConnection connection, string schema)
    {
        using var known = new NpgsqlCommand("SELECT to_regclass($1) IS NOT NULL", connection) { Parameters = { new() { Value = schema + ".meta" } } };
        if (known.ExecuteScalar() is not true) return 0;
        using var version = new NpgsqlCommand($"SELECT value FROM {schema}.meta WHERE name='version'", connection);
        return version.ExecuteScalar() is string text && long.TryParse(text, out var number) ? number : 0;
    }

    /// <summary>Runs the steps that are missing, all or none. Nodes that start together wait for the first.</summary>
    public static void Migrate(NpgsqlConnection connection, string schema)
    {
        using var transaction = connection.BeginTransaction();
        Execute(connection, "SELECT pg_advisory_xact_lock(hashtext('postvakt migrates'))");
        var version = VersionOf(connection, schema);
        if (version > Version)
            throw new StoreException($"the schema {schema} was written by a newer Postvakt (format {version}, this one knows {Version}); nothing was changed");
        if (version == Version) return;
        if (version == 0) Execute(connection, $"CREATE SCHEMA IF NOT EXISTS {schema}; CREATE TABLE {schema}.meta(name text PRIMARY KEY, value text NOT NULL); INSERT INTO {schema}.meta VALUES('version','0')");
        foreach (var step in Steps.Where(s => s.Version > version))
            Execute(connection, $"SET LOCAL search_path TO {schema}; {step.Sql}; UPDATE meta SET value='{step.Version}' WHERE name='version'");
        transaction.Commit();
    }

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
