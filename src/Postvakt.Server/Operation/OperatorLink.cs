using Postvakt.Memory;
using Postvakt.Server.Installations;

namespace Postvakt.Server.Operation;

/// <summary>Finds who can do what an operator asks: a running server, else this process on the data directory itself.</summary>
public static class OperatorLink
{
    /// <summary>Throws <see cref="InstallationException"/> or an <see cref="IOException"/> of the store.</summary>
    public static async Task<IOperations> OpenAsync(string? data, TimeProvider clock, CancellationToken cancellation) =>
        await SocketOperations.FindAsync(DataDirectory.Resolve(data), cancellation).ConfigureAwait(false) is { } server ? server
            : new DirectOperations(await Installation.OpenAsync(data, MemoryOptions.Default, clock, cancellation).ConfigureAwait(false), clock);
}
