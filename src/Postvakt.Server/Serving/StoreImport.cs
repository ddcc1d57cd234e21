using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Server.Configuration;
using Postvakt.Server.Installations;
using Postvakt.Storage.Imports;
using Postvakt.Storage.Postgres;
using Postvakt.Storage.Vaults;

namespace Postvakt.Server.Serving;

/// <summary>Takes what a single server kept in its data directory over into the shared store that the configuration names.</summary>
public static class StoreImport
{
    /// <summary>
    /// Nothing may serve on the data directory, and the shared store must hold nothing of the organisation yet. Throws <see cref="InstallationException"/> or an <see cref="IOException"/> of a store; both
    /// stores are as before then.
    /// </summary>
    /// <param name="data">Data directory that overrides the configuration, or null.</param>
    public static async Task<ImportResult> RunAsync(ServeConfig config, string? data, TimeProvider clock, CancellationToken cancellation)
    {
        if (config.PostgreSql is not { } connection) throw new InstallationException("the configuration names no shared store: set store.postgresql to the one that is to take over");
        using var directory = await DataDirectory.OpenAsync(DataDirectory.Resolve(data, config.Data), TimeSpan.FromSeconds(5), clock, cancellation).ConfigureAwait(false);
        var keys = KeyRing.Open(KeyRing.Resolve(directory.Path), mayCreate: false);
        var options = MemoryOptions.Default with { RememberRhythm = config.RememberRhythm };
        using var store = new PostgresStore(new PostgresOptions { ConnectionString = connection, Org = config.Org }, keys.Fingerprint, options, LedgerOptions.Default, clock);
        using (var ledger = store.OpenLedger()) ledger.CheckKeys(keys.Names);
        return store.Import(directory.MemoryPath, new FileVault(Path.Combine(directory.Path, "held"), keys.Seal), keys.Fingerprint, keys.Seal);
    }
}
