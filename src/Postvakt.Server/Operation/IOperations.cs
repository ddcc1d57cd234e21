using Postvakt.Audit;
using Postvakt.LockDowns;
using Postvakt.Memory;
using Postvakt.Quarantine;
using Postvakt.Storage.Backups;

namespace Postvakt.Server.Operation;

/// <summary>
/// What an operator asks of an installation: done by the process that owns the data directory, be it this one or a running server. A refusal is
/// an <see cref="Installations.InstallationException"/> or an <see cref="IOException"/> with a sentence.
/// </summary>
public interface IOperations : IAsyncDisposable
{
    Task<MemoryAccount> AccountAsync(CancellationToken cancellation);

    /// <summary>Erases what is known of a person; false when the address is unknown.</summary>
    Task<bool> ForgetAsync(string address, CancellationToken cancellation);

    /// <summary>What is kept about a person, or null when the address is unknown.</summary>
    Task<PersonExport?> ExportAsync(string address, CancellationToken cancellation);

    /// <summary>Writes a backup into a folder that is empty or missing.</summary>
    /// <param name="folder">Absolute path.</param>
    Task<BackupResult> BackupAsync(string folder, CancellationToken cancellation);

    /// <summary>Held mail in a state, newest first, without findings and history.</summary>
    /// <param name="before">Only what was held before this time, or null.</param>
    /// <param name="max">At most so many; at most 1,000.</param>
    Task<IReadOnlyList<HeldMail>> ListHeldAsync(QuarantineState state, DateTimeOffset? before, int max, CancellationToken cancellation);

    /// <summary>A held mail with all that is known of it, or null.</summary>
    Task<HeldMail?> FindHeldAsync(string id, CancellationToken cancellation);

    /// <summary>Decides, or refuses and says why; audited either way.</summary>
    /// <param name="actor">Who asks; a server takes the account at the other end of its socket instead.</param>
    Task<Ruling> DecideAsync(DecisionRequest request, Actor actor, CancellationToken cancellation);

    /// <summary>Lock-downs that were not lifted, oldest first.</summary>
    Task<IReadOnlyList<LockDown>> LockDownsAsync(CancellationToken cancellation);

    /// <summary>The newest decisions, of one subject if it is not empty; newest first, at most 1,000.</summary>
    Task<IReadOnlyList<AuditEntry>> AuditAsync(string subject, int max, CancellationToken cancellation);

    /// <summary>Looks at every entry of the audit.</summary>
    Task<AuditReport> VerifyAuditAsync(CancellationToken cancellation);
}
