using Postvakt.Memory;
using Postvakt.Server.Installations;
using Postvakt.Storage.Backups;

namespace Postvakt.Server.Operation;

/// <summary>Does what an operator asks on an installation that this process has opened for itself.</summary>
internal sealed class DirectOperations(Installation installation, TimeProvider clock) : IOperations
{
    public Task<MemoryAccount> AccountAsync(CancellationToken cancellation) => Task.FromResult(installation.Accounts.Account());

    public Task<bool> ForgetAsync(string address, CancellationToken cancellation) => Task.FromResult(installation.Accounts.Forget(address));

    public Task<PersonExport?> ExportAsync(string address, CancellationToken cancellation) => Task.FromResult(installation.Accounts.Export(address));

    public Task<BackupResult> BackupAsync(string folder, CancellationToken cancellation) => Task.FromResult(StoreBackup.Write(installation.Folder, folder, clock));

    public ValueTask DisposeAsync()
    {
        installation.Dispose();
        return ValueTask.CompletedTask;
    }
}
