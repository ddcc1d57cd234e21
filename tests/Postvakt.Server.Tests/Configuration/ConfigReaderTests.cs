using System.Net;
using System.Text;
using Postvakt.Detection;
using Postvakt.Server.Configuration;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Configuration;

public sealed class ConfigReaderTests : IDisposable
{
    private const string Everything = """
        data: /var/lib/postvakt
        mode: Tag
        store:
          postgresql: Host=db
          connections: 8
        organisation:
          name: firm
          domains: ["@Firm.example", two.example]
        domains:
          - {name: Firm.example, mode: enforce, language: de-AT}
          - {name: two.example}
        policy: {malicious: reject, suspicious: quarantine, keep_held: 14d}
        tag: {subject: "[odd]", banner: on, language: sv}
        outage: {after: 90min, then: deliver}
        milter:
          - {name: one, address: "[::1]:8899", mode: observe, max_connections: 10}
          - {name: two, socket: /run/postvakt/milter}
        smtp:
          - {name: hop, address: "0.0.0.0:10024", mode: enforce, next_hop: "mx.firm.example:25", allow: [192.0.2.0/24, 192.0.2.77], forwarding_clients: "2001:db8::/32", certificate: a.pem, certificate_key: a.key}
          - {kind: connector, next_hop: "[2001:db8::1]:25", address: "127.0.0.1:10025"}
          - {kind: journal, address: "127.0.0.1:10026", mode: observe}
        http: 127.0.0.1:9090
        authentication: {source: verify, authserv_id: mx.firm.example, trusted_servers: mx.firm.example, dns: ["192.0.2.53", "[2001:db8::53]:5353"], query_time: 500ms, message_time: 4s, trusted_sealers: [list.example]}
        limits: {message: 32MB, transfer: 2 GB, deadline: 30s, waiting: 7}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void EveryKey_IsRead()
    {
        var config = Read(Everything);
        Assert.Equal(("/var/lib/postvakt", "Host=db", 8, "firm"), (config.Data, config.PostgreSql, config.StoreConnections, config.Org));
        Assert.Equal(["firm.example", "two.example"], config.OrgDomains);
        var policy = config.Policy;
        Assert.Equal((Mode.Tag, Mode.Enforce, Mode.Tag), (policy.Mode, policy.Domains["firm.example"], policy.Domains["two.example"]));
        Assert.Equal((Disposition.Reject, Disposition.Quarantine, TimeSpan.FromDays(14)), (policy.Dispositions.Malicious, policy.Dispositions.Suspicious, policy.HeldRetention));
        Assert.Equal(("[odd]", true, "sv", "de-AT"), (policy.SubjectMark, policy.Banner, policy.Language, policy.Languages.Single().Value));
        Assert.Equal((TimeSpan.FromMinutes(90), Disposition.Deliver), (policy.OutageAfter, policy.OutageThen));
        Assert.Equal(
            [new MilterListenerConfig("one", IPEndPoint.Parse("[::1]:8899"), null, Mode.Observe, 10), new MilterListenerConfig("two", null, "/run/postvakt/milter", null, 12_000)], config.Milters);
        var (hop, connector, journal) = (config.SmtpListeners[0], config.SmtpListeners[1], config.SmtpListeners[2]);
        Assert.Equal(("hop", SmtpKind.Filter, Mode.Enforce, new DnsEndPoint("mx.firm.example", 25), "a.pem", "a.key"), (hop.Name, hop.Kind, hop.Mode, hop.NextHop, hop.Certificate, hop.CertificateKey));
        Assert.Equal(["192.0.2.0/24", "192.0.2.77/32"], hop.AllowedClients.Select(n => n.ToString()));
        Assert.Equal(["2001:db8::/32"], hop.ForwardingClients.Select(n => n.ToString()));
        Assert.Equal(("connector", SmtpKind.Connector, new DnsEndPoint("2001:db8::1", 25)), (connector.Name, connector.Kind, connector.NextHop));
        Assert.Equal(("journal", SmtpKind.Journal, null), (journal.Name, journal.Kind, journal.NextHop));
        Assert.Equal(IPEndPoint.Parse("127.0.0.1:9090"), config.Http);
        var authentication = config.Authentication;
        Assert.Equal((AuthenticationSource.Verify, "mx.firm.example", TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(4)),
            (authentication.Source, authentication.AuthservId, authentication.QueryTime, authentication.MessageTime));
        Assert.Equal([IPEndPoint.Parse("192.0.2.53:53"), IPEndPoint.Parse("[2001:db8::53]:5353")], authentication.Dns);
        Assert.Equal(["mx.firm.example", "list.example"], [.. authentication.TrustedServers, .. authentication.TrustedSealers]);
        Assert.Equal(new LimitsConfig(32 << 20, 2L << 30, TimeSpan.FromSeconds(30), 7), config.Limits);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# nothing said\n")]
    [InlineData("---\n...\n")]
    public void NothingSaid_IsTheUsualMilter_ThatObserves(string yaml)
    {
        var config = Read(yaml);
        Assert.Equal((Mode.Observe, "127.0.0.1:8899", "127.0.0.1:8080"), (config.Policy.Mode, config.Milters.Single().Address!.ToString(), config.Http.ToString()));
        Assert.Equal((AuthenticationSource.None, Disposition.Quarantine, Disposition.Defer), (config.Authentication.Source, config.Policy.Dispositions.Malicious, config.Policy.OutageThen));
    }

    [Theory]
    [InlineData("mode: both", "mode: \"both\" is not one of observe, tag, enforce (line 1)")]
    [InlineData("mode: [tag]", "mode: a single value is expected (line 1)")]
    [InlineData("mode: {a: b}", "mode: a single value is expected (line 1)")]
    [InlineData("\n\nmod: tag", "mod: no such key, perhaps mode is meant (line 3)")]
    [InlineData("store: {colour: red}", "store.colour: no such key; known here: connections, postgresql (line 1)")]
    [InlineData("store: yes", "store: a section with keys is expected (line 1)")]
    [InlineData("store: {connections: many}", "store.connections: \"many\" is not a number from 1 to 64 (line 1)")]
    [InlineData("store: {connections: 65}", "store.connections: \"65\" is not a number from 1 to 64 (line 1)")]
    [InlineData("organisation: {domains: [[a]]}", "organisation.domains: a list of words is expected (line 1)")]
    [InlineData("organisation: {domains: {a: b}}", "organisation.domains: a list of words is expected (line 1)")]
    [InlineData("milter: 127.0.0.1:8899", "milter: a list of sections is expected, each beginning with '- ' (line 1)")]
    [InlineData("milter: [a]", "milter: a list of sections is expected, each beginning with '- ' (line 1)")]
    [InlineData("milter:\n- address: 8899", "milter[0].address: \"8899\" is not an address with a port, such as 127.0.0.1:8899 (line 2)")]
    [InlineData("milter:\n- address: 2001:db8::0", "milter[0].address: \"2001:db8::0\" is not an address with a port, such as 127.0.0.1:8899 (line 2)")]
    [InlineData("milter:\n- address: localhost:8899", "milter[0].address: \"localhost:8899\" is not an address with a port, such as 127.0.0.1:8899 (line 2)")]
    [InlineData("milter:\n- {address: 127.0.0.1:1, socket: /s}", "milter[0].address: give either an address or a socket (line 2)")]
    [InlineData("milter:\n- {name: \"\"}", "milter[0].name: 1 to 40 plain characters (line 2)")]
    [InlineData("milter:\n- {name: \"a\\nb\"}", "milter[0].name: 1 to 40 plain characters (line 2)")]
    [InlineData("milter:\n- {name: a, address: 127.0.0.1:1}\n- {name: a, address: 127.0.0.1:2}", "two listeners are called \"a\"; give each a name of its own")]
    [InlineData("milter:\n- {name: a, address: 127.0.0.1:1}\n- {name: b, address: 127.0.0.1:1}", "127.0.0.1:1 is used by 2 listeners")]
    [InlineData("milter:\n- {name: a, address: 127.0.0.1:1}\nhttp: 127.0.0.1:1", "127.0.0.1:1 is used by 2 listeners")]
    [InlineData("milter:\n- {name: a, socket: /s}\n- {name: b, socket: /s}", "/s is used by 2 listeners")]
    [InlineData("smtp:\n- address: 127.0.0.1:1", "smtp[0].next_hop: where judged mail goes on to, as host:port (line 2)")]
    [InlineData("smtp:\n- next_hop: mx", "smtp[0].next_hop: where judged mail goes on to, as host:port (line 2)")]
    [InlineData("smtp:\n- next_hop: 127.0.0.1:10024", "the next hop of filter, 127.0.0.1:10024, is a listener of this gateway: mail would go round in a circle")]
    [InlineData("smtp:\n- {next_hop: mx:25, certificate: a}", "smtp[0].certificate: certificate and certificate_key belong together (line 2)")]
    [InlineData("smtp:\n- {next_hop: mx:25, certificate_key: a}", "smtp[0].certificate: certificate and certificate_key belong together (line 2)")]
    [InlineData("smtp:\n- {next_hop: mx:25, allow: [everybody]}", "smtp[0].allow: addresses or networks, such as 192.0.2.0/24 (line 2)")]
    [InlineData("smtp:\n- {kind: journal, mode: enforce}", "smtp[0].mode: a journal is the copy of a mail that is already delivered; it can only observe (line 2)")]
    [InlineData("smtp:\n- {kind: journal, next_hop: mx:25}", "smtp[0].next_hop: a journal is the copy of a mail that is already delivered; it goes nowhere (line 2)")]
    [InlineData("domains: [{mode: tag}]", "domains[0].name: is missing (line 1)")]
    [InlineData("domains:\n- {name: A.example}\n- {name: a.example}", "domains[1].name: \"a.example\" stands here twice (line 3)")]
    [InlineData("tag: {language: tlh}", "tag.language: one of ")]
    [InlineData("tag: {subject: \"a\\tb\"}", "tag.subject: at most 40 characters without control characters (line 1)")]
    [InlineData("tag: {banner: perhaps}", "tag.banner: \"perhaps\" is not true or false (line 1)")]
    [InlineData("policy: {malicious: deliver}", "policy.malicious: \"deliver\" is not one of quarantine, reject, tag (line 1)")]
    [InlineData("policy: {keep_held: 30}", "policy.keep_held: \"30\" is not a time from 1d to 3650d, such as 30s, 5m, 24h or 30d (line 1)")]
    [InlineData("outage: {then: reject}", "outage.then: \"reject\" is not one of defer, deliver (line 1)")]
    [InlineData("limits: {deadline: 6m}", "limits.deadline: \"6m\" is not a time from 1s to 5m, such as 30s, 5m, 24h or 30d (line 1)")]
    [InlineData("limits: {message: 99999999999GB}", "limits.message: \"99999999999GB\" is not a size from 64KB to 1024MB, such as 64MB (line 1)")]
    [InlineData("limits: {message: 64MB, transfer: 1MB}", "limits.transfer: at least what limits.message says (line 1)")]
    [InlineData("identity: {webhook: \"http://accounts.firm.example/\"}", "identity.webhook: an address with https:// and without a user: it says whose account is taken over (line 1)")]
    [InlineData("identity: {webhook: \"https://user@accounts.firm.example/\"}", "identity.webhook: an address with https:// and without a user: it says whose account is taken over (line 1)")]
    [InlineData("authentication: {source: trust}", "authentication.trusted_servers: is missing: whose results count? (line 1)")]
    [InlineData("authentication: {source: verify}", "authentication.authserv_id: is missing: the name under which results are written (line 1)")]
    [InlineData("authentication: {authserv_id: \"a b\"}", "authentication.authserv_id: a host name is expected (line 1)")]
    [InlineData("authentication: {dns: [resolver]}", "authentication.dns: addresses of resolvers, such as 127.0.0.1 or 127.0.0.1:5353 (line 1)")]
    public void EachMistake_IsToldWithKeyAndLine(string yaml, string sentence) => Assert.StartsWith(sentence, Assert.Single(Errors(yaml)), StringComparison.Ordinal);

    [Fact]
    public void SeveralMistakes_AreToldAtOnce()
    {
        var errors = Errors("mode: x\nhttp: y\nmilter:\n- {address: z, colour: red}\nlimits: {waiting: 0}\n");
        Assert.Equal(["http", "limits.waiting", "milter[0].address", "milter[0].colour", "mode"], errors.Select(e => e.Split(": ")[0]).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("mode: tag\nmode: observe", "line 2")]
    [InlineData("store:\n\tconnections: 3", "line 1")]
    [InlineData("a: [", "line ")]
    [InlineData("a: *nobody", "line 1")]
    [InlineData("- a", "keys are expected")]
    [InlineData("just words", "keys are expected")]
    [InlineData("a: b\n---\nc: d", "more than one document")]
    [InlineData("? [a]\n: b", "a key is no word")]
    public void WhatIsNoYamlOfKeys_IsOneSentence(string yaml, string part) => Assert.Contains(part, Assert.Single(Errors(yaml)), StringComparison.Ordinal);

    [Fact]
    public void Bombs_AreRefused()
    {
        Assert.Contains("nested deeper than 16", Assert.Single(Errors("a: " + new string('[', 200_000))), StringComparison.Ordinal);
        Assert.Contains("nested deeper than 16", Assert.Single(Errors("a: &a [*a]")), StringComparison.Ordinal);
        var laughs = new StringBuilder("l0: &l0 [x,x,x,x,x,x,x,x,x,x]\n");
        for (var i = 1; i < 9; i++) laughs.Append(System.Globalization.CultureInfo.InvariantCulture, $"l{i}: &l{i} [{string.Join(',', Enumerable.Repeat($"*l{i - 1}", 10))}]\n");
        Assert.Contains("as aliases repeat them", Assert.Single(Errors(laughs.ToString())), StringComparison.Ordinal);
        Assert.Contains("larger than a configuration can be", Assert.Single(Errors("#" + new string('x', 1 << 20))), StringComparison.Ordinal);
        Assert.Contains("larger than a configuration can be", Assert.Single(ConfigReader.Read("/dev/zero", []).Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Aliases_MayBeUsed() => Assert.Equal(Mode.Tag, Read("mode: &usual tag\ndomains: [{name: a.example, mode: *usual}]").Policy.Domains["a.example"]);

    [Theory]
    [InlineData("nowhere/postvakt.yaml")]
    [InlineData("")]
    [InlineData("a\0b")]
    [InlineData("/")]
    public void Path_ThatCannotBeRead_IsOneSentence(string path) => Assert.Contains("cannot be read", Assert.Single(ConfigReader.Read(path, []).Errors), StringComparison.Ordinal);

    [Fact]
    public void Environment_OverridesTheFile_AndItsMistakesNameTheVariable()
    {
        var config = Read("mode: tag\nmilter: [{address: \"127.0.0.1:1\"}]",
            ("POSTVAKT__MODE", "enforce"), ("POSTVAKT__MILTER__0__ADDRESS", "127.0.0.1:2"), ("POSTVAKT__MILTER__1__ADDRESS", "127.0.0.1:3"), ("POSTVAKT__MILTER__1__NAME", "b"),
            ("POSTVAKT__ORGANISATION__DOMAINS__0", "firm.example"), ("postvakt__limits__waiting", "9"), ("POSTVAKT_DATA", "no key"), ("MODE", "none"));
        Assert.Equal((Mode.Enforce, 2, 3, 9), (config.Policy.Mode, config.Milters[0].Address!.Port, config.Milters[1].Address!.Port, config.Limits.MaxWaiting));
        Assert.Equal(["firm.example"], config.OrgDomains);
        Assert.Equal(["mode: \"x\" is not one of observe, tag, enforce (POSTVAKT__MODE)"], Errors("", ("POSTVAKT__MODE", "x")));
        Assert.Equal(["colour: no such key"], Errors("", ("POSTVAKT__COLOUR", "x")).Select(e => e.Split(';')[0]));
    }

    [Theory]
    [InlineData("POSTVAKT__MODE__X")]
    [InlineData("POSTVAKT__MILTER__7__ADDRESS")]
    [InlineData("POSTVAKT__MILTER__X__ADDRESS")]
    [InlineData("POSTVAKT__")]
    public void Environment_ThatLeadsNowhere_IsOneSentence(string name) =>
        Assert.Equal([$"{name}: leads through something that is no section"], Errors("mode: tag\nmilter: [{}]", (name, "x")));

    [Fact]
    public void AddressOfTheConsole_ThatIsNone_IsOneSentenceBesideAProvider() =>
        Assert.StartsWith("console.url: where people reach the console", Assert.Single(Errors("console: { url: console.firm.example, oidc: { authority: https://id.example, client_id: c } }")), StringComparison.Ordinal);

    [Fact]
    public void Values_AreShownShortAndPlain() => Assert.Equal([$"mode: \"{new string('x', 59)} \" is not one of observe, tag, enforce (line 1)"], Errors($"mode: \"{new string('x', 59)}\\e{new string('y', 500)}\""));

    private ServeConfig Read(string yaml, params (string, string)[] environment)
    {
        var (config, errors) = ConfigReader.Read(_folder.Write("postvakt.yaml", yaml), environment.Select(e => KeyValuePair.Create(e.Item1, e.Item2)));
        Assert.Equal([], errors);
        return config!;
    }

    private IReadOnlyList<string> Errors(string yaml, params (string, string)[] environment)
    {
        var (config, errors) = ConfigReader.Read(_folder.Write("postvakt.yaml", yaml), environment.Select(e => KeyValuePair.Create(e.Item1, e.Item2)));
        Assert.Null(config);
        return errors;
    }
}
