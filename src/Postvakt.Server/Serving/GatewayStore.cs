using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Server.Configuration;
using Postvakt.Server.Installations;
using Postvakt.Storage.Sqlite;
using Postvakt.Storage.Vaults;

namespace Postvakt.Server.Serving;

/// <summary>The stores behind a gateway: ledgers, one for each thread that judges, and the vault.</summary>
internal sealed class GatewayStore : IDisposable
{
    private readonly DataDirectory _directory;

    private GatewayStore(DataDirectory directory, KeyRing keys, IReadOnlyList<ILedger> ledgers, IVault vault)
    {
        _directory = directory;
        Keys = keys;
        Ledgers = ledgers;
        Vault = vault;
    }

    public KeyRing Keys { get; }

    public IReadOnlyList<ILedger> Ledgers { get; }

    public IVault Vault { get; }

    public string Folder => _directory.Path;

    /// <summary>Opens what the configuration names. Throws <see cref="InstallationException"/> or an <see cref="IOException"/> of the store.</summary>
    public static async Task<GatewayStore> OpenAsync(ServeConfig config, string? data, TimeProvider clock, CancellationToken cancellation)
    {
        var directory = await DataDirectory.OpenAsync(DataDirectory.Resolve(data ?? config.Data), TimeSpan.FromSeconds(5), clock, cancellation).ConfigureAwait(false);
        try
        {
            var keys = KeyRing.Open(KeyRing.Resolve(directory.Path), mayCreate: !File.Exists(directory.MemoryPath));
            var memory = new SqliteMemory(directory.MemoryPath, keys.Fingerprint, MemoryOptions.Default);
            var ledger = new SqliteLedger(memory, LedgerOptions.Default);
            return new GatewayStore(directory, keys, [ledger], new FileVault(Path.Combine(directory.Path, "held"), keys.Seal));
        }
        catch
        {
            directory.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        foreach (var ledger in Ledgers) ledger.Dispose();
        (Vault as IDisposable)?.Dispose();
        _directory.Dispose();
    }
}
