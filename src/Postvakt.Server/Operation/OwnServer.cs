using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Directories;
using Postvakt.Server.Api;
using Postvakt.Server.Configuration;
using Postvakt.Server.Directories;
using Postvakt.Server.Feeds;
using Postvakt.Server.Gateway;
using Postvakt.Server.Installations;
using Postvakt.Server.Serving;

namespace Postvakt.Server.Operation;

/// <summary>
/// What an operator's verb asks where no server runs: the same interface on the same stores, opened by this process for as long as it asks. Its socket lies in a folder of
/// its own, so that nobody else takes it for a server that stays.
/// </summary>
public sealed class OwnServer : IAsyncDisposable
{
    private readonly GatewayStore _store;
    private readonly string _folder;
    private ApiServer? _server;
    private DirectoryKeeper? _keeper;

    private OwnServer(GatewayStore store, string folder) => (_store, _folder) = (store, folder);

    /// <summary>A server that runs on the data directory, else one of this process. Throws <see cref="InstallationException"/> or an <see cref="IOException"/> of the store.</summary>
    /// <param name="config">The configuration of serve.</param>
    /// <param name="data">Data directory that overrides it, or null.</param>
    public static async Task<ApiClient> FindOrOpenAsync(ServeConfig config, string? data, TimeProvider clock, CancellationToken cancellation) =>
        await ApiClient.FindAsync(DataDirectory.Resolve(data, config.Data), cancellation).ConfigureAwait(false) ?? await OpenAsync(config, data, clock, cancellation).ConfigureAwait(false);

    private static async Task<ApiClient> OpenAsync(ServeConfig config, string? data, TimeProvider clock, CancellationToken cancellation)
    {
        var store = await GatewayStore.OpenAsync(config with { StoreConnections = 1 }, data, clock, cancellation).ConfigureAwait(false);
        var own = new OwnServer(store, Directory.CreateTempSubdirectory("postvakt-").FullName);
        try
        {
            if (config.Directory is { } directory) own._keeper = DirectoryKeeper.Open(directory, store.Folder, clock, NullLogger.Instance);
            var errands = new LedgerErrands(store.Ledgers[0]);
            var feeds = new FeedKeeper(errands, clock, NullLogger.Instance);
            own._server = await ApiServer.OnSocketAsync(own._folder, new ApiContext
            {
                Feeds = new FeedRoom(new FeedTaker(errands, feeds, config.OrgDomains, () => own._keeper?.Current ?? DirectorySnapshot.Empty, clock), config.Sharing.ConfiguredFeeds),
                Errands = errands, Org = config.Org, Keys = store.Keys, Vault = store.Vault, Keeper = own._keeper, CanRelease = config.ReleaseTo is not null, Clock = clock,
                BackupFrom = store.IsShared ? null : store.Folder, CanSweep = config.Mailboxes is not null, Sweeps = config.Sweep.Options, Reports = config.Reports, OwnDomains = config.OrgDomains, Sharing = config.SharingOptions, Playbook = config.Playbook,
            }, NullLogger.Instance).ConfigureAwait(false);
            return await ApiClient.FindAsync(own._folder, own, cancellation).ConfigureAwait(false) ?? throw new InstallationException("the stores could not be opened");
        }
        catch
        {
            await own.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null) await _server.DisposeAsync().ConfigureAwait(false);
        _keeper?.Dispose();
        _store.Dispose();
        Directory.Delete(_folder, recursive: true);
    }
}
