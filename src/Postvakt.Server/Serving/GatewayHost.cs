using System.Net;
using Microsoft.Extensions.Logging;
using Postvakt.Authentication;
using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Intake;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;
using Postvakt.Intake.Sources;
using Postvakt.Messages;
using Postvakt.Protocols.Milter;
using Postvakt.Server.Configuration;
using Postvakt.Server.Gateway;
using Postvakt.Server.Installations;
using Postvakt.Server.Listeners;
using Postvakt.Server.Resolving;

namespace Postvakt.Server.Serving;

/// <summary>
/// A running gateway: stores, desks, gatekeeper, listeners, health page. Started in this order and stopped in the opposite one, so that nothing is
/// taken in that could not be recorded.
/// </summary>
public sealed partial class GatewayHost : IAsyncDisposable
{
    /// <summary>Bytes of a mail kept in memory by a session; the rest goes to disk. 256 KiB: many sessions at once stay small.</summary>
    private const int SpoolInMemory = 256 << 10;

    private const int MostJobs = 1_000;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);
    private readonly ServeState _state;
    private readonly GatewayStore _store;
    private readonly List<DeskLoop> _desks = [];
    private readonly List<MilterServer> _milters = [];
    private readonly GatewayMetrics _metrics = new();
    private readonly ILogger _log;
    private readonly TimeProvider _clock;
    private HealthPage? _health;
    private DnsResolver? _resolver;
    private ITimer? _housekeeping;

    private GatewayHost(ServeConfig config, GatewayStore store, TimeProvider clock, ILogger log)
    {
        _state = new ServeState(config);
        _store = store;
        _clock = clock;
        _log = log;
    }

    /// <summary>Where mail servers connect, in the order of the configuration.</summary>
    public IReadOnlyList<EndPoint> Listening => [.. _milters.SelectMany(m => m.Endpoints)];

    /// <summary>Where health and metrics are served.</summary>
    public IPEndPoint? Http => _health?.Address;

    /// <summary>Opens stores and listens. Throws <see cref="InstallationException"/>, <see cref="IOException"/> or a socket's exception; nothing stays open then.</summary>
    /// <param name="data">Data directory that overrides the configuration, or null.</param>
    public static async Task<GatewayHost> StartAsync(ServeConfig config, string? data, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellation)
    {
        var store = await GatewayStore.OpenAsync(config, data, clock, cancellation).ConfigureAwait(false);
        var gateway = new GatewayHost(config, store, clock, logs.CreateLogger("postvakt"));
        try
        {
            await gateway.StartAsync(config, logs).ConfigureAwait(false);
            return gateway;
        }
        catch
        {
            await gateway.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes a new configuration over; returns the keys that a restart is needed for.</summary>
    public IReadOnlyList<string> Reload(ServeConfig next)
    {
        var later = _state.Take(next);
        Reloaded(_log, next.Policy.Mode, string.Join(", ", later));
        return later;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var milter in _milters) await milter.StopAsync(Grace).ConfigureAwait(false);
        if (_housekeeping is not null) await _housekeeping.DisposeAsync().ConfigureAwait(false);
        foreach (var desk in _desks) await desk.DisposeAsync().ConfigureAwait(false);
        if (_health is not null) await _health.DisposeAsync().ConfigureAwait(false);
        _resolver?.Dispose();
        _store.Dispose();
        Stopped(_log);
    }

    private async Task StartAsync(ServeConfig config, ILoggerFactory logs)
    {
        var parser = new MessageParser(MessageLimits.Default with { MaxBytes = config.Limits.MaxMessageBytes });
        var judging = new JudgeOptions { OrgDomains = config.OrgDomains, TrustedAuthserv = config.Authentication.TrustedServers };
        foreach (var ledger in _store.Ledgers)
        {
            var judge = new Judge(_store.Keys.Fingerprint, ledger.Memory, judging, HijackModel.Default(), _clock);
            WarmUp.Run(parser, judge);
            var desk = new Desk(judge, ledger, _store.Vault, _store.Keys.Seal, Options, _clock);
            _desks.Add(new DeskLoop(ledger, desk, config.Limits.MaxWaiting, "postvakt desk"));
        }
        var gatekeeper = new Gatekeeper(parser, Verifier(config), _desks, _state, _metrics, _clock, logs.CreateLogger<Gatekeeper>());
        _health = await HealthPage.StartAsync(config.Http, () => !gatekeeper.InTrouble, () => _metrics.Write(Gauges())).ConfigureAwait(false);
        foreach (var listener in config.Milters) Listen(listener, gatekeeper, config);
        _housekeeping = _clock.CreateTimer(_ => KeepHouse(), null, TimeSpan.FromMinutes(1), TimeSpan.FromHours(1));
        Started(_log, config.Policy.Mode, string.Join(", ", Listening), _health.Address.ToString(), _store.Folder);
    }

    /// <summary>Null where nothing is checked here: then a mail costs nothing for it.</summary>
    private SenderVerifier? Verifier(ServeConfig config)
    {
        var authentication = config.Authentication;
        if (authentication.Source != AuthenticationSource.Verify) return null;
        var servers = authentication.Dns.Count > 0 ? authentication.Dns : DnsResolver.OfSystem();
        if (servers.Count == 0) throw new InstallationException("no DNS resolver: name one under authentication.dns, or in the system's configuration");
        _resolver = new DnsResolver(new ResolverOptions { Servers = servers, QueryTime = authentication.QueryTime }, _clock);
        return new SenderVerifier(_resolver, new VerifierOptions
        {
            AuthservId = authentication.AuthservId,
            // Half of the deadline at most: judging and recording need the rest.
            MessageTime = authentication.MessageTime < config.Limits.Deadline / 2 ? authentication.MessageTime : config.Limits.Deadline / 2,
            TrustedSealers = authentication.TrustedSealers,
            Limits = MessageLimits.Default with { MaxBytes = config.Limits.MaxMessageBytes },
        }, _clock);
    }

    private void Listen(MilterListenerConfig listener, Gatekeeper gatekeeper, ServeConfig config)
    {
        var gate = new MilterGate(new ListenerProfile(listener.Name, listener.Mode, OwnTrace: 0), gatekeeper, _state);
        var server = new MilterServer(
            new MilterOptions
            {
                Endpoints = listener.Address is { } address ? [address] : [],
                UnixSocket = listener.Socket,
                MaxConnections = listener.MaxConnections,
                MaxMessageBytes = config.Limits.MaxMessageBytes + 1,
                MaxConcurrentMessages = config.Limits.MaxWaiting,
                CreateSpool = () => new SpoolStream(SpoolInMemory),
            },
            gate, _clock, incident => Incident(_log, listener.Name, incident.Kind.ToString(), incident.Peer, incident.Text));
        server.Start();
        _milters.Add(server);
    }

    private DeskOptions Options()
    {
        var config = _state.Current;
        return new DeskOptions { Org = config.Org, Policy = config.Policy.Dispositions, HeldRetention = config.Policy.HeldRetention };
    }

    private IEnumerable<(string, string, double)> Gauges() =>
    [
        ("postvakt_connections", "Open connections of mail servers.", _milters.Sum(m => m.OpenConnections)),
        ("postvakt_open_mails", "Mails that are being taken in or judged.", _milters.Sum(m => m.OpenMessages)),
        ("postvakt_waiting_mails", "Mails that wait for judgement.", _desks.Sum(d => d.Waiting)),
    ];

    private void KeepHouse() => _ = KeepHouseAsync();

    /// <summary>Drops what is past its retention, and the bytes of held mail with it.</summary>
    private async Task KeepHouseAsync()
    {
        try
        {
            await _desks[0].DoAsync(ledger => ledger.ExpireRecords(_clock.GetUtcNow())).ConfigureAwait(false);
            foreach (var job in await _desks[0].DoAsync(l => l.Take(LedgerOptions.DiscardKind, _clock.GetUtcNow(), Lease, MostJobs)).ConfigureAwait(false))
            {
                _store.Vault.Delete(job.Job.Subject);
                await _desks[0].DoAsync(l => l.Finish(job)).ConfigureAwait(false);
            }
        }
        catch (Exception fault) when (fault is IOException or InvalidOperationException)
        {
            NotKept(_log, fault.Message);
        }
    }

    [LoggerMessage(10, LogLevel.Information, "serving in mode {Mode}; listening on {Listeners}; health and metrics on {Http}; data in {Folder}")]
    private static partial void Started(ILogger log, Mode mode, string listeners, string http, string folder);

    [LoggerMessage(11, LogLevel.Information, "configuration taken over, mode {Mode}; needs a restart: {Later}")]
    private static partial void Reloaded(ILogger log, Mode mode, string later);

    [LoggerMessage(12, LogLevel.Information, "stopped")]
    private static partial void Stopped(ILogger log);

    [LoggerMessage(13, LogLevel.Warning, "{Listener}: {Kind} from {Peer}: {Text}")]
    private static partial void Incident(ILogger log, string listener, string kind, string peer, string text);

    [LoggerMessage(14, LogLevel.Warning, "housekeeping failed and is tried again in an hour: {Text}")]
    private static partial void NotKept(ILogger log, string text);
}
