using Postvakt.Server.Configuration;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Configuration;

public sealed class TeamsConfigReaderTests : IDisposable
{
    private const string Directory = "directory: {csv: {people: p.csv}}\nrelease: {next_hop: \"127.0.0.1:25\"}\nnotices: {from: postvakt@firm.example, url: \"https://mail.firm.example\"}\n";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private (ServeConfig? Config, IReadOnlyList<string> Errors) Read(string text) => ConfigReader.Read(_folder.Write("postvakt.yaml", text), []);

    [Fact]
    public void Nothing_IsOnUnlessItIsNamed()
    {
        Assert.Equal(TeamsConfig.None, Read("mode: observe").Config!.Teams);
        Assert.Equal((true, false), (Read("teams: {deep_link: true}").Config!.Teams.DeepLink, Read("teams: {deep_link: true}").Config!.Teams.IsOn));
        Assert.Equal(300, Read("mode: observe").Config!.Advisories.PerMinute);
    }

    [Fact]
    public void EveryKey_IsRead()
    {
        var (config, errors) = Read(Directory + """
            advisories: {per_minute: 50}
            teams:
              tenant: 11-22
              deep_link: false
              webhook_file: /etc/hook
              bot: {app_id: 33-44, secret_file: /etc/bot, authority: "https://login.cloud.example", token_tenant: botframework.com, scope: "https://api.cloud.example/.default", metadata: "https://login.cloud.example/meta", issuer: "https://api.cloud.example", service_urls: ["https://smba.cloud.example/emea/"]}
              chat: {client_id: 55-66, secret_file: /etc/chat, token_file: /var/refresh, user: 77-88, authority: "https://login.cloud.example", endpoint: "https://graph.cloud.example"}
            """);
        Assert.Empty(errors);
        var (teams, bot) = (config!.Teams, config.Teams.Bot!);
        Assert.Equal(("11-22", false, "/etc/hook", 50), (teams.Tenant, teams.DeepLink, teams.WebhookFile, config.Advisories.PerMinute));
        Assert.Equal(("33-44", "/etc/bot", "botframework.com", "https://api.cloud.example/.default", "https://api.cloud.example"), (bot.AppId, bot.SecretFile, bot.TokenTenant, bot.Scope, bot.Issuer));
        Assert.Equal(("55-66", "/etc/chat", "/var/refresh", "77-88", "graph.cloud.example"), (teams.Chat!.ClientId, teams.Chat.SecretFile, teams.Chat.TokenFile, teams.Chat.User, teams.Chat.Endpoint.Host));
    }

    [Theory]
    [InlineData("https://smba.cloud.example/apac/", true)]
    [InlineData("https://smba.cloud.example:444/", false)]
    [InlineData("http://smba.cloud.example/", false)]
    [InlineData("https://smba.cloud.example.thief.example/", false)]
    [InlineData("https://smba.cloud.example@thief.example/", false)]
    [InlineData("https://user@smba.cloud.example/", false)]
    [InlineData("https://smba.cloud.example/?u=https://thief.example", false)]
    [InlineData("//smba.cloud.example/", false)]
    [InlineData("", false)]
    public void ServiceUrl_IsAllowedByItsHost(string url, bool allowed) => Assert.Equal(allowed, Read(Directory + "teams: {tenant: 1-2, bot: {app_id: 3-4, secret_file: s, service_urls: \"https://smba.cloud.example/emea/\"}}").Config!.Teams.Bot!.Allows(url));

    [Theory]
    [InlineData("teams: {bot: {app_id: 3-4, secret_file: s}}", "teams.tenant")]
    [InlineData("teams: {tenant: \"a/b\", bot: {app_id: 3-4, secret_file: s}}", "teams.tenant")]
    [InlineData("teams: {tenant: 1-2, bot: {app_id: \"3 4\", secret_file: s}}", "teams.bot.app_id")]
    [InlineData("teams: {tenant: 1-2, bot: {app_id: 3-4}}", "teams.bot.secret_file")]
    [InlineData("teams: {tenant: 1-2, bot: {app_id: 3-4, secret_file: s, service_urls: [\"http://smba.example\"]}}", "teams.bot.service_urls")]
    [InlineData("teams: {tenant: 1-2, bot: {app_id: 3-4, secret_file: s, metadata: \"http://login.example/x\"}}", "teams.bot.metadata")]
    [InlineData("teams: {tenant: 1-2, bot: {app_id: 3-4, secret_file: s, token_tenant: \"a/b\"}}", "teams.bot.token_tenant")]
    [InlineData("teams: {tenant: 1-2, chat: {client_id: 5-6, token_file: t}}", "teams.chat.user")]
    [InlineData("teams: {tenant: 1-2, chat: {client_id: 5-6, token_file: t, user: \"x/y\"}}", "teams.chat.user")]
    [InlineData("teams: {webhook: x}", "teams.webhook")]
    [InlineData("advisories: {per_minute: 0}", "advisories.per_minute")]
    public void Mistake_IsNamedByItsKey(string text, string key) => Assert.Contains(Read(Directory + text).Errors, e => e.StartsWith(key, StringComparison.Ordinal));

    [Fact]
    public void WhatOnlyShowsTogether_IsTold()
    {
        Assert.Contains(Read("directory: {csv: {people: p.csv}}\nteams: {tenant: 1-2, chat: {client_id: 5-6, token_file: t, user: 7-8}}").Errors, e => e.Contains("notices.url", StringComparison.Ordinal));
        Assert.Contains(Read("teams: {webhook_file: f}").Errors, e => e.Contains("Name a directory", StringComparison.Ordinal));
    }
}
