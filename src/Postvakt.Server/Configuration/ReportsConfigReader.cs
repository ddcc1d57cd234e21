using System.Net;
using MailKit.Security;
using Postvakt.UserReports;

namespace Postvakt.Server.Configuration;

/// <summary>The keys below "reports".</summary>
internal static class ReportsConfigReader
{
    /// <summary>IMAP over TLS (RFC 8314 section 7.2).</summary>
    private const int ImapsPort = 993;

    public static ReportsConfig Read(ConfigSection root)
    {
        var section = root.Below("reports");
        var standard = ReportPolicy.Default;
        var addresses = section.Words("address").Select(a => a.ToLowerInvariant()).ToArray();
        if (addresses.Any(a => !(System.Net.Mail.MailAddress.TryCreate(a, out var mailbox) && mailbox.Address == a))) section.Fault("address", "an address alone, such as report@firm.example, or several");
        var policy = standard with
        {
            Suspicious = section.Number("suspicious", standard.Suspicious, 2, 1_000), Malicious = section.Number("malicious", standard.Malicious, 3, 1_000),
            MoreForColleagues = section.Number("more_for_colleagues", standard.MoreForColleagues, 0, 1_000), PerHour = section.Number("per_hour", standard.PerHour, 1, 500),
        };
        if (policy.Malicious <= policy.Suspicious) section.Fault("malicious", "more people than reports.suspicious says");
        var config = new ReportsConfig(addresses, section.Switch("deliver", false), policy, section.Has("mailbox") ? Mailbox(section.Below("mailbox")) : null);
        section.End();
        return config;
    }

    private static ReportMailboxConfig Mailbox(ConfigSection section)
    {
        var server = ConfigReader.HostAndPort(section.Required("server"));
        if (server is null && section.Text("server").Length > 0) section.Fault("server", "host:port is expected, such as imap.firm.example:993");
        server ??= new DnsEndPoint("localhost", ImapsPort);
        var tls = section.Text("tls", server.Port == ImapsPort ? "tls" : "starttls").ToLowerInvariant() switch { "tls" => SecureSocketOptions.SslOnConnect, "starttls" => SecureSocketOptions.StartTls, "none" => SecureSocketOptions.None, _ => SecureSocketOptions.Auto };
        if (tls == SecureSocketOptions.Auto) section.Fault("tls", "one of tls, starttls, none");
        // The password would be read on the way.
        if (tls == SecureSocketOptions.None && !(IPAddress.TryParse(server.Host, out var address) ? IPAddress.IsLoopback(address) : server.Host == "localhost")) section.Fault("tls", "none is for a server on this machine only");
        var config = new ReportMailboxConfig(server, tls, section.Text("ca_file") is { Length: > 0 } ca ? ca : null, section.Required("user"), section.Required("password_file"), section.Text("folder", "INBOX"), section.Text("done", "Done"),
            section.Text("unreadable", "Unreadable"), section.Time("every", TimeSpan.FromMinutes(5), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(25)));
        if (new[] { config.Folder, config.Done, config.Unreadable }.Distinct(StringComparer.OrdinalIgnoreCase).Count() < 3) section.Fault("folder", "folder, done and unreadable must be three different folders");
        section.End();
        return config;
    }
}
