using Postvakt.Memory;
using Postvakt.Server.Configuration;
using Postvakt.Server.Installations;

namespace Postvakt.Server.Operation;

/// <summary>Finds who can do what an operator asks: a running server, else this process on the data directory itself.</summary>
public static class OperatorLink
{
    /// <summary>Throws <see cref="InstallationException"/> or an <see cref="IOException"/> of the store.</summary>
    /// <param name="config">The configuration of serve, or null for none.</param>
    /// <param name="data">Data directory that overrides it, or null.</param>
    public static async Task<IOperations> OpenAsync(ServeConfig? config, string? data, TimeProvider clock, CancellationToken cancellation) =>
        await SocketOperations.FindAsync(DataDirectory.Resolve(data ?? config?.Data), cancellation).ConfigureAwait(false) is { } server ? server
            : new DirectOperations(await Installation.OpenAsync(config ?? ServeConfig.Default, data, MemoryOptions.Default, clock, cancellation).ConfigureAwait(false), clock);
}
