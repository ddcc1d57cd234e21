using Postvakt.Audit;
using Postvakt.LockDowns;
using Postvakt.Memory;
using Postvakt.Quarantine;
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

    public Task<IReadOnlyList<HeldMail>> ListHeldAsync(QuarantineState state, DateTimeOffset? before, int max, CancellationToken cancellation) => Task.FromResult(Office.List(state, before, max));

    public Task<HeldMail?> FindHeldAsync(string id, CancellationToken cancellation) => Task.FromResult(Office.Find(id));

    public Task<Ruling> DecideAsync(DecisionRequest request, Actor actor, CancellationToken cancellation) => Task.FromResult(Office.Decide(request, actor));

    public Task<IReadOnlyList<LockDown>> LockDownsAsync(CancellationToken cancellation) => Task.FromResult(installation.Ledger.LockDowns());

    public Task<IReadOnlyList<AuditEntry>> AuditAsync(string subject, int max, CancellationToken cancellation) => Task.FromResult(installation.Ledger.RecentAudit(subject, max));

    public Task<AuditReport> VerifyAuditAsync(CancellationToken cancellation) => Task.FromResult(Office.Verify());

    private QuarantineOffice Office => new(installation.Ledger, installation.Org, installation.Seal, installation.CanRelease, clock);

    public ValueTask DisposeAsync()
    {
        installation.Dispose();
        return ValueTask.CompletedTask;
    }
}
