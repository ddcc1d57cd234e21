using MailKit.Security;
using Postvakt.Server.Configuration;
using Postvakt.Server.Tests.Support;

namespace Postvakt.Server.Tests.Configuration;

public sealed class ReportsConfigReaderTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private (ServeConfig? Config, IReadOnlyList<string> Errors) Read(string text) => ConfigReader.Read(_folder.Write("postvakt.yaml", text), []);

    [Fact]
    public void Nothing_IsReadUnlessItIsNamed()
    {
        var config = Read("mode: observe").Config!;
        Assert.Null(config.Reports.Mailbox);
        Assert.Empty(config.Reports.Addresses);
        Assert.False(config.Reports.Answers);
        Assert.Null(config.Outlook);
    }

    [Fact]
    public void EveryKey_IsRead()
    {
        var config = Read("""
            reports:
              address: [Report@firm.example, abuse@firm.example]
              deliver: true
              suspicious: 3
              malicious: 6
              more_for_colleagues: 1
              per_hour: 5
              mailbox: {server: "imap.firm.example:993", user: report, password_file: /etc/word, folder: Reports, done: Read, unreadable: Odd, every: 1m}
            outlook: {url: "https://mail.firm.example/", exchange: "https://exchange.firm.example/autodiscover/metadata/json/1", tenant: 11111111-2222-3333-4444-555555555555, client_id: 66666666-7777-8888-9999-AAAAAAAAAAAA}
            """).Config!;
        Assert.Equal(["report@firm.example", "abuse@firm.example"], config.Reports.Addresses);
        Assert.Equal((true, 3, 6, 1, 5), (config.Reports.Deliver, config.Reports.Policy.Suspicious, config.Reports.Policy.Malicious, config.Reports.Policy.MoreForColleagues, config.Reports.Policy.PerHour));
        var mailbox = config.Reports.Mailbox!;
        Assert.Equal((SecureSocketOptions.SslOnConnect, "report", "Reports", "Read", "Odd", TimeSpan.FromMinutes(1)), (mailbox.Tls, mailbox.User, mailbox.Folder, mailbox.Done, mailbox.Unreadable, mailbox.Every));
        Assert.Equal(("https://mail.firm.example/", "66666666-7777-8888-9999-aaaaaaaaaaaa", true), (config.Outlook!.Url.AbsoluteUri, config.Outlook.ClientId, config.Outlook.HasEntra));
    }

    [Theory]
    [InlineData("reports: {address: nobody}", "reports.address")]
    [InlineData("reports: {suspicious: 1}", "reports.suspicious")]
    [InlineData("reports: {suspicious: 5, malicious: 5}", "reports.malicious")]
    [InlineData("reports: {mailbox: {server: nowhere, user: a, password_file: b}}", "reports.mailbox.server")]
    [InlineData("reports: {mailbox: {server: \"imap.firm.example:143\", tls: none, user: a, password_file: b}}", "reports.mailbox.tls")]
    [InlineData("reports: {mailbox: {server: \"imap.firm.example:143\", tls: some, user: a, password_file: b}}", "reports.mailbox.tls")]
    [InlineData("reports: {mailbox: {server: \"127.0.0.1:143\", user: a, password_file: b, done: INBOX}}", "reports.mailbox.folder")]
    [InlineData("reports: {mailbox: {server: \"127.0.0.1:143\", password_file: b}}", "reports.mailbox.user")]
    [InlineData("outlook: {exchange: \"https://exchange.firm.example/m\"}", "outlook.url")]
    [InlineData("outlook: {url: \"http://mail.firm.example\", exchange: \"https://exchange.firm.example/m\"}", "outlook.url")]
    [InlineData("outlook: {url: \"https://mail.firm.example\"}", "outlook.exchange")]
    [InlineData("outlook: {url: \"https://mail.firm.example\", tenant: 11111111-2222-3333-4444-555555555555}", "outlook.tenant")]
    [InlineData("outlook: {url: \"https://mail.firm.example\", tenant: firm.example, client_id: 11111111-2222-3333-4444-555555555555}", "outlook.tenant")]
    public void WrongValue_IsNamed(string text, string key) => Assert.StartsWith(key + ":", Assert.Single(Read(text).Errors), StringComparison.Ordinal);
}
