using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Server.Configuration;
using Postvakt.Server.Installations;
using Postvakt.Storage.Postgres;
using Postvakt.Storage.Sqlite;
using Postvakt.Storage.Vaults;

namespace Postvakt.Server.Serving;

/// <summary>The stores behind a gateway: ledgers, one for each thread that judges, and the vault.</summary>
internal sealed class GatewayStore : IDisposable
{
    private readonly DataDirectory _directory;
    private readonly PostgresStore? _shared;
    private readonly SqliteCheckpoints? _checkpoints;

    private GatewayStore(DataDirectory directory, KeyRing keys, PostgresStore? shared, IReadOnlyList<ILedger> ledgers, IVault vault, SqliteCheckpoints? checkpoints = null)
    {
        (_directory, _shared, _checkpoints) = (directory, shared, checkpoints);
        (Keys, Ledgers, Vault) = (keys, ledgers, vault);
    }

    public KeyRing Keys { get; }

    public IReadOnlyList<ILedger> Ledgers { get; }

    public IVault Vault { get; }

    public string Folder => _directory.Path;

    /// <summary>True when other nodes may use the same store.</summary>
    public bool IsShared => _shared is not null;

    /// <summary>A ledger beside those of the desks, for work that may take minutes; null where the only one is the desk's. Dispose of it before the store.</summary>
    public ILedger? OpenPatient() => _shared?.OpenLedger(TimeSpan.FromMinutes(30));

    /// <summary>Hears of what other nodes change; null where there are none. Dispose of it before the store.</summary>
    public PostgresChanges? OpenChanges() => _shared?.OpenChanges();

    /// <summary>Opens what the configuration names. Throws <see cref="InstallationException"/> or an <see cref="IOException"/> of the store.</summary>
    public static async Task<GatewayStore> OpenAsync(ServeConfig config, string? data, TimeProvider clock, CancellationToken cancellation)
    {
        var directory = await DataDirectory.OpenAsync(DataDirectory.Resolve(data, config.Data), TimeSpan.FromSeconds(5), clock, cancellation).ConfigureAwait(false);
        GatewayStore? store = null;
        try
        {
            var keys = KeyRing.Open(KeyRing.Resolve(directory.Path), mayCreate: !File.Exists(directory.MemoryPath));
            var options = MemoryOptions.Default with { RememberRhythm = config.RememberRhythm };
            store = config.PostgreSql is { } connection ? Shared(directory, keys, connection, config, options, clock) : Embedded(directory, keys, options);
            store.Ledgers[0].CheckKeys(keys.Names);
            return store;
        }
        catch
        {
            if (store is not null) store.Dispose();
            else directory.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _checkpoints?.Dispose();
        foreach (var ledger in Ledgers) ledger.Dispose();
        (Vault as IDisposable)?.Dispose();
        _shared?.Dispose();
        _directory.Dispose();
    }

    private static GatewayStore Embedded(DataDirectory directory, KeyRing keys, MemoryOptions options)
    {
        var memory = new SqliteMemory(directory.MemoryPath, keys.Fingerprint, options);
        return new GatewayStore(
            directory, keys, null, [new SqliteLedger(memory, LedgerOptions.Default)], new FileVault(Path.Combine(directory.Path, "held"), keys.Seal), new SqliteCheckpoints(directory.MemoryPath));
    }

    /// <summary>Each thread waits for its own answers from the server, so several of them keep it busy.</summary>
    private static GatewayStore Shared(DataDirectory directory, KeyRing keys, string connection, ServeConfig config, MemoryOptions memory, TimeProvider clock)
    {
        var options = new PostgresOptions { ConnectionString = connection, Org = config.Org };
        var store = new PostgresStore(options, keys.Fingerprint, memory, LedgerOptions.Default, clock);
        return new GatewayStore(directory, keys, store, [.. Enumerable.Range(0, config.StoreConnections).Select(_ => store.OpenLedger())], store.OpenVault(keys.Seal));
    }
}
