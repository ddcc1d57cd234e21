using Npgsql;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Storage.Postgres;
using Postvakt.Storage.Tests.Contracts;

namespace Postvakt.Storage.Tests.Postgres;

/// <summary>A schema of its own on the server of the tests.</summary>
internal sealed class PostgresBed(PostgresServer server) : StoreBed
{
    private readonly PostgresOptions _options = server.Options();
    private PostgresStore? _store;

    public override OpenStore Open()
    {
        _store?.Dispose();
        _store = new PostgresStore(_options, StoreKeys.Fingerprint, MemoryOptions.Default, LedgerOptions.Default, new FixedClock(Mails.Start));
        return OpenStore.Of(_store.OpenLedger());
    }

    public override long Scalar(string sql)
    {
        using var connection = new NpgsqlConnection(_options.ConnectionString + $";Search Path={_options.Schema};Pooling=false");
        connection.Open();
        using var command = new NpgsqlCommand(sql, connection);
        return Convert.ToInt64(command.ExecuteScalar() ?? 0L, System.Globalization.CultureInfo.InvariantCulture);
    }

    public override void Dispose() => _store?.Dispose();
}
