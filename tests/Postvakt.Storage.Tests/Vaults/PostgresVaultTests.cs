using Npgsql;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Storage.Postgres;
using Postvakt.Storage.Tests.Contracts;
using Postvakt.Storage.Tests.Postgres;

namespace Postvakt.Storage.Tests.Vaults;

public sealed class PostgresVaultTests : VaultContract, IDisposable
{
    private readonly PostgresOptions _options;
    private readonly PostgresStore _store;

    public PostgresVaultTests(PostgresServer server)
    {
        _options = server.Options();
        _store = new PostgresStore(_options, StoreKeys.Fingerprint, MemoryOptions.Default, LedgerOptions.Default, TimeProvider.System);
        Vault = _store.OpenVault(StoreKeys.Sealing);
    }

    protected override IVault Vault { get; }

    public void Dispose() => _store.Dispose();

    protected override List<byte[]> Stored(string id)
    {
        using var connection = Connect();
        using var command = new NpgsqlCommand($"SELECT bytes FROM {_options.Schema}.held_bytes WHERE id=$1 ORDER BY part", connection) { Parameters = { new() { Value = id } } };
        using var rows = command.ExecuteReader();
        var pieces = new List<byte[]>();
        while (rows.Read()) pieces.Add(rows.GetFieldValue<byte[]>(0));
        return pieces;
    }

    protected override void Store(string id, List<byte[]> pieces)
    {
        using var connection = Connect();
        using var delete = new NpgsqlCommand($"DELETE FROM {_options.Schema}.held_bytes WHERE id=$1", connection) { Parameters = { new() { Value = id } } };
        delete.ExecuteNonQuery();
        foreach (var (part, bytes) in pieces.Index())
        {
            using var insert = new NpgsqlCommand($"INSERT INTO {_options.Schema}.held_bytes VALUES(1,$1,$2,$3)", connection);
            insert.Parameters.AddRange(new NpgsqlParameter[] { new() { Value = id }, new() { Value = part }, new() { Value = bytes } });
            insert.ExecuteNonQuery();
        }
    }

    private NpgsqlConnection Connect()
    {
        var connection = new NpgsqlConnection(_options.ConnectionString);
        connection.Open();
        return connection;
    }
}
