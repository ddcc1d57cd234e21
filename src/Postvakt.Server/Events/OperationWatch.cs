using System.Text.Json;
using Postvakt.Events;
using Postvakt.Server.Api;
using Postvakt.Server.Directories;
using Postvakt.Server.Gateway;

namespace Postvakt.Server.Events;

/// <summary>Notices what the gateway should say of itself: mail that is deferred, the store gone and back, a directory that grows old, work given up. Leaves a note of how outputs stand, for doctor.</summary>
internal sealed class OperationWatch : IAsyncDisposable
{
    public const string StatusFile = "event-outputs.json";

    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    /// <summary>Looks without a fault until it counts as over. 12: a minute, so that a fault now and then is told once.</summary>
    private const int Calm = 12;

    private readonly EventHub _hub;
    private readonly Gatekeeper _gatekeeper;
    private readonly GatewayMetrics _metrics;
    private readonly Func<DirectoryStatus?> _directory;
    private readonly Func<long> _givenUp;
    private readonly string _folder;
    private readonly ITimer _timer;
    private bool _lost, _stale;
    private long _seen;
    private IReadOnlyDictionary<string, long> _faults;
    private int _calm = Calm;
    private string _written = "";

    public OperationWatch(EventHub hub, Gatekeeper gatekeeper, GatewayMetrics metrics, Func<DirectoryStatus?> directory, Func<long> givenUp, string folder, TimeProvider clock)
    {
        (_hub, _gatekeeper, _metrics, _directory, _givenUp, _folder) = (hub, gatekeeper, metrics, directory, givenUp, folder);
        _faults = metrics.Faults();
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
        Deferring();
        Turn(ref _lost, _gatekeeper.InTrouble, GatewayEvents.StoreLost, GatewayEvents.StoreBack, "");
        var directory = _directory();
        Turn(ref _stale, directory?.LastError is not null, GatewayEvents.DirectoryStale, GatewayEvents.DirectoryBack, directory?.LastError ?? "");
        var count = _givenUp();
        if (count > _seen) _hub.Say(GatewayEvents.JobGivenUp, "", FormattableString.Invariant($"{count} wait for an operator"));
        _seen = count;
        Note();
    }

    private void Deferring()
    {
        var (before, now) = (_faults, _metrics.Faults());
        _faults = now;
        var more = now.Select(f => (f.Key, Count: f.Value - before.GetValueOrDefault(f.Key))).Where(f => f.Count > 0).OrderBy(f => f.Key, StringComparer.Ordinal).ToArray();
        if (more.Length > 0 && _calm >= Calm) _hub.Say(GatewayEvents.NodeDegraded, Environment.MachineName, string.Join(", ", more.Select(f => FormattableString.Invariant($"{f.Key} {f.Count}"))));
        if (more.Length > 0) _calm = 0;
        else if (_calm < Calm && ++_calm == Calm) _hub.Say(GatewayEvents.NodeRecovered, Environment.MachineName, "");
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
