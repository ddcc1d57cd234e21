using Postvakt.Memory;
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
}
