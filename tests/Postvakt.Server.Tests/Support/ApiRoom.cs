using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Detection;
using Postvakt.Directories;
using Postvakt.Facts;
using Postvakt.Hunts;
using Postvakt.Intake;
using Postvakt.Intake.Gateway;
using Postvakt.Intake.Ledger;
using Postvakt.Memory;
using Postvakt.Messages;
using Postvakt.Notices;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Rules;
using Postvakt.Quarantine;
using Postvakt.Server.Api;
using Postvakt.Server.Configuration;
using Postvakt.Server.Directories;
using Postvakt.Server.Feeds;
using Postvakt.Server.Gateway;
using Postvakt.Server.Installations;
using Postvakt.Server.Notices;
using Postvakt.Server.Rules;
using Postvakt.Sharing.Making;
using Postvakt.Signals;
using Postvakt.Storage.Sqlite;
using Postvakt.Storage.Vaults;

namespace Postvakt.Server.Tests.Support;

/// <summary>The interface on a real store and vault, on loopback, with a clock that the test moves. Every mail that claims a conversation is malicious there.</summary>
internal sealed class ApiRoom : IAsyncDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly SqliteLedger _ledger;
    private readonly Desk _desk;
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private ApiServer? _server;
    private ExceptionBook _exceptions = ExceptionBook.Empty;
    private IndicatorBook _indicators = IndicatorBook.Empty;

    private ApiRoom(IReadOnlyList<Person> people)
    {
        People = people;
        Keys = KeyRing.Open(_folder.At("keys"), mayCreate: true);
        _ledger = new SqliteLedger(new SqliteMemory(_folder.At("memory.db"), Keys.Fingerprint, MemoryOptions.Default), LedgerOptions.Default);
        Vault = new FileVault(_folder.At("held"), Keys.Seal);
        _desk = new Desk(JudgeOf(_ledger), _ledger, Vault, Keys.Seal, new SearchTerms(Keys.Fingerprint), () => DeskOptions, Clock);
        Loop = new DeskLoop(_ledger, _desk, 100, "desk of a test");
        Feeds = new FeedKeeper(Loop, Clock, NullLogger.Instance);
        Taker = new FeedTaker(Loop, Feeds, ["firm.example"], () => Keeper?.Current ?? DirectorySnapshot.Empty, Clock);
        Directory.CreateDirectory(_folder.At("rules"));
        Rules = new RuleKeeper(() => new RulesConfig([_folder.At("rules")], [], RulePolicy.Default), ["firm.example"], () => DirectorySnapshot.Empty, Clock, NullLogger.Instance);
        Rules.Start();
        Keeper = new DirectoryKeeper(new FixedSource(this), _folder.At(""), TimeSpan.FromHours(1), Clock, NullLogger.Instance);
        Notices = new NoticeContext(Loop, new NoticesConfig("postvakt@firm.example", new DnsEndPoint("127.0.0.1", 25), "https://mail.firm.example", new TimeOnly(7, 30), TimeZoneInfo.Utc, "admin@firm.example"),
            Keys, () => Keeper.Current, () => new PolicyConfig(), Clock);
    }

    /// <summary>What the directory's source says.</summary>
    public IReadOnlyList<Person> People { get; set; }

    public DeskOptions DeskOptions { get; set; } = new();

    public ManualClock Clock { get; } = new();

    public KeyRing Keys { get; }

    public FileVault Vault { get; }

    public DeskLoop Loop { get; }

    public DirectoryKeeper Keeper { get; }

    public NoticeContext Notices { get; }

    /// <summary>Ours, and those of the folder "rules" once they are read.</summary>
    public RuleKeeper Rules { get; }

    public FeedKeeper Feeds { get; }

    public FeedTaker Taker { get; }

    /// <summary>Feeds and sisters of the configuration.</summary>
    public SharingConfig FeedsConfigured { get; set; } = SharingConfig.Default;

    /// <summary>What partners handed in; closed until a test opens it.</summary>
    public ListInbox Inbox { get; } = new();

    /// <summary>Where the interface listens.</summary>
    public Uri Address => new($"http://{_server!.Address}");

    public MessageParser Parser { get; set; } = new(MessageLimits.Default);

    public ApiContext Api => new()
    {
        Errands = Loop, Org = "default", Keys = Keys, Vault = Vault, Keeper = Keeper, CanRelease = true, Clock = Clock, BackupFrom = null,
        ExceptionsChanged = () =>
        {
            (_exceptions, _indicators) = (new ExceptionBook(ExceptionGrants.All(_ledger)), new IndicatorBook(IndicatorDecisions.All(_ledger)));
            Rules.Take(RulePromotion.All(_ledger));
        },
        Feeds = new FeedRoom(Taker, FeedsConfigured.ConfiguredFeeds),
        Rules = Rules, Inbox = Inbox, Sharing = new SharingOptions { Organisation = "Firm AB", OwnDomains = ["firm.example"] },
    };

    /// <summary>A file of this room.</summary>
    public string File(string name, string content) => _folder.Write(name, content);

    public static async Task<ApiRoom> OpenAsync(params Person[] people)
    {
        var room = new ApiRoom(people);
        if (people.Length > 0) await room.Keeper.RefreshAsync(accept: true, CancellationToken.None);
        room._server = await ApiServer.OnTcpAsync(IPEndPoint.Parse("127.0.0.1:0"), room.Api, web => new LinkPages(room.Notices).Map(web), NullLogger.Instance);
        return room;
    }

    public Judge JudgeOf(ILedger ledger)
    {
        using var model = new MemoryStream("""{"bias":5,"suspicious":0.1,"malicious":0.2,"weights":{}}"""u8.ToArray());
        return new Judge(Keys.Fingerprint, ledger.Memory, new JudgeOptions { OrgDomains = ["firm.example"] }, HijackModel.Load(model), Clock, () => Keeper.Current, () => _exceptions, () => _indicators, () => Rules.Current, () => Feeds?.Book ?? FeedBook.Empty);
    }

    /// <summary>Has a reply judged; its id. Held in enforce mode.</summary>
    public Task<string> HoldAsync(int number, string recipients = "b@firm.example", Mode mode = Mode.Enforce, string subject = "Re: Letter", string from = "a@partner.example", string body = "See http://new.example/1", string answers = "x@firm.example")
        => HoldMailAsync($"Message-ID: <{number}@partner.example>\r\n{(answers.Length > 0 ? $"In-Reply-To: <{answers}>\r\n" : "")}From: {from}\r\nTo: {recipients}\r\nSubject: {subject} {number}\r\n\r\n{body}\r\n", recipients, from, mode);

    /// <summary>Has a whole mail judged; its id.</summary>
    public async Task<string> HoldMailAsync(string mail, string recipients = "b@firm.example", string from = "a@partner.example", Mode mode = Mode.Enforce)
    {
        using var content = new MemoryStream(Encoding.UTF8.GetBytes(mail));
        var envelope = new Envelope("192.0.2.1", "mx.partner.example", from.Split('<')[^1].TrimEnd('>'), recipients.Split(','));
        var (repeat, digest) = RepeatKeys.Of("mx", envelope, content, 0);
        content.Position = 0;
        var message = Parser.Parse(new ReceivedMail("mx", 0, content, envelope, Clock.GetUtcNow()), CancellationToken.None);
        var answer = await Loop.SettleAsync(new Arrival("mx", mode, message, content, repeat, digest, null), TimeSpan.FromMinutes(1), Clock, CancellationToken.None);
        return answer.Stored!.Id;
    }

    /// <summary>The secret of a token for an account of a role.</summary>
    public async Task<string> TokenAsync(Role role, params string[] scopes)
    {
        var (ruling, secret) = await Loop.DoAsync(l =>
        {
            var accounts = new Accounts(l, Clock);
            accounts.Set(Root, role.ToString(), role);
            return accounts.Issue(Root, role.ToString(), scopes.Length > 0 ? scopes : Scope.All, Clock.GetUtcNow() + TimeSpan.FromDays(30));
        });
        return secret ?? throw new InvalidOperationException(ruling.Text);
    }

    public static Actor Root { get; } = new("account:uid 0", Role.Administrator);

    public async Task<(HttpStatusCode Status, JsonElement Body)> AskAsync(HttpMethod method, string path, string? token, object? body = null, string language = "")
    {
        using var answer = await SendAsync(method, path, token, body is null ? null : JsonContent.Create(body, body.GetType(), options: ApiJson.Options), language);
        var text = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return (answer.StatusCode, text.Length > 0 && answer.Content.Headers.ContentType?.MediaType == "application/json" ? JsonDocument.Parse(text).RootElement : default);
    }

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? token, HttpContent? content = null, string language = "")
    {
        using var request = new HttpRequestMessage(method, new Uri($"http://{_server!.Address}{path}")) { Content = content };
        if (token is not null) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        if (language.Length > 0) request.Headers.AcceptLanguage.ParseAdd(language);
        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>A request to a path of the interface, as it stands.</summary>
    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage request)
    {
        request.RequestUri = new Uri(new Uri($"http://{_server!.Address}"), request.RequestUri!);
        return _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<HttpStatusCode> StatusOfAsync(HttpRequestMessage request)
    {
        using var answer = await SendAsync(request);
        return answer.StatusCode;
    }

    public Task<QuarantineState?> StateAsync(string id) => Loop.DoAsync(l => l.FindHeld(id)?.State);

    /// <summary>Actions and outcomes in the audit of a mail, newest first.</summary>
    public Task<string[]> HistoryAsync(string id) => Loop.DoAsync(l => l.RecentAudit(id, 100).Select(e => $"{e.Event.Action}: {e.Event.Outcome}").ToArray());

    public string LinkOf(string address) => new PersonalLink(address, Clock.GetUtcNow()).Token(Keys.Tokens);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_server is not null) await _server.DisposeAsync();
        await Feeds.DisposeAsync();
        await Loop.DisposeAsync();
        _ledger.Dispose();
        Keeper.Dispose();
        _folder.Dispose();
    }

    private sealed class FixedSource(ApiRoom room) : IDirectorySource
    {
        public string Name => "fixed";

        public Task<DirectorySnapshot> ReadAsync(CancellationToken cancellation) => Task.FromResult(new DirectorySnapshot(room.People, [], DateTimeOffset.UnixEpoch));
    }
}
