using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Postvakt.Directories;
using Postvakt.Protocols.Tests.Support;
using Postvakt.Server.Configuration;
using Postvakt.Server.Directories;
using Postvakt.Server.Directories.Ldap;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Directories;

/// <summary>Against a real slapd; what it never does is played by a socket.</summary>
public sealed class LdapDirectorySourceTests : IDisposable
{
    private const string Standard = $"""
        dn: uid=anna,{LdapServer.Base}
        objectClass: inetOrgPerson
        objectClass: mailRecipient
        uid: anna
        cn: Anna Berg
        displayName: Berg, Anna (Finance)
        sn: Berg
        mail: Anna.Berg@firm.example
        mailAlternateAddress: a.berg@firm.example
        preferredLanguage: sv-SE, en;q=0.5
        manager: UID=bo , dc=firm,dc=Example

        dn: uid=bo,{LdapServer.Base}
        objectClass: inetOrgPerson
        uid: bo
        cn: Bo Ek
        sn: Ek
        mail: bo@firm.example

        dn: uid=printer,{LdapServer.Base}
        objectClass: inetOrgPerson
        uid: printer
        cn: Printer
        sn: Printer

        dn: cn=Finance,{LdapServer.Base}
        objectClass: groupOfNames
        cn: Finance
        member: uid=anna,{LdapServer.Base}
        member: uid=nobody,{LdapServer.Base}

        dn: cn=Staff,{LdapServer.Base}
        objectClass: groupOfUniqueNames
        cn: Staff
        uniqueMember: uid=anna,{LdapServer.Base}
        uniqueMember: uid=bo,{LdapServer.Base}

        """;

    private const string ActiveDirectory = $"""
        dn: cn=Anna Berg,{LdapServer.Base}
        objectClass: inetOrgPerson
        objectClass: user
        cn: Anna Berg
        displayName: Anna Berg
        sn: Berg
        mail: old@firm.example
        objectCategory: person
        objectGUID:: AAECAwQFBgcICQoLDA0ODw==
        proxyAddresses: smtp:old@firm.example
        proxyAddresses: SMTP:Anna.Berg@firm.example
        proxyAddresses: X500:/o=Firm/cn=anna
        userAccountControl: 512
        memberOf: CN=Finance\, Stockholm,OU=Groups,DC=firm,DC=example
        msExchUserCulture: sv-SE

        dn: cn=Left Long Ago,{LdapServer.Base}
        objectClass: inetOrgPerson
        objectClass: user
        cn: Left Long Ago
        sn: Ago
        mail: left@firm.example
        objectCategory: person
        userAccountControl: 514

        dn: cn=Invoices,{LdapServer.Base}
        objectClass: inetOrgPerson
        objectClass: user
        cn: Invoices
        sn: Invoices
        mail: invoices@firm.example
        objectCategory: person
        userAccountControl: 514
        msExchRecipientTypeDetails: 4
        msExchDelegateListLink: CN=Anna Berg,DC=firm,DC=example

        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task PeopleAndGroups_OfTheStandardSchema_AreRead()
    {
        using var server = await LdapServer.StartAsync(Standard);
        var people = (await ReadAsync(Config(server))).People;
        Assert.Equal(["Berg, Anna (Finance)", "Bo Ek"], people.Select(p => p.Name));
        Assert.Equal(["anna.berg@firm.example", "a.berg@firm.example"], people[0].Addresses);
        Assert.Equal(("sv-SE", "bo@firm.example"), (people[0].Language, people[0].Manager));
        Assert.Equal(["Finance", "Staff"], people[0].Groups.Order());
        Assert.True(Guid.TryParse(people[0].Id, out _));
        Assert.Equal(["Staff"], people[1].Groups);
    }

    [Fact]
    public async Task PeopleAndSharedMailboxes_OfActiveDirectory_AreRead()
    {
        using var server = await LdapServer.StartAsync(ActiveDirectory);
        var people = (await ReadAsync(Config(server) with { Kind = LdapKind.ActiveDirectory })).People;
        Assert.Equal(["Anna Berg", "Invoices"], people.Select(p => p.Name));
        Assert.Equal(["anna.berg@firm.example", "old@firm.example"], people[0].Addresses);
        Assert.Equal(("03020100-0504-0706-0809-0a0b0c0d0e0f", "sv-SE"), (people[0].Id, people[0].Language));
        Assert.Equal(("Finance, Stockholm", false), (people[0].Groups.Single(), people[0].IsShared));
        Assert.Equal(("anna.berg@firm.example", true), (people[1].Members.Single(), people[1].IsShared));
    }

    [Fact]
    public async Task ManyPeople_ComeByPages()
    {
        using var server = await LdapServer.StartAsync(LdapServer.People(1_234));
        Assert.Equal(1_234, (await ReadAsync(Config(server))).People.DistinctBy(p => p.Address).Count());
    }

    [Fact]
    public async Task AnswersWithoutEnd_AreGivenUp()
    {
        using var server = await LdapServer.StartAsync(LdapServer.People(1_234));
        Assert.EndsWith("answers of more than 0 MiB in all", await RefusedAsync(Config(server), new LdapLimits { MaxWhole = 10_000 }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AnAccountThatMayNotReadAll_IsToldSo_AndNothingIsTaken()
    {
        using var server = await LdapServer.StartAsync(LdapServer.People(501), isLimited: true);
        Assert.Contains("result 4 (the server's size limit", await RefusedAsync(Config(server)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AFilter_ChoosesPeople()
    {
        using var server = await LdapServer.StartAsync(LdapServer.People(20));
        Assert.Equal(["person19@firm.example", "person1@firm.example"], (await ReadAsync(Config(server) with { Filter = "(|(uid=person1)(&(uid=p*n1*)(mail=*9@firm.example)(!(cn=Person \\31))))" })).People.Select(p => p.Address).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(LdapTls.StartTls)]
    [InlineData(LdapTls.Ldaps)]
    public async Task Tls_IsCheckedAgainstTheNamedAuthority(LdapTls tls)
    {
        using var server = await LdapServer.StartAsync(Standard);
        var config = Config(server) with { Tls = tls, Server = new DnsEndPoint("localhost", tls == LdapTls.Ldaps ? server.SecurePort : server.Port), CaFile = server.Certificate };
        Assert.Equal(2, (await ReadAsync(config)).People.Count);
        Assert.Contains("its certificate is not trusted", await RefusedAsync(config with { CaFile = null }), StringComparison.Ordinal);
        Assert.Contains("its certificate is not trusted", await RefusedAsync(config with { Server = new DnsEndPoint("127.0.0.1", config.Server.Port) }), StringComparison.Ordinal);
        Assert.EndsWith("none.pem: holds no PEM certificate", await RefusedAsync(config with { CaFile = _folder.Write("none.pem", "nothing") }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWrongPassword_IsASentenceWithoutIt()
    {
        using var server = await LdapServer.StartAsync(Standard);
        var says = await RefusedAsync(Config(server) with { PasswordFile = _folder.Write("wrong", "wr0ng-p4ss") });
        Assert.Contains($"the account {LdapServer.Reader} is refused: result 49 (invalid credentials)", says, StringComparison.Ordinal);
        Assert.DoesNotContain("wr0ng", says, StringComparison.Ordinal);
    }

    [Fact]
    public async Task AWrongBase_IsNamed()
    {
        using var server = await LdapServer.StartAsync(Standard);
        Assert.Contains("the search below ou=gone,dc=firm,dc=example failed: result 32 (there is no such place)", await RefusedAsync(Config(server) with { Base = "ou=gone,dc=firm,dc=example" }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task AServerThatIsDown_IsASentence() =>
        Assert.Contains("connecting failed", await RefusedAsync(Config(Ports.Free())), StringComparison.Ordinal);

    [Fact]
    public async Task AServerThatIsSilent_IsGivenUp()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var started = Stopwatch.StartNew();
        var config = Config(((IPEndPoint)listener.LocalEndpoint).Port);
        Assert.EndsWith("gave up waiting for an answer after 0.2 s", await RefusedAsync(config, new LdapLimits { Answer = TimeSpan.FromSeconds(0.2) }), StringComparison.Ordinal);
        Assert.EndsWith("gave up connecting after 0.2 s", await RefusedAsync(config with { Tls = LdapTls.Ldaps }, new LdapLimits { Connect = TimeSpan.FromSeconds(0.2) }), StringComparison.Ordinal);
        Assert.EndsWith("gave up after 0.2 s", await RefusedAsync(config, new LdapLimits { Whole = TimeSpan.FromSeconds(0.2) }), StringComparison.Ordinal);
        Assert.True(started.Elapsed < TimeSpan.FromSeconds(20));
    }

    [Theory]
    [InlineData("485454502F312E31", "does not speak LDAP")]
    [InlineData("3080", "does not speak LDAP")]
    [InlineData("30847FFFFFFF", "an answer of more than 16 MiB")]
    [InlineData("3005020101", "waiting for an answer failed")]
    [InlineData("30050201016100", "an answer cannot be understood")]
    [InlineData("3003040100", "an answer cannot be understood")]
    [InlineData("300C02010161070A010A04000400", "result 10")]
    public async Task RubbishOfAServer_IsASentence(string hex, string says)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var reading = RefusedAsync(Config(((IPEndPoint)listener.LocalEndpoint).Port));
        using (var client = await listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken))
        {
            await client.GetStream().ReadExactlyAsync(new byte[2], TestContext.Current.CancellationToken);
            await client.GetStream().WriteAsync(Convert.FromHexString(hex), TestContext.Current.CancellationToken);
            client.Client.Shutdown(SocketShutdown.Send);
            Assert.Contains(says, await reading, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task AnAccountThatSuddenlySeesNobody_ChangesNothing_UntilAccepted()
    {
        using var server = await LdapServer.StartAsync(LdapServer.People(10));
        using (var keeper = Keeper(Config(server)))
        {
            Assert.Equal((10, null), ((await keeper.RefreshAsync(false, TestContext.Current.CancellationToken)).People, keeper.Status.LastError));
        }
        // Success and no entry: so a server answers an account that lost its right to read, too.
        using var blind = Keeper(Config(server) with { Filter = "(uid=nobody)" });
        var status = await blind.RefreshAsync(false, TestContext.Current.CancellationToken);
        Assert.Equal((10, 10), (status.People, blind.Current.People.Count));
        Assert.StartsWith("the source gave 0 people where 10 were known; kept the last good one of ", status.LastError, StringComparison.Ordinal);
        Assert.Equal((0, null), ((await blind.RefreshAsync(true, TestContext.Current.CancellationToken)).People, blind.Status.LastError));
    }

    private DirectoryKeeper Keeper(LdapConfig config) => DirectoryKeeper.Open(new DirectoryConfig { Ldap = config }, _folder.Path, TimeProvider.System, NullLogger.Instance);

    private LdapConfig Config(LdapServer server) => Config(server.Port);

    private LdapConfig Config(int port) => new(new DnsEndPoint("127.0.0.1", port), LdapTls.None, null, LdapServer.Reader, _folder.Write("password", LdapServer.Password + "\n"), LdapServer.Base, "", LdapKind.Standard);

    private static Task<DirectorySnapshot> ReadAsync(LdapConfig config, LdapLimits? limits = null) => new LdapDirectorySource(config, TimeProvider.System, limits ?? new LdapLimits()).ReadAsync(TestContext.Current.CancellationToken);

    private static async Task<string> RefusedAsync(LdapConfig config, LdapLimits? limits = null) => (await Assert.ThrowsAsync<DirectorySourceException>(() => ReadAsync(config, limits))).Message;
}
