using System.Text.Json;
using Postvakt.Events;
using Postvakt.Server.Api;
using Postvakt.Server.Directories;
using Postvakt.Server.Gateway;

namespace Postvakt.Server.Events;

/// <summary>Notices what the gateway should say of itself: the store gone and back, a directory that grows old, work given up. Leaves a note of how outputs stand, for doctor.</summary>
internal sealed class OperationWatch : IAsyncDisposable
{
    public const string StatusFile = "event-outputs.json";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);
    private readonly EventHub _hub;
    private readonly Gatekeeper _gatekeeper;
    private readonly Func<DirectoryStatus?> _directory;
    private readonly Func<long> _givenUp;
    private readonly string _folder;
    private readonly ITimer _timer;
    private bool _lost, _stale;
    private long _seen;
    private string _written = "";

    public OperationWatch(EventHub hub, Gatekeeper gatekeeper, Func<DirectoryStatus?> directory, Func<long> givenUp, string folder, TimeProvider clock)
    {
        (_hub, _gatekeeper, _directory, _givenUp, _folder) = (hub, gatekeeper, directory, givenUp, folder);
        _timer = clock.CreateTimer(_ => LookOnce(), null, Every, Every);
        hub.Say(GatewayEvents.NodeStarted, Environment.MachineName, "");
    }

    public async ValueTask DisposeAsync()
    {
        await _timer.DisposeAsync().ConfigureAwait(false);
        _hub.Say(GatewayEvents.NodeStopped, Environment.MachineName, "");
    }

    /// <summary>Called by one timer, whose ticks are further apart than a look lasts.</summary>
    private void LookOnce()
    {
        Turn(ref _lost, _gatekeeper.InTrouble, GatewayEvents.StoreLost, GatewayEvents.StoreBack, "");
        var directory = _directory();
        Turn(ref _stale, directory?.LastError is not null, GatewayEvents.DirectoryStale, GatewayEvents.DirectoryBack, directory?.LastError ?? "");
        var count = _givenUp();
        if (count > _seen) _hub.Say(GatewayEvents.JobGivenUp, "", FormattableString.Invariant($"{count} wait for an operator"));
        _seen = count;
        Note();
    }

    private void Turn(ref bool was, bool isNow, EventType lost, EventType back, string says)
    {
        if (was == isNow) return;
        was = isNow;
        _hub.Say(isNow ? lost : back, Environment.MachineName, says);
    }

    private void Note()
    {
        var outputs = _hub.Status();
        var text = JsonSerializer.Serialize(outputs, ApiJson.Options);
        if (outputs.Count == 0 || text == _written) return;
        try
        {
            var path = Path.Combine(_folder, StatusFile);
            File.WriteAllText(path + ".new", text);
            File.Move(path + ".new", path, overwrite: true);
            _written = text;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            // Doctor then sees an older one; what matters stands in the metrics too.
        }
    }
}
