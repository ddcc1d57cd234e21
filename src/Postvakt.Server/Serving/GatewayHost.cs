using System.Net;
using Microsoft.Extensions.Logging;
using Postvakt.Access;
using Postvakt.Advisories;
using Postvakt.Authentication;
using Postvakt.Detection;
using Postvakt.Documents.Inspecting;
using Postvakt.Directories;
using Postvakt.Facts;
using Postvakt.Hunts;
using Postvakt.Intake;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;
using Postvakt.Messages;
using Postvakt.Messages.Attachments;
using Postvakt.Protocols.Smtp.Sending;
using Postvakt.Quarantine;
using Postvakt.Rules;
using Postvakt.Server.Api;
using Postvakt.Server.Configuration;
using Postvakt.Server.Connectors;
using Postvakt.Server.Directories;
using Postvakt.Server.Responding;
using Postvakt.Server.Events;
using Postvakt.Server.Feeds;
using Postvakt.Server.Inspecting;
using Postvakt.Server.Gateway;
using Postvakt.Server.Installations;
using Postvakt.Server.Mailboxes;
using Postvakt.Server.Notices;
using Postvakt.Server.Operation;
using Postvakt.Server.Outlook;
using Postvakt.Server.Resolving;
using Postvakt.Server.Rules;
using Postvakt.Server.SigningIn;
using Postvakt.Server.Teams;
using Postvakt.Server.Advisories;
using Postvakt.Server.UserReports;
using Postvakt.Server.Working;
using Postvakt.Signals;
using Postvakt.Storage.Postgres;
using Postvakt.Web;

namespace Postvakt.Server.Serving;

/// <summary>
/// A running gateway: stores, desks, gatekeeper, listeners, health page. Started in this order and stopped in the opposite one, so that nothing is
/// taken in that could not be recorded.
/// </summary>
public sealed partial class GatewayHost : IAsyncDisposable
{
    /// <summary>Errands of the console with the ledger at once. 2: people who look keep neither mail nor programs waiting.</summary>
    private const int ConsoleErrandsAtOnce = 2;

    private readonly ServeState _state;
    private readonly GatewayStore _store;
    private readonly Func<(ServeConfig? Config, IReadOnlyList<string> Errors)> _reread;
    private readonly List<DeskLoop> _desks = [];
    private readonly GatewayMetrics _metrics = new();
    private readonly VerdictFeed _feed = new();
    private readonly ILogger _log;
    private readonly TimeProvider _clock;
    private GatewayListeners? _listeners;
    private ErrandLine? _consoleLine;
    private OidcProvider? _provider;
    private ApiServer? _web;
    private ApiServer? _operators;
    private ReleaseWorker? _releases;
    private TeachWorker? _teaching;
    private ReportWorker? _reports;
    private ReportMailbox? _mailbox;
    private OutlookTokens? _tokens;
    private HttpClient? _outlookHttp;
    private NoticeWorker? _notices;
    private SweepWorker? _sweeps;
    private RevisionWorker? _revisions;
    private IReadOnlyCollection<string> _journals = [];
    private NoticePost? _post;
    private TeamsWays? _ways;
    private QuestionWorker? _questions;
    private AdvisoryWorker? _advisories;
    private IncidentWorker? _incidents;
    private CampaignWatch? _campaigns;
    private AutomationWorker? _automation;
    private AccountWorker? _accounts;
    private AccountLookWorker? _looks;
    private DnsResolver? _resolver;
    private IDisposable? _workers;
    private ConnectorPanel? _panel;
    private Gatekeeper? _gatekeeper;
    private HouseKeeping? _housekeeping;
    private readonly CancellationTokenSource _stopping = new();
    private DirectoryKeeper? _keeper;
    private Task _reading = Task.CompletedTask;
    private RuleKeeper? _rules;
    private Task _watchingRules = Task.CompletedTask;
    private EventHub? _events;
    private IReadOnlyList<string> _eventOutputs = [];
    private OperationWatch? _watch;
    private PostgresChanges? _changes;
    private RegisterWatch? _decided;
    private FeedKeeper? _feeds;
    private FeedPoller? _poller;
    private FeedInbox? _inbox;
    private FeedWorkers? _feedWorkers;
    private SisterWorker? _sisters;
    private volatile ExceptionBook _exceptions = ExceptionBook.Empty;
    private volatile IndicatorBook _indicators = IndicatorBook.Empty;

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

    /// <summary>Where health, metrics and the interface over HTTP are served.</summary>
    public IPEndPoint? Http => _web?.Address;

    /// <summary>Where the first administrator sets a password, once; null where somebody can sign in already.</summary>
    public string? FirstLink { get; private set; }

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
        foreach (var worker in (IAsyncDisposable?[])[_mailbox, _poller, _feedWorkers, _sisters, _releases, _teaching, _revisions, _reports, _notices, _automation, _incidents, _campaigns, _accounts, _looks, _sweeps, _questions, _advisories, _post]) if (worker is not null) await worker.DisposeAsync().ConfigureAwait(false);
        if (_listeners is not null) await _listeners.DisposeAsync().ConfigureAwait(false);
        if (_operators is not null) await _operators.DisposeAsync().ConfigureAwait(false);
        if (_web is not null) await _web.DisposeAsync().ConfigureAwait(false);
        _inbox?.Dispose();
        _consoleLine?.Dispose();
        _provider?.Dispose();
        if (_decided is not null) await _decided.DisposeAsync().ConfigureAwait(false);
        if (_feeds is not null) await _feeds.DisposeAsync().ConfigureAwait(false);
        if (_changes is not null) await _changes.DisposeAsync().ConfigureAwait(false);
        if (_housekeeping is not null) await _housekeeping.DisposeAsync().ConfigureAwait(false);
        // After all that decides something.
        if (_watch is not null) await _watch.DisposeAsync().ConfigureAwait(false);
        if (_events is not null) await _events.DisposeAsync().ConfigureAwait(false);
        foreach (var desk in _desks) await desk.DisposeAsync().ConfigureAwait(false);
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _reading.ConfigureAwait(false);
        await _watchingRules.ConfigureAwait(false);
        _keeper?.Dispose();
        _stopping.Dispose();
        _ways?.Dispose();
        _tokens?.Dispose();
        _outlookHttp?.Dispose();
        _resolver?.Dispose();
        _gatekeeper?.Dispose();
        _panel?.Dispose();
        _workers?.Dispose();
        _store.Dispose();
        Stopped(_log);
    }

    private async Task StartAsync(ServeConfig config, ILoggerFactory logs)
    {
        _journals = [.. config.SmtpListeners.Where(l => l.Kind == SmtpKind.Journal).Select(l => l.Name)];
        if (config.Directory is { } directory)
        {
            _keeper = DirectoryKeeper.Open(directory, _store.Folder, _clock, _log);
            _reading = _keeper.RunAsync(_stopping.Token);
        }
        var limits = MessageLimits.Default with { MaxBytes = config.Limits.MaxMessageBytes };
        var inspecting = Inspectors.Options(config.Documents, _clock) with { KeepsContent = true };
        _workers = inspecting.Outside as IDisposable;
        var inspector = config.Documents.Inspect ? new AttachmentInspector(inspecting, new ConversationPasswords(_clock)) : null;
        var parser = new MessageParser(limits, inspector);
        var judging = new JudgeOptions { OrgDomains = config.OrgDomains, TrustedAuthserv = config.Authentication.TrustedServers, Inspection = config.Documents.Inspect ? inspecting : null };
        RuleMail? LookInto(Message message) => _rules!.Current.LookInto(message, config.OrgDomains, judging.Inspection);
        Judge JudgeOf(ILedger ledger) => new(_store.Keys.Fingerprint, ledger.Memory, judging, HijackModel.Default(), _clock, Directory, () => _exceptions, () => _indicators, () => _rules!.Current, () => _feeds?.Book ?? FeedBook.Empty);
        _rules = new RuleKeeper(() => _state.Current.Rules, config.OrgDomains, Directory, _clock, _log);
        _rules.Start();
        _watchingRules = _rules.RunAsync(_stopping.Token);
        foreach (var ledger in _store.Ledgers)
        {
            var judge = JudgeOf(ledger);
            WarmUp.Run(parser, judge);
            var desk = new Desk(judge, ledger, _store.Vault, _store.Keys.Seal, _store.Keys.Terms, Options, _clock);
            _desks.Add(new DeskLoop(ledger, desk, config.Limits.MaxWaiting, "postvakt desk"));
        }
        _feeds = new FeedKeeper(_desks[0], _clock, _log);
        await _feeds.StartAsync().ConfigureAwait(false);
        _decided = new RegisterWatch(_desks[0], _changes = _store.OpenChanges(), _clock, _log);
        _decided.Keep(ExceptionRule.Kind, l => new ExceptionBook(ExceptionGrants.All(l)), b => _exceptions = b);
        _decided.Keep(KnownIndicator.Kind, l => new IndicatorBook(IndicatorDecisions.All(l)), b => _indicators = b);
        _decided.Keep(RulePromotion.Kind, RulePromotion.All, _rules.Take);
        _decided.Keep(Advisory.Kind, l => Advisory.Active(l, [], _clock.GetUtcNow()).FirstOrDefault(), a => _state.Extras = new BannerExtras(a, _state.Current.Teams.DeepLink ? Directory : null));
        await _decided.StartAsync().ConfigureAwait(false);
        var reports = new ReportIntake(_desks[^1], _store.Vault, config.Reports, config.OrgDomains, Directory, _clock, config.Authentication.TrustedServers);
        var gatekeeper = _gatekeeper = new Gatekeeper(parser, Verifier(config), _desks, _store.Keys.Tokens, Directory, _state, _metrics, _feed, _clock, logs.CreateLogger<Gatekeeper>(), _panel = Panel(config, inspecting), config.Reports.Addresses.Count > 0 ? reports : null, LookInto);
        _events = new EventHub(_desks[^1], config.Events, config.Org, _store.Keys.Seal, _clock, _log);
        _feed.Also = _events.Judged;
        _eventOutputs = EventHub.Promised(config.Events);
        var taker = new FeedTaker(_desks[^1], _feeds, config.OrgDomains, Directory, _clock);
        var api = new ApiContext
        {
            Events = _events, Feeds = new FeedRoom(taker, config.Sharing.ConfiguredFeeds), Inbox = _inbox = new FeedInbox(_desks[^1], taker, config.Sharing.Sisters, _clock),
            Errands = _desks[0], Org = config.Org, Keys = _store.Keys, Vault = _store.Vault, Keeper = _keeper, CanRelease = config.ReleaseTo is not null, Clock = _clock,
            BackupFrom = _store.IsShared ? null : _store.Folder, Feed = _feed, Reload = Reload, ExceptionsChanged = _decided.Look, Rules = _rules, Playbook = config.Playbook,
            JoinLink = invitation => ConsoleLinks.Join(config.Console.Url, _web!.Address, invitation), CanSweep = config.Mailboxes is not null, Sweeps = config.Sweep.Options, Reports = config.Reports, OwnDomains = config.OrgDomains, Sharing = config.SharingOptions,
        };
        var notices = config.Notices is { } told ? new NoticeContext(_desks[^1], told, _store.Keys, Directory, () => _state.Current.Policy, _clock) { AskInTeams = config.Teams.DeepLink } : null;
        var teams = new TeamsContext(_desks[^1], config.Teams, config.Notices?.Url ?? "", _store.Keys, Directory, () => _state.Current.Policy, _clock);
        var ways = _ways = new TeamsWays(config.Teams, _clock);
        var started = _clock.GetUtcNow();
        var house = new HouseReports(_store, _desks, config, () => _keeper?.Status, () => (_listeners?.Endpoints ?? [], _listeners?.OpenConnections ?? 0), gatekeeper, _events, started, _clock);
        var console = new ConsoleSite(new ConsoleContext
        {
            Ledger = new ConsoleLedger(_consoleLine = new ErrandLine(_desks[0], ConsoleErrandsAtOnce)), Seal = _store.Keys.Seal, Terms = _store.Keys.Terms, Vault = _store.Vault, Directory = Directory, Clock = _clock,
            Configured = () => ConfiguredStates.Of(_state.Current, config), IsHttps = config.Console.Url.StartsWith("https:", StringComparison.OrdinalIgnoreCase),
            Counts = () => Counted(started),
            Provider = config.Console.Oidc is { } oidc ? _provider = new OidcProvider(oidc, _clock, _log) : null, LocalAccounts = config.Console.LocalAccounts, Idle = config.Console.Idle, Proxies = config.Console.Proxies,
            JoinLink = api.JoinLink, ExceptionsChanged = api.ExceptionsChanged, Rules = () => _rules.Current, LookInto = LookInto, RuleTroubles = () => _rules.Status.Troubles, VerifyAudit = async c => HouseReports.Chains(await AuditReport.OfAsync(api, c).ConfigureAwait(false)), Settings = () => SettingGroups.Of(_state.Current, config),
            Health = c => house.LinesAsync(c), Log = _log,
            Parser = parser, Judge = JudgeOf, PackOriginal = Originals.ZipAsync, AskInTeams = config.Teams.DeepLink,
            Playbook = config.Playbook, Sharing = config.SharingOptions, Feeds = config.Sharing.ConfiguredFeeds, Sweeps = config.Mailboxes is null ? null : config.Sweep.Options,
        });
        _web = await ApiServer.OnTcpAsync(config.Http, api, web =>
        {
            HealthPages.Map(web, () => !gatekeeper.InTrouble, () => _metrics.Write(Gauges()) + EventMetrics.Write(_events.Status()));
            if (notices is not null) new LinkPages(notices).Map(web);
            if (ways.Chat is not null) new QuestionPages(teams).Map(web);
            if (config.Teams.Bot is { } bot && ways.Check is { } check) new BotCallback(teams, bot, check).Map(web);
            if (config.Outlook is { } outlook) new OutlookPages(outlook, _tokens = new OutlookTokens(outlook, _outlookHttp = OutlookTokens.Client(), _clock), reports, _desks[^1], config.Teams.DeepLink ? config.OrgDomains : [], Directory, _clock, _log).Map(web);
        }, _log, console).ConfigureAwait(false);
        if (await _desks[0].DoAsync(l => new SignIns(l, _store.Keys.Seal, _clock).InviteFirst()).ConfigureAwait(false) is { } invitation) FirstLink = ConsoleLinks.Join(config.Console.Url, _web.Address, invitation);
        _operators = await ApiServer.OnSocketAsync(_store.Folder, api, _log).ConfigureAwait(false);
        _listeners = new GatewayListeners(gatekeeper, _state, _metrics, limits, _store.Keys.Tokens, _clock, _log);
        _listeners.Start();
        _releases = new ReleaseWorker(_desks[^1], _store.Vault, config.ReleaseTo is { } next ? SenderTo(next) : null, _store.Keys.Tokens, Directory, _clock, _log);
        _teaching = new TeachWorker(_desks[^1], _store.Vault, parser, JudgeOf, _clock, _log);
        _revisions = new RevisionWorker(_desks[^1], _clock, _log);
        _reports = new ReportWorker(new ReportWork(_desks[^1], reports, _store.Vault, parser, JudgeOf, _store.Keys, Options, Directory, _clock) { LookInto = LookInto }, _log);
        if (config.Reports.Mailbox is { } mailbox) _mailbox = new ReportMailbox(mailbox, reports, _clock, _log);
        if (notices is not null) _notices = new NoticeWorker(notices, SenderTo(notices.Config.NextHop), _log);
        if (config.Mailboxes is { } mailboxes) _sweeps = new SweepWorker(_desks[^1], MailboxServers.Open(mailboxes, _clock), config.Sweep.Options, Directory, config.OrgDomains, _clock, _log);
        if (notices is not null) _post = new NoticePost(SenderTo(notices.Config.NextHop), notices.Config.From, _store.Keys.Tokens, _clock);
        _questions = new QuestionWorker(teams, ways, _post, _log);
        _advisories = new AdvisoryWorker(teams, ways, _post, config.Advisories.PerMinute, _log);
        _automation = new AutomationWorker(_desks[^1], new AutomationSetting(config.Automation, _journals, config.Mailboxes is not null, ways.Channel, _post, config.Notices?.Alert ?? "", () => _state.Current.Policy.Language), Directory, _clock, _log);
        _incidents = new IncidentWorker(_desks[^1], config.Playbook, _clock, _log);
        if (config.Identity is { } identity) _accounts = new AccountWorker(_desks[^1], identity, Directory, _clock, _log);
        _looks = new AccountLookWorker(_desks[^1], config.Mailboxes is { } boxes ? MailboxServers.Open(boxes, _clock) : null, Directory, config.OrgDomains, _clock, _log);
        _poller = new FeedPoller(_desks[^1], config.Sharing.Feeds, _feeds, taker, FeedLimits.Default, _clock, _log);
        _feedWorkers = new FeedWorkers(_desks[^1], _store.Keys.Terms, config.Sharing.LookBack, _clock, _log);
        _sisters = new SisterWorker(_desks[^1], config.Sharing.Sisters, config.SharingOptions, FeedLimits.Default, _clock, _log);
        _campaigns = new CampaignWatch(_desks[^1], _clock, _log);
        _watch = new OperationWatch(_events, gatekeeper, _metrics, () => _keeper?.Status, () => _campaigns.GivenUp, _store.Folder, _clock);
        _housekeeping = new HouseKeeping(_desks[0], _store.OpenPatient(), _store, _state, Directory, _clock, _log);
        Started(_log, config.Policy.Mode, string.Join(", ", Listening), _web.Address.ToString(), _store.Folder);

        SmtpSender SenderTo(DnsEndPoint target) => new(new SmtpSenderOptions { Target = target, HostName = GatewayListeners.HostName(config) }, _clock);
    }

    /// <summary>Cheap and near ones first: what a far one would say no longer matters when time is up.</summary>
    private ConnectorPanel? Panel(ServeConfig config, InspectionOptions inspecting)
    {
        var connectors = new List<IConnector>();
        if (config.Connectors.Clamd is { } clamd) connectors.Add(new ClamdConnector(clamd));
        if (config.Connectors.Hashes is { } hashes) connectors.Add(new HashConnector(hashes, _clock));
        if (config.Connectors.Links is { } links) connectors.Add(new LinkConnector(links, inspecting));
        return connectors.Count > 0 ? new ConnectorPanel(connectors, _metrics, _clock, _log) : null;
    }

    private MailCounts Counted(DateTimeOffset since)
    {
        var (judged, marked, held) = _metrics.Totals();
        return new MailCounts(since, judged, marked, held);
    }

    private DirectorySnapshot Directory() => _keeper?.Current ?? DirectorySnapshot.Empty;

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
        return new DeskOptions { Org = config.Org, Policy = config.Policy.Dispositions, HeldRetention = config.Policy.HeldRetention, Journals = _journals, AutomatesFrom = config.Automation.From, EventOutputs = _eventOutputs };
    }

    private IEnumerable<(string, string, double)> Gauges() =>
    [
        ("postvakt_connections", "Open connections of mail servers.", _listeners?.OpenConnections ?? 0),
        ("postvakt_open_mails", "Mails that are being taken in or judged.", _listeners?.OpenMessages ?? 0),
        ("postvakt_waiting_mails", "Mails that wait for judgement.", _desks.Sum(d => d.Waiting)),
        ("postvakt_jobs_given_up", "Promised work that nobody tries again by itself.", _campaigns?.GivenUp ?? 0),
        ("postvakt_notices_failed", "People who could not be told about held mail since the start.", _notices?.Failed ?? 0),
    ];

    [LoggerMessage(10, LogLevel.Information, "serving in mode {Mode}; listening on {Listeners}; health and metrics on {Http}; data in {Folder}")]
    private static partial void Started(ILogger log, Mode mode, string listeners, string http, string folder);

    [LoggerMessage(11, LogLevel.Information, "configuration taken over, mode {Mode}; needs a restart: {Later}")]
    private static partial void Reloaded(ILogger log, Mode mode, string later);

    [LoggerMessage(15, LogLevel.Error, "the new configuration is wrong, the old one stays: {Errors}")]
    private static partial void Refused(ILogger log, string errors);

    [LoggerMessage(12, LogLevel.Information, "stopped")]
    private static partial void Stopped(ILogger log);
}
