using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Postvakt.Access;
using Postvakt.Audit;
using Postvakt.Hunts;
using Postvakt.Incidents;
using Postvakt.Indicators;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Server.Api;
using Postvakt.Server.Configuration;
using Postvakt.Server.Serving;

namespace Postvakt.Web.Tests.Support;

/// <summary>A gateway with held mail on loopback, its console, and Debian's Chromium without its window in front of it. One for all tests: they share what is held and who is signed in.</summary>
public sealed class ConsoleRoom : IAsyncLifetime
{
    public const string Administrator = "kim@lovhaga.example", Responder = "robin@lovhaga.example", Analyst = "alex@lovhaga.example", Visitor = "noor@lovhaga.example", Password = "seven quiet harbours";

    private static readonly string[] Flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"];

    /// <summary>Milliseconds that anything may take. Two minutes: a machine may be busy with other tests.</summary>
    private const float Patience = 120_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("postvakt-console-").FullName;
    private readonly Dictionary<string, string> _signedIn = [];
    private readonly Dictionary<string, long> _steps = [];
    private string _incident = "";
    private IPlaywright? _playwright;
    private IBrowser? _browser;
    private GatewayHost? _gateway;

    /// <summary>Where screenshots go: beside the tests' own output.</summary>
    public static string Pictures => Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "screenshots")).FullName;

    /// <summary>Puts held mail into a data directory that is not there yet.</summary>
    public Action<string> Fill { get; init; } = Stock.Fill;

    public string Url { get; private set; } = "";

    public string Data => Path.Combine(_folder, "data");

    /// <summary>As the first start gave it; it is used up.</summary>
    public string FirstLink { get; private set; } = "";

    public IBrowser Browser => _browser!;

    /// <summary>A host that the incident's hunt found.</summary>
    public const string HuntedHost = "lamps.thief.example";

    /// <summary>A feed with one indicator that is looked for and two set aside, and one that cannot be read.</summary>
    public const string Feed = "abuse-list", LostFeed = "lost-list";

    /// <summary>Secrets of the apps, by account.</summary>
    public Dictionary<string, string> Apps { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Fill(Data);
        RespondStock.Fill(Data);
        MailStock.Fill(Data);
        await File.WriteAllTextAsync(Path.Combine(_folder, "people.csv"), "name,address,language,groups,shared,members\nAnna Berg,reader1@lovhaga.example,sv,finance,,\nBen Holt,reader2@lovhaga.example,de,finance,,\nDana Falk,dana@lovhaga.example,fr,stores,,\nShop,shop@lovhaga.example,,,yes,dana@lovhaga.example\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "hosts.txt"), "stolen.example\nco.uk\ncom.au\n");
        var yaml = Path.Combine(_folder, "postvakt.yaml");
        await File.WriteAllTextAsync(yaml, string.Create(CultureInfo.InvariantCulture, $"""
            http: 127.0.0.1:{Ports.Free()}
            milter:
              - address: 127.0.0.1:{Ports.Free()}
            release:
              next_hop: 127.0.0.1:{Ports.Free()}
            directory:
              csv:
                people: {_folder}/people.csv
            sharing:
              feeds:
                - name: {Feed}
                  kind: plain-file
                  path: {_folder}/hosts.txt
                  class: partner
                - name: {LostFeed}
                  kind: plain-file
                  path: {_folder}/<b>gone</b>/hosts.txt
            """));
        var (config, errors) = ConfigReader.Read(yaml, []);
        Assert.Empty(errors);
        _gateway = await GatewayHost.StartAsync(config!, Data, () => (config, []), TimeProvider.System, new MistakeLog(), CancellationToken.None);
        Url = "http://" + _gateway.Http;
        FirstLink = _gateway.FirstLink!;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = "/usr/bin/chromium-headless-shell", Args = Flags });
        await JoinAsync(FirstLink, Administrator, isFirst: true);
        await InviteAsync(Responder, Role.Responder);
        await InviteAsync(Analyst, Role.Analyst);
        await InviteAsync(Visitor, Role.Analyst);
        await JoinAsync(MailStock.Employee);
        foreach (var account in (string[])[Administrator, Responder, Analyst, MailStock.Employee]) _signedIn[account] = await SignInAsync(account);
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null) await _browser.DisposeAsync();
        _playwright?.Dispose();
        if (_gateway is not null) await _gateway.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    /// <summary>A browser of its own, signed in or not.</summary>
    public async Task<IBrowserContext> OpenAsync(string? account, ColorScheme theme = ColorScheme.Light, string language = "en", int width = 1280)
    {
        var context = await Browser.NewContextAsync(new BrowserNewContextOptions
        {
            BaseURL = Url, ColorScheme = theme, Locale = language, ViewportSize = new ViewportSize { Width = width, Height = 800 }, TimezoneId = "Europe/Stockholm", StorageState = account is null ? null : _signedIn[account],
        });
        context.SetDefaultTimeout(Patience);
        return context;
    }

    /// <summary>The code that the app of an account shows, or the next one where that was used: a clock may be off by as much.</summary>
    private string NextCode(string account)
    {
        var now = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30;
        var step = _steps[account] = Math.Max(now, _steps.GetValueOrDefault(account) + 1);
        return OneTimeCode.At(Bytes(Apps[account]), DateTimeOffset.FromUnixTimeSeconds(step * 30));
    }

    /// <summary>Signs in at the page; gives the cookies.</summary>
    public async Task<string> SignInAsync(string account)
    {
        await using var context = await OpenAsync(null);
        var page = await context.NewPageAsync();
        await page.GotoAsync("/signin");
        await page.GetByLabel("Account").FillAsync(account);
        await page.GetByLabel("Password").FillAsync(Password);
        await page.GetByLabel("Code of the app").FillAsync(NextCode(account));
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await page.GetByRole(AriaRole.Heading, new() { NameRegex = new Regex("^(Held for you|What waits for you)$") }).WaitForAsync();
        return await context.StorageStateAsync();
    }

    /// <summary>Says something to the interface as the owner of the data directory.</summary>
    public async Task<T> SayAsync<T>(HttpMethod method, string path, object? body) where T : class
    {
        await using var client = (await ApiClient.FindAsync(Data, CancellationToken.None))!;
        return await client.SendAsync<T>(method, path, body, CancellationToken.None);
    }

    /// <summary>Id of an incident about <see cref="RespondStock.Campaign"/>, with a step done and something told.</summary>
    public async Task<string> IncidentAsync()
    {
        if (_incident.Length > 0) return _incident;
        _incident = (await SayAsync<OpenedIncidentView>(HttpMethod.Post, "api/v1/incidents", new { title = "Invoices in stolen conversations", campaigns = new[] { RespondStock.Campaign }, reason = "three people called" })).Id;
        await SayAsync<RulingView>(HttpMethod.Post, $"api/v1/incidents/{_incident}/steps/warn-staff", new { state = "done", note = "by telephone" });
        await SayAsync<RulingView>(HttpMethod.Post, $"api/v1/incidents/{_incident}/tell", new { audience = "management", whom = "the board", text = "What is known." });
        var at = TimeProvider.System.GetUtcNow();
        Trait[] file = [new(TraitKind.File, "invoice.ocx")];
        await SayAsync<RulingView>(HttpMethod.Post, $"api/v1/incidents/{_incident}/hunts", new HuntRequest
        {
            Hunt = "exchange", Files = 4, Events = 12_000, Findings = 2, Credits = ["A public rule (1): Somebody, DRL 1.1"], Indicators = [new Indicator("host", HuntedHost), new Indicator("file", "invoice.zip")],
            Outcomes = [new HuntOutcome("ex01", "proxylogon", "Server-side request to the back end (ProxyLogon)", "succeeded", 1, []), new HuntOutcome("ex02", "proxylogon", "Server-side request to the back end (ProxyLogon)", "clean", 0, [])],
            Lines =
            [
                new HuntLine("exchange", at.AddDays(-3), "critical", "Web shell <b>written</b> by the mail server", "ex01", "", ["T1505.003"], "TargetFilename: C:\\inetpub\\a.aspx", "ex01/security.evtx:17", 1, file),
                new HuntLine("exchange", null, "medium", "Answers to many people within minutes", "ex01", "reader1@lovhaga.example", [], "40 events", "ex01/tracking.log:3", 40, []),
            ],
        });
        await SayAsync<RulingView>(HttpMethod.Post, $"api/v1/incidents/{_incident}/hunts", new HuntRequest
        {
            Hunt = "endpoint", Files = 1, Events = 900, Findings = 1,
            Lines = [new HuntLine("endpoint", at.AddHours(-2), "critical", "Library of the campaign started", "pc7", "reader1", ["T1218.010"], "CommandLine: regsvr32 C:\\Lamps\\invoice.ocx", "pc7.evtx:5", 1, file)],
        });
        return _incident;
    }

    /// <summary>Makes an account and sets its password and app.</summary>
    internal async Task InviteAsync(string account, Role role)
    {
        Assert.True((await SayAsync<RulingView>(HttpMethod.Put, "api/v1/accounts/" + account, new AccountRequest(role))).Done);
        await JoinAsync(account);
    }

    /// <summary>Sets password and app of an account that there is.</summary>
    internal async Task JoinAsync(string account) => await JoinAsync((await SayAsync<InvitedView>(HttpMethod.Post, $"api/v1/accounts/{account}/invitation", null)).Link!, account, isFirst: false);

    private async Task JoinAsync(string link, string account, bool isFirst)
    {
        await using var context = await OpenAsync(null);
        var page = await context.NewPageAsync();
        await page.GotoAsync(link);
        if (isFirst)
        {
            await page.GetByLabel("Account").FillAsync(account);
            await page.ScreenshotAsync(new PageScreenshotOptions { Path = Path.Combine(Pictures, "join.png"), FullPage = true, Mask = [page.Locator("#secret")] });
        }
        await page.GetByLabel("New password").FillAsync(Password);
        await page.GetByLabel("The same password again").FillAsync(Password);
        Apps[account] = (await page.Locator("#secret").TextContentAsync())!.Replace(" ", "", StringComparison.Ordinal);
        await page.GetByLabel("Code of the app").FillAsync(NextCode(account));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save password" }).ClickAsync();
        await page.IsAtAsync("*/signin");
    }

    /// <summary>Uses a first administrator's link of another gateway; gives what its app shows next.</summary>
    internal static async Task<Func<string>> JoinAsync(IPage page, string link, string account)
    {
        await page.GotoAsync(link);
        await page.GetByLabel("Account").FillAsync(account);
        await page.GetByLabel("New password").FillAsync(Password);
        await page.GetByLabel("The same password again").FillAsync(Password);
        var app = Bytes((await page.Locator("#secret").TextContentAsync())!.Replace(" ", "", StringComparison.Ordinal));
        var step = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30;
        await page.GetByLabel("Code of the app").FillAsync(OneTimeCode.At(app, DateTimeOffset.FromUnixTimeSeconds(step * 30)));
        await page.GetByRole(AriaRole.Button, new() { Name = "Save password" }).ClickAsync();
        await page.IsAtAsync("*/signin");
        return () => OneTimeCode.At(app, DateTimeOffset.FromUnixTimeSeconds(++step * 30));
    }

    /// <summary>Base32 read back (RFC 4648 section 6).</summary>
    private static byte[] Bytes(string written)
    {
        var bytes = new List<byte>();
        var (bits, held) = (0, 0);
        foreach (var letter in written)
        {
            bits = bits << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(letter, StringComparison.Ordinal);
            if ((held += 5) < 8) continue;
            bytes.Add((byte)(bits >> (held -= 8)));
            bits &= (1 << held) - 1;
        }
        return [.. bytes];
    }
}
