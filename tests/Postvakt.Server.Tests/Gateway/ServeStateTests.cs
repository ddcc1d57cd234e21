using Postvakt.Detection;
using Postvakt.Server.Configuration;
using Postvakt.Server.Gateway;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Gateway;

public sealed class ServeStateTests : IDisposable
{
    private const string Before = """
        data: one
        store: {connections: 3}
        organisation: {name: firm, domains: [firm.example]}
        mode: observe
        milter: [{address: "127.0.0.1:8899"}]
        smtp: [{next_hop: "127.0.0.1:25", allow: [192.0.2.0/24]}]
        authentication: {trusted_servers: [mx.firm.example]}
        http: 127.0.0.1:8080
        limits: {deadline: 60s}
        console:
          url: https://postvakt.firm.example
          proxies: [10.0.0.5]
          oidc:
            authority: https://login.firm.example
            client_id: postvakt
            client_secret_file: /secret
            roles: {analyst: [mail-team], responder: [mail-response]}
        """;

    /// <summary>The reload's answer tells people what holds: each of these is either taken over or named. A new one is put into <see cref="RestartKeys"/>, and a row above. Each hunt reads HuntRules for itself, and the keeper of rules asks for Rules each time it looks.</summary>
    private static readonly string[] Settings =
    [
        "Advisories", "Authentication", "Automation", "Connectors", "Console", "Data", "Directory", "Documents", "Events", "Http", "HuntRules", "Identity", "Limits", "Mailboxes", "Milters", "Notices", "Org", "OrgDomains", "Outlook", "Playbook", "Policy",
        "PostgreSql", "ReleaseTo", "RememberRhythm", "Reports", "Rules", "Sharing", "SmtpListeners", "StoreConnections", "Sweep", "Teams",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("data: one", "data: two", "data")]
    [InlineData("connections: 3", "connections: 4", "store")]
    [InlineData("connections: 3", "postgresql: x", "store")]
    [InlineData("name: firm", "name: other", "organisation")]
    [InlineData("[firm.example]", "[firm.example, two.example]", "organisation")]
    [InlineData("127.0.0.1:8899", "127.0.0.1:8898", "milter")]
    [InlineData("127.0.0.1:25", "127.0.0.1:26", "smtp")]
    [InlineData("192.0.2.0/24", "192.0.2.0/25", "smtp")]
    [InlineData("allow: [192.0.2.0/24]", "allow: [192.0.2.0/24], forwarding_clients: [192.0.2.1]", "smtp")]
    [InlineData("[mx.firm.example]", "[mx.firm.example, two.example]", "authentication")]
    [InlineData("127.0.0.1:8080", "127.0.0.1:8081", "http")]
    [InlineData("60s", "61s", "limits")]
    [InlineData("https://postvakt.firm.example", "https://mail.firm.example", "console")]
    [InlineData("10.0.0.5", "10.0.0.6", "console")]
    [InlineData("proxies: [10.0.0.5]", "local_accounts: false\n  proxies: [10.0.0.5]", "console")]
    [InlineData("proxies: [10.0.0.5]", "idle: 30m\n  proxies: [10.0.0.5]", "console")]
    [InlineData("https://login.firm.example", "https://login.firm.example/other", "console")]
    [InlineData("client_id: postvakt", "client_id: other", "console")]
    [InlineData("/secret", "/other", "console")]
    [InlineData("client_id: postvakt", "client_id: postvakt\n    name: Firm", "console")]
    [InlineData("client_id: postvakt", "client_id: postvakt\n    account_claim: upn", "console")]
    [InlineData("client_id: postvakt", "client_id: postvakt\n    role_claim: roles", "console")]
    [InlineData("client_id: postvakt", "client_id: postvakt\n    scopes: [email]", "console")]
    [InlineData("mail-team", "mail-crew", "console")]
    [InlineData("responder: [mail-response]", "administrator: [mail-response]", "console")]
    [InlineData("[mail-response]", "[mail-response, mail-night]", "console")]
    [InlineData("data: one", "data: one\nrelease: {next_hop: \"127.0.0.1:27\"}", "release")]
    [InlineData("data: one", "data: one\nmemory: {rhythm: false}", "memory")]
    [InlineData("data: one", "data: one\ndirectory: {csv: {people: people.csv}}", "directory")]
    [InlineData("data: one", "data: one\nnotices: {from: guard@firm.example, url: \"https://mail.firm.example\"}", "notices")]
    [InlineData("data: one", "data: one\nmailboxes: {ews: {url: \"https://mail.firm.example/EWS/Exchange.asmx\", user: guard, password_file: /secret}}", "mailboxes")]
    [InlineData("data: one", "data: one\nsweep: {alone: 3}", "sweep")]
    [InlineData("data: one", "data: one\ndocuments: {inspect: false}", "documents")]
    [InlineData("data: one", "data: one\ndocuments: {time: 3s}", "documents")]
    [InlineData("data: one", "data: one\nclamd: {socket: /run/clamd}", "clamd")]
    [InlineData("data: one", "data: one\nhashes: {key_file: /secret}", "hashes")]
    [InlineData("data: one", "data: one\nlinks: {inspect: true, allow: [files.firm.example]}", "links")]
    [InlineData("data: one", "data: one\nteams: {deep_link: true}", "teams")]
    [InlineData("data: one", "data: one\nsharing: {own_domains: true}", "sharing")]
    [InlineData("data: one", "data: one\nadvisories: {per_minute: 7}", "advisories")]
    [InlineData("data: one", "data: one\nidentity: {webhook: \"https://accounts.firm.example\"}", "identity")]
    [InlineData("data: one", "data: one\nreports: {address: report@firm.example}", "reports")]
    [InlineData("data: one", "data: one\nreports: {suspicious: 3}", "reports")]
    [InlineData("data: one", "data: one\noutlook: {url: \"https://postvakt.firm.example\", exchange: \"https://mail.firm.example/autodiscover/metadata/json/1\"}", "outlook")]
    [InlineData("data: one", "data: one\nevents: {outputs: [{name: siem, kind: file, path: /events.jsonl}]}", "events")]
    public void WhatNeedsARestart_IsNamed_AndStays(string part, string other, string key)
    {
        var (old, next) = (Read(Before), Read(Before.Replace(part, other, StringComparison.Ordinal).Replace("mode: observe", "mode: enforce", StringComparison.Ordinal)));
        var state = new ServeState(old);
        Assert.Equal([key], state.Take(next));
        Assert.Equal(Mode.Enforce, state.Current.Policy.Mode);
        Assert.Equal(old with { Policy = state.Current.Policy }, state.Current);
        // Named again until it is restarted.
        Assert.Equal([key], state.Take(next));
    }

    [Fact]
    public void EverySetting_IsTakenOverOrNamed() => Assert.Equal(Settings, typeof(ServeConfig).GetProperties().Where(p => p.GetMethod is { IsStatic: false }).Select(p => p.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void OtherPlaybook_IsNamed()
    {
        var state = new ServeState(Read(Before));
        Assert.Equal(["incidents"], state.Take(Read(Before) with { Playbook = new Incidents.Playbook([]) }));
    }

    [Fact]
    public void SameLists_AreNoDifference()
    {
        const string More = "\ndirectory: {csv: {people: people.csv}}\nlinks: {inspect: true, allow: [files.firm.example]}\nreports: {address: [a@firm.example, b@firm.example]}\nteams: {tenant: t1, bot: {app_id: a1, secret_file: /secret}}\nevents: {outputs: [{name: siem, kind: file, path: /events.jsonl, types: [mail.*]}]}";
        Assert.Empty(new ServeState(Read(Before + More)).Take(Read(Before + More)));
        Assert.Equal(["events"], new ServeState(Read(Before + More)).Take(Read(Before + More.Replace("mail.*", "sweep.*", StringComparison.Ordinal))));
        Assert.Equal(["links"], new ServeState(Read(Before + More)).Take(Read(Before + More.Replace("files.firm", "other.firm", StringComparison.Ordinal))));
        Assert.Equal(["teams"], new ServeState(Read(Before + More)).Take(Read(Before + More.Replace("secret_file: /secret", "secret_file: /secret, service_urls: [\"https://chat.example\"]", StringComparison.Ordinal))));
    }

    [Fact]
    public void SameConfiguration_NeedsNothing() => Assert.Empty(new ServeState(Read(Before)).Take(Read(Before)));

    [Fact]
    public void Policy_IsTakenOverWhole()
    {
        var state = new ServeState(Read(Before));
        Assert.Empty(state.Take(Read(Before + "\npolicy: {malicious: reject, keep_held: 7d}\ntag: {subject: \"[x]\", banner: yes, language: sv}\noutage: {after: 1h, then: deliver}\ndomains: [{name: two.example, mode: tag, language: de}]")));
        var policy = state.Current.Policy;
        Assert.Equal((Disposition.Reject, TimeSpan.FromDays(7), "[x]", true, "sv", TimeSpan.FromHours(1), Disposition.Deliver),
            (policy.Dispositions.Malicious, policy.HeldRetention, policy.SubjectMark, policy.Banner, policy.Language, policy.OutageAfter, policy.OutageThen));
        Assert.Equal((Mode.Tag, "de"), (policy.Domains["two.example"], policy.Languages["two.example"]));
    }

    private ServeConfig Read(string yaml) => ConfigReader.Read(_folder.Write("postvakt.yaml", yaml), []).Config!;
}
