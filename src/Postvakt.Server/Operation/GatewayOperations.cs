using Postvakt.Audit;
using Postvakt.Intake.Ledger;
using Postvakt.LockDowns;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Server.Gateway;
using Postvakt.Server.Installations;
using Postvakt.Storage.Backups;

namespace Postvakt.Server.Operation;

/// <summary>Does what an operator asks in a running gateway: on the thread that works with the ledger, between mails.</summary>
/// <param name="backupFrom">Data directory, or null where the store is a database server with backups of its own.</param>
internal sealed class GatewayOperations(DeskLoop desk, string? backupFrom, Func<ILedger, QuarantineOffice> office, TimeProvider clock) : IOperations
{
    public Task<MemoryAccount> AccountAsync(CancellationToken cancellation) => desk.DoAsync(ledger => ledger.Accounts.Account()).WaitAsync(cancellation);

    public Task<bool> ForgetAsync(string address, CancellationToken cancellation) => desk.DoAsync(ledger => ledger.Accounts.Forget(address)).WaitAsync(cancellation);

    public Task<PersonExport?> ExportAsync(string address, CancellationToken cancellation) => desk.DoAsync(ledger => ledger.Accounts.Export(address)).WaitAsync(cancellation);

    /// <summary>Runs beside the desk: the copy is one consistent state while mail goes on.</summary>
    public Task<BackupResult> BackupAsync(string folder, CancellationToken cancellation) => backupFrom is null
        ? throw new InstallationException("the store is PostgreSQL: back it up with pg_dump, which has held mail too, and keep a copy of the key ring apart from it")
        : Task.Run(() => StoreBackup.Write(backupFrom, folder, clock), cancellation);

    public Task<IReadOnlyList<HeldMail>> ListHeldAsync(QuarantineState state, DateTimeOffset? before, int max, CancellationToken cancellation) =>
        desk.DoAsync(l => office(l).List(state, before, max)).WaitAsync(cancellation);

    public Task<HeldMail?> FindHeldAsync(string id, CancellationToken cancellation) => desk.DoAsync(l => office(l).Find(id)).WaitAsync(cancellation);

    public Task<Ruling> DecideAsync(DecisionRequest request, Actor actor, CancellationToken cancellation) => desk.DoAsync(l => office(l).Decide(request, actor)).WaitAsync(cancellation);

    public Task<IReadOnlyList<LockDown>> LockDownsAsync(CancellationToken cancellation) => desk.DoAsync(l => l.LockDowns()).WaitAsync(cancellation);

    public Task<IReadOnlyList<AuditEntry>> AuditAsync(string subject, int max, CancellationToken cancellation) => desk.DoAsync(l => l.RecentAudit(subject, max)).WaitAsync(cancellation);

    public Task<AuditReport> VerifyAuditAsync(CancellationToken cancellation) => desk.DoAsync(l => office(l).Verify()).WaitAsync(cancellation);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
