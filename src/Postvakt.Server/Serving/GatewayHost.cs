using System.Net;
using Microsoft.Extensions.Logging;
using Postvakt.Authentication;
using Postvakt.Detection;
using Postvakt.Facts;
using Postvakt.Intake;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;
using Postvakt.Messages;
using Postvakt.Protocols.Smtp.Sending;
using Postvakt.Quarantine;
using Postvakt.Server.Configuration;
using Postvakt.Server.Gateway;
using Postvakt.Server.Installations;
using Postvakt.Server.Operation;
using Postvakt.Server.Releasing;
using Postvakt.Server.Resolving;
using Postvakt.Storage.Vaults;

namespace Postvakt.Server.Serving;

/// <summary>
/// A running gateway: stores, desks, gatekeeper, listeners, health page. Started in this order and stopped in the opposite one, so that nothing is
/// taken in that could not be recorded.
/// </summary>
public sealed partial class GatewayHost : IAsyncDisposable
{
    private const int MostJobs = 1_000;
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(10);
    private readonly ServeState _state;
    private readonly GatewayStore _store;
    private readonly Func<(ServeConfig? Config, IReadOnlyList<string> Errors)> _reread;
    private readonly List<DeskLoop> _desks = [];
    private readonly GatewayMetrics _metrics = new();
    private readonly VerdictFeed _feed = new();
    private readonly ILogger _log;
    private readonly TimeProvider _clock;
    private GatewayListeners? _listeners;
    private HealthPage? _health;
    private OperatorSocket? _operators;
    private ReleaseWorker? _releases;
    private DnsResolver? _resolver;
    private ITimer? _housekeeping;

    private GatewayHost(ServeConfig config, GatewayStore store, Func<(ServeConfig?, IReadOnlyList<string>)> reread, TimeProvider clock, ILogger log)
    {
        _state = new ServeState(config);
        _reread = reread;
        _store = store;
        _clock = clock;
        _log = log;
    }

    /// <summary>Where mail servers connect, in the order of the configuration.</summary>
    public IReadOnlyList<EndPoint> Listening => _listeners?.Endpoints ?? [];

    /// <summary>Where health and metrics are served.</summary>
    public IPEndPoint? Http => _health?.Address;

    /// <summary>Opens stores and listens. Throws <see cref="InstallationException"/>, <see cref="IOException"/> or a socket's exception; nothing stays open then.</summary>
    /// <param name="data">Data directory that overrides the configuration, or null.</param>
    /// <param name="reread">Reads the configuration anew for a reload: the configuration, or everything that is wrong with it.</param>
    public static async Task<GatewayHost> StartAsync(
        ServeConfig config, string? data, Func<(ServeConfig? Config, IReadOnlyList<string> Errors)> reread, TimeProvider clock, ILoggerFactory logs, CancellationToken cancellation)
    {
        var store = await GatewayStore.OpenAsync(config, data, clock, cancellation).ConfigureAwait(false);
        var gateway = new GatewayHost(config, store, reread, clock, logs.CreateLogger("postvakt"));
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

    /// <summary>Reads the configuration anew and takes it over whole; one with errors is refused, and the old one stays.</summary>
    public ReloadResult Reload()
    {
        var (next, errors) = _reread();
        if (next is null)
        {
            Refused(_log, string.Join("; ", errors));
            return new ReloadResult(errors, []);
        }
        var later = _state.Take(next);
        Reloaded(_log, next.Policy.Mode, string.Join(", ", later));
        return new ReloadResult([], later);
    }

    public async ValueTask DisposeAsync()
    {
        if (_releases is not null) await _releases.DisposeAsync().ConfigureAwait(false);
        if (_listeners is not null) await _listeners.DisposeAsync().ConfigureAwait(false);
        if (_operators is not null) await _operators.DisposeAsync().ConfigureAwait(false);
        if (_housekeeping is not null) await _housekeeping.DisposeAsync().ConfigureAwait(false);
        foreach (var desk in _desks) await desk.DisposeAsync().ConfigureAwait(false);
        if (_health is not null) await _health.DisposeAsync().ConfigureAwait(false);
        _resolver?.Dispose();
        _store.Dispose();
        Stopped(_log);
    }

    private async Task StartAsync(ServeConfig config, ILoggerFactory logs)
    {
        var limits = MessageLimits.Default with { MaxBytes = config.Limits.MaxMessageBytes };
        var parser = new MessageParser(limits);
        var judging = new JudgeOptions { OrgDomains = config.OrgDomains, TrustedAuthserv = config.Authentication.TrustedServers };
        foreach (var ledger in _store.Ledgers)
        {
            var judge = new Judge(_store.Keys.Fingerprint, ledger.Memory, judging, HijackModel.Default(), _clock);
            WarmUp.Run(parser, judge);
            var desk = new Desk(judge, ledger, _store.Vault, _store.Keys.Seal, Options, _clock);
            _desks.Add(new DeskLoop(ledger, desk, config.Limits.MaxWaiting, "postvakt desk"));
        }
        var gatekeeper = new Gatekeeper(parser, Verifier(config), _desks, _store.Keys.Tokens, _state, _metrics, _feed, _clock, logs.CreateLogger<Gatekeeper>());
        _health = await HealthPage.StartAsync(config.Http, () => !gatekeeper.InTrouble, () => _metrics.Write(Gauges())).ConfigureAwait(false);
        var operations = new GatewayOperations(_desks[0], _store.IsShared ? null : _store.Folder,
            ledger => new QuarantineOffice(ledger, config.Org, _store.Keys.Seal, config.ReleaseTo is not null, _clock), _clock);
        _operators = await OperatorSocket.StartAsync(_store.Folder, operations, _feed, Reload, _log).ConfigureAwait(false);
        _listeners = new GatewayListeners(gatekeeper, _state, _metrics, limits, _store.Keys.Tokens, _clock, _log);
        _listeners.Start();
        var sender = config.ReleaseTo is { } next ? new SmtpSender(new SmtpSenderOptions { Target = next, HostName = GatewayListeners.HostName(config) }, _clock) : null;
        _releases = new ReleaseWorker(_desks[^1], _store.Vault, sender, _store.Keys.Tokens, _clock, _log);
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

    private DeskOptions Options()
    {
        var config = _state.Current;
        return new DeskOptions { Org = config.Org, Policy = config.Policy.Dispositions, HeldRetention = config.Policy.HeldRetention };
    }

    private IEnumerable<(string, string, double)> Gauges() =>
    [
        ("postvakt_connections", "Open connections of mail servers.", _listeners?.OpenConnections ?? 0),
        ("postvakt_open_mails", "Mails that are being taken in or judged.", _listeners?.OpenMessages ?? 0),
        ("postvakt_waiting_mails", "Mails that wait for judgement.", _desks.Sum(d => d.Waiting)),
    ];

    private void KeepHouse() => _ = KeepHouseAsync();

    /// <summary>Drops what is past its retention, and the bytes of held mail with it.</summary>
    private async Task KeepHouseAsync()
    {
        try
        {
            await _desks[0].DoAsync(ledger => ledger.ExpireRecords(_clock.GetUtcNow())).ConfigureAwait(false);
            await _desks[0].DoAsync(ledger => ledger.Accounts.Expire(_clock.GetUtcNow())).ConfigureAwait(false);
            foreach (var job in await _desks[0].DoAsync(l => l.Take(DiscardJob.Kind, _clock.GetUtcNow(), Lease, MostJobs)).ConfigureAwait(false))
            {
                _store.Vault.Delete(job.Job.Subject);
                await _desks[0].DoAsync(l => l.Finish(job)).ConfigureAwait(false);
            }
            if (_store.Vault is FileVault files) await SweepAsync(files).ConfigureAwait(false);
        }
        catch (Exception fault)
        {
            NotKept(_log, fault.Message);
        }
    }

    /// <summary>
    /// Removes bytes that no held mail names. They are kept as long as a held mail would be: should the database be lost or an old one brought
    /// back, what it does not know can still be got at. On the desk's thread, where none is on its way between bytes and row.
    /// </summary>
    private async Task SweepAsync(FileVault files)
    {
        var old = files.PutBefore(_clock.GetUtcNow() - _state.Current.Policy.HeldRetention, MostJobs);
        if (old.Count == 0) return;
        var unnamed = await _desks[0].DoAsync(ledger => old.Where(id => ledger.FindHeld(id) is null).ToArray()).ConfigureAwait(false);
        foreach (var id in unnamed) files.Delete(id);
        if (unnamed.Length > 0) Swept(_log, unnamed.Length);
    }

    [LoggerMessage(17, LogLevel.Information, "{Count} files of held mail that no record names were older than held mail may be, and are removed")]
    private static partial void Swept(ILogger log, int count);

    [LoggerMessage(10, LogLevel.Information, "serving in mode {Mode}; listening on {Listeners}; health and metrics on {Http}; data in {Folder}")]
    private static partial void Started(ILogger log, Mode mode, string listeners, string http, string folder);

    [LoggerMessage(11, LogLevel.Information, "configuration taken over, mode {Mode}; needs a restart: {Later}")]
    private static partial void Reloaded(ILogger log, Mode mode, string later);

    [LoggerMessage(15, LogLevel.Error, "the new configuration is wrong, the old one stays: {Errors}")]
    private static partial void Refused(ILogger log, string errors);

    [LoggerMessage(12, LogLevel.Information, "stopped")]
    private static partial void Stopped(ILogger log);

    [LoggerMessage(14, LogLevel.Warning, "housekeeping failed and is tried again in an hour: {Text}")]
    private static partial void NotKept(ILogger log, string text);
}
