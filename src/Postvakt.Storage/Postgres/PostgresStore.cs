using System.Globalization;
using Npgsql;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Storage.Imports;
using Postvakt.Storage.Migrations;

namespace Postvakt.Storage.Postgres;

/// <summary>
/// A store in PostgreSQL that many nodes share. Opening it brings its tables up to date and checks that it was made with this node's key.
/// </summary>
public sealed class PostgresStore : IDisposable
{
    private readonly NpgsqlDataSource _source;
    private readonly PostgresOptions _options;
    private readonly MemoryOptions _memory;
    private readonly LedgerOptions _ledger;
    private readonly TimeProvider _clock;
    private readonly int _org;

    /// <summary>Throws <see cref="StoreException"/> when the server cannot be reached, is of a newer format or holds another key's Memory.</summary>
    public PostgresStore(PostgresOptions options, MemoryKey key, MemoryOptions memory, LedgerOptions ledger, TimeProvider clock)
    {
        if (string.Join("; ", options.Faults().Concat(ledger.Faults())) is { Length: > 0 } faults) throw new ArgumentException(faults, nameof(options));
        (_options, _memory, _ledger, _clock) = (options, memory, ledger, clock);
        _source = Source(options, works: true);
        try
        {
            using (var plain = Source(options, works: false))
            using (var alone = plain.OpenConnection()) PostgresSchema.Migrate(alone, options.Schema, PostgresSchema.Steps);
            using var connection = _source.OpenConnection();
            CheckKey(connection, key.Id);
            _org = OrgOf(connection, options.Org);
            AddParts(connection);
        }
        catch (Exception trouble)
        {
            _source.Dispose();
            if (PostgresTrouble.Is(trouble)) throw PostgresTrouble.Of(trouble);
            throw;
        }
    }

    /// <summary>A ledger with a connection of its own, for one thread.</summary>
    /// <param name="patience">Longest wait for one answer, where it is not a mail that waits; else that of the options.</param>
    public PostgresLedger OpenLedger(TimeSpan? patience = null) => new(new PostgresSession(_source, _options.Retries, patience ?? _options.CommandTimeout), _org, _options, _memory, _ledger, _clock);

    /// <summary>Where the bytes of held mail are kept. Safe for concurrent use; valid as long as the store.</summary>
    public PostgresVault OpenVault(SealingKey key) => new(_source, _org, key);

    /// <summary>Hears of what other nodes change. Dispose of it before the store.</summary>
    public PostgresChanges OpenChanges() => new(_source, _options.Schema, _clock);

    /// <summary>
    /// Takes over the whole store of a single server. Throws <see cref="StoreException"/> when this one holds something of the organisation already, or the other one was made with another key; both
    /// stay as they were then.
    /// </summary>
    /// <param name="path">File of the other store, which nobody has open.</param>
    /// <param name="vault">Bytes of its held mail.</param>
    /// <param name="key">The key that both are used with.</param>
    public ImportResult Import(string path, IVault vault, MemoryKey key, SealingKey seal)
    {
        try
        {
            return new SqliteImport(_source, _org, _options.Org, OpenVault(seal), _ledger).Run(path, key, _memory, vault);
        }
        catch (Exception trouble) when (PostgresTrouble.Is(trouble))
        {
            throw PostgresTrouble.Of(trouble);
        }
    }

    /// <summary>Dry run of a migration: the steps that opening the store would run.</summary>
    public static IReadOnlyList<SchemaStep> Pending(PostgresOptions options)
    {
        try
        {
            using var source = Source(options, works: false);
            using var connection = source.OpenConnection();
            var (version, _) = PostgresSchema.FormatOf(connection, options.Schema);
            // A store that is not there yet has no nodes.
            return [.. PostgresSchema.Steps.Where(s => s.Version > version).Select(s => version == 0 ? s with { Beside = true } : s)];
        }
        catch (Exception trouble) when (PostgresTrouble.Is(trouble))
        {
            throw PostgresTrouble.Of(trouble);
        }
    }

    public void Dispose() => _source.Dispose();

    /// <param name="works">Whether its connections work with the tables, which then stay as this program knows them.</param>
    private static NpgsqlDataSource Source(PostgresOptions options, bool works)
    {
        var settings = new NpgsqlConnectionStringBuilder(options.ConnectionString)
        {
            SearchPath = options.Schema,
            CommandTimeout = (int)options.CommandTimeout.TotalSeconds,
            // Statements are few and always the same.
            MaxAutoPrepare = 40,
            AutoPrepareMinUsages = 2,
            NoResetOnClose = true,
            // A statement that is late is not cancelled but its connection given up: a cancelled wait for the standby would be answered as a commit.
            CancellationTimeout = -1,
            // Errors must not carry rows into our log.
            IncludeErrorDetail = false,
        };
        settings.ApplicationName ??= "postvakt";
        if (settings.Host?.Contains(',', StringComparison.Ordinal) == true)
        {
            // Of several servers the one that takes writes; after a fail-over it is looked for each second.
            settings.TargetSessionAttributes ??= "primary";
            settings.HostRecheckSeconds = 1;
        }
        var builder = new NpgsqlDataSourceBuilder(settings.ConnectionString);
        if (works)
        {
            builder.UsePhysicalConnectionInitializer(c => PostgresSchema.Enter(c, options.Schema), c =>
            {
                PostgresSchema.Enter(c, options.Schema);
                return Task.CompletedTask;
            });
        }
        return builder.Build();
    }

    /// <summary>Makes the parts of tables that today and tomorrow need; housekeeping makes those of later days.</summary>
    private void AddParts(NpgsqlConnection connection)
    {
        using var add = new NpgsqlCommand("SELECT add_parts($1,$2,$3)", connection)
        {
            Parameters = { Number(_clock.GetUtcNow().ToUnixTimeSeconds()), Number((long)_ledger.CleanRetention.TotalSeconds), Number((long)_ledger.FindingRetention.TotalSeconds) },
        };
        try
        {
            add.ExecuteNonQuery();
        }
        catch (PostgresException busy) when (busy.SqlState == PostgresErrorCodes.LockNotAvailable)
        {
            // Other nodes write all the time; until housekeeping gets its turn the part "rest" takes the rows.
        }

        static NpgsqlParameter Number(long value) => new() { Value = value };
    }

    private static void CheckKey(NpgsqlConnection connection, string keyId)
    {
        using (var first = new NpgsqlCommand("INSERT INTO meta VALUES('key',$1) ON CONFLICT DO NOTHING", connection) { Parameters = { new() { Value = keyId } } }) first.ExecuteNonQuery();
        using var known = new NpgsqlCommand("SELECT value FROM meta WHERE name='key'", connection);
        if (known.ExecuteScalar() is string stored && stored != keyId)
            throw new StoreException($"Memory was made with key {stored}, the key ring holds {keyId}; with another key nothing would be recognised");
    }

    private static int OrgOf(NpgsqlConnection connection, string org)
    {
        using (var add = new NpgsqlCommand("INSERT INTO org(name) VALUES($1) ON CONFLICT DO NOTHING", connection) { Parameters = { new() { Value = org } } }) add.ExecuteNonQuery();
        using var find = new NpgsqlCommand("SELECT id FROM org WHERE name=$1", connection) { Parameters = { new() { Value = org } } };
        return Convert.ToInt32(find.ExecuteScalar(), CultureInfo.InvariantCulture);
    }
}
