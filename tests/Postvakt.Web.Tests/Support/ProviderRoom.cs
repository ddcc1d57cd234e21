using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Playwright;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Server.Configuration;
using Postvakt.Server.Serving;

namespace Postvakt.Web.Tests.Support;

/// <summary>A gateway whose people sign in with a provider; accounts of its own are switched off, but for the first administrator's.</summary>
public sealed class ProviderRoom : IAsyncLifetime
{
    public const string Employee = "reader1@lovhaga.example", Responder = "robin@lovhaga.example", Name = "Firm sign-on";

    private readonly string _folder = Directory.CreateTempSubdirectory("postvakt-provider-").FullName;
    private IdentityServer? _provider;
    private GatewayHost? _gateway;

    public string Url { get; private set; } = "";

    public string FirstLink { get; private set; } = "";

    public string Data => Path.Combine(_folder, "data");

    public async ValueTask InitializeAsync()
    {
        var (port, provider) = (Ports.Free(), Ports.Free());
        Url = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        _provider = await IdentityServer.StartAsync(provider, Url + "/signin/back", new Dictionary<string, (string, bool, string[])>
        {
            ["robin"] = (Responder, true, ["everybody", "mail-responders", "mail-analysts"]), ["anna"] = (Employee, true, ["everybody"]), ["stranger"] = ("eve@outside.example", true, ["mail"]), ["unverified"] = (Responder, false, ["mail-responders"]),
        });
        await File.WriteAllTextAsync(Path.Combine(_folder, "people.csv"), "name,address,language,groups\nAnna Berg," + Employee + ",sv,finance\n");
        await File.WriteAllTextAsync(Path.Combine(_folder, "secret"), IdentityServer.Secret + "\n");
        var yaml = Path.Combine(_folder, "postvakt.yaml");
        await File.WriteAllTextAsync(yaml, string.Create(CultureInfo.InvariantCulture, $"""
            http: 127.0.0.1:{port}
            milter:
              - address: 127.0.0.1:{Ports.Free()}
            directory:
              csv:
                people: {_folder}/people.csv
            console:
              url: {Url}
              local_accounts: false
              oidc:
                authority: {_provider.Url}
                client_id: {IdentityServer.ClientId}
                client_secret_file: {_folder}/secret
                name: {Name}
                roles:
                  analyst: mail-analysts
                  responder: [mail-responders]
            """));
        var (config, errors) = ConfigReader.Read(yaml, []);
        Assert.Empty(errors);
        Directory.CreateDirectory(Data);
        _gateway = await GatewayHost.StartAsync(config!, Data, () => (config, []), TimeProvider.System, NullLoggerFactory.Instance, CancellationToken.None);
        FirstLink = _gateway.FirstLink!;
    }

    public async ValueTask DisposeAsync()
    {
        if (_gateway is not null) await _gateway.DisposeAsync();
        if (_provider is not null) await _provider.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public Task<IBrowserContext> OpenAsync(IBrowser browser) => browser.NewContextAsync(new BrowserNewContextOptions { BaseURL = Url, Locale = "en" });

    /// <summary>Signs in at the provider, from the page that was asked for.</summary>
    internal static async Task<IPage> SignInAsync(IBrowserContext context, string person, string path = "/")
    {
        var page = await context.NewPageAsync();
        await page.GotoAsync(path);
        await page.GetByRole(AriaRole.Link, new() { Name = "Sign in with " + Name }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = person, Exact = true }).ClickAsync();
        return page;
    }
}
