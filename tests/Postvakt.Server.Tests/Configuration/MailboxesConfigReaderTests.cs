using System.Net;
using Postvakt.Server.Configuration;
using Postvakt.Server.Tests.Support;
using Postvakt.Sweeps;

namespace Postvakt.Server.Tests.Configuration;

public sealed class MailboxesConfigReaderTests : IDisposable
{
    private const string Imap = "mailboxes: {imap: {server: \"mail.firm.example:993\", master: sweeper, password_file: /etc/secret}}";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Absent_IsNull_AndNothingIsSweptByItself()
    {
        var config = Read("mode: observe");
        Assert.Null(config.Mailboxes);
        Assert.Equal(SweepConfig.Default, config.Sweep);
        Assert.True(config.Automation.Same(Automation.AutomationPolicy.Default));
    }

    [Fact]
    public void Imap_IsRead() => Assert.Equal(
        new ImapConfig(new DnsEndPoint("mail.firm.example", 143), ImapTls.StartTls, "/etc/ca.pem", "sweeper", "/etc/secret", "%", true),
        Read("mailboxes: {imap: {server: \"mail.firm.example:143\", ca_file: /etc/ca.pem, master: sweeper, password_file: /etc/secret, separator: \"%\", names: local_part}}").Mailboxes!.Imap);

    [Fact]
    public void Graph_IsRead() => Assert.Equal("t", Read("mailboxes: {graph: {tenant: t, client_id: c, secret_file: s}}").Mailboxes!.Graph!.Tenant);

    [Fact]
    public void Ews_IsRead() => Assert.Equal(
        new EwsConfig(new Uri("https://mail.firm.example/EWS/Exchange.asmx"), "FIRM\\sweeper", "/etc/secret"),
        Read("mailboxes: {ews: {url: \"https://mail.firm.example/EWS/Exchange.asmx\", user: 'FIRM\\sweeper', password_file: /etc/secret}}").Mailboxes!.Ews);

    [Theory]
    [InlineData("mail.firm.example:993", ImapTls.Imaps)]
    [InlineData("mail.firm.example:143", ImapTls.StartTls)]
    [InlineData("127.0.0.1:143", ImapTls.None)]
    public void TheWay_IsProtected_UnlessItIsThisMachine(string server, ImapTls tls) => Assert.Equal(tls, Read(Imap.Replace("mail.firm.example:993", server, StringComparison.Ordinal)).Mailboxes!.Imap!.Tls);

    [Fact]
    public void Sweep_IsRead() => Assert.Equal(
        new SweepConfig(new SweepOptions { MaxAlone = 20, AutomaticPerHour = 30 }), Read(Imap + "\nsweep: {alone: 20}\nautomation: {sweep: {per_hour: 30}}").Sweep);

    [Theory]
    [InlineData("mailboxes: {}", "mailboxes.imap: exactly one of imap, graph and ews")]
    [InlineData("mailboxes: {ews: {url: \"http://mail.firm.example/EWS/Exchange.asmx\", user: u, password_file: f}}", "mailboxes.ews.url: an address with https://")]
    [InlineData("mailboxes: {imap: {server: \"mail.firm.example:143\", tls: none, master: m, password_file: f}}", "mailboxes.imap.tls: none is for a server on this machine only")]
    [InlineData("mailboxes: {imap: {server: mail.firm.example, master: m, password_file: f}}", "mailboxes.imap.server: host:port is expected")]
    [InlineData("mailboxes: {imap: {server: \"mail.firm.example:993\"}}", "mailboxes.imap.master: is missing")]
    [InlineData("mailboxes: {imap: {server: \"mail.firm.example:993\", master: m, password_file: f, separator: \"**\"}}", "mailboxes.imap.separator: one character")]
    [InlineData("mailboxes: {imap: {server: \"mail.firm.example:993\", master: m, password_file: f, names: x}}", "mailboxes.imap.names: one of address, local_part")]
    [InlineData("sweep: {journal: automatic}", "sweep.journal: is said in the automation policy now")]
    [InlineData("sweep: {per_hour: 3}", "sweep.per_hour: is called automation.sweep.per_hour now")]
    [InlineData("sweep: {alone: 0}", "sweep.alone:")]
    [InlineData("sweep: {all: 1}", "sweep.all: no such key")]
    public void Wrong_IsSaid(string yaml, string says) => Assert.Contains(ConfigReader.Read(_folder.Write("postvakt.yaml", yaml), []).Errors, e => e.StartsWith(says, StringComparison.Ordinal));

    private ServeConfig Read(string yaml)
    {
        var (config, errors) = ConfigReader.Read(_folder.Write("postvakt.yaml", yaml), []);
        Assert.Empty(errors);
        return config!;
    }
}
