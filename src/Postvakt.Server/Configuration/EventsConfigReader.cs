using System.Net;
using Postvakt.Events;

namespace Postvakt.Server.Configuration;

/// <summary>The keys below "events".</summary>
internal static class EventsConfigReader
{
    /// <summary>syslog over TLS (RFC 5425 4.1).</summary>
    private const int SyslogPort = 6514;

    public static EventsConfig Read(ConfigSection root)
    {
        var section = root.Below("events");
        var outputs = section.Each("outputs").Select(Output).ToArray();
        foreach (var twice in outputs.GroupBy(o => o.Name, StringComparer.Ordinal).Where(g => g.Count() > 1)) section.Fault("outputs", $"two outputs are called \"{twice.Key}\"; give each a name of its own");
        foreach (var twice in outputs.Where(o => o.File is { Path.Length: > 0 }).GroupBy(o => Path.GetFullPath(o.File!.Path), StringComparer.Ordinal).Where(g => g.Count() > 1)) section.Fault("outputs", $"two outputs write {twice.Key}; give each a file of its own");
        section.End();
        return outputs.Length == 0 ? EventsConfig.None : new EventsConfig(outputs);
    }

    private static EventOutputConfig Output(ConfigSection section)
    {
        var name = section.Required("name");
        if (name.Length > 40 || name.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_'))) section.Fault("name", "1 to 40 letters, digits, - and _");
        var kind = section.Required("kind").ToLowerInvariant();
        var types = section.Words("types");
        foreach (var type in types.Where(t => !EventCatalogue.All.Any(k => new EventFilter([t], EventSeverity.Informational).WantsType(k.Id)))) section.Fault("types", $"no event is called {type}; events list shows them all");
        var config = new EventOutputConfig(
            name, section.Choice("format", EventFormat.Ecs), new EventFilter(types, section.Choice("least_severity", EventSeverity.Informational)), section.Choice("mails", EventMails.Suspicious), section.Choice("subjects", EventSubjects.Flagged));
        config = kind switch
        {
            "syslog" => config with { Syslog = Syslog(section) },
            "webhook" => config with { Webhook = Webhook(section) },
            "file" => config with { File = File(section) },
            _ => config with { File = new EventFileConfig("", 0, 0) },
        };
        if (kind.Length > 0 && kind is not ("syslog" or "webhook" or "file")) section.Fault("kind", "one of syslog, webhook, file");
        section.End();
        return config;
    }

    private static SyslogConfig Syslog(ConfigSection section)
    {
        var server = ConfigReader.HostAndPort(section.Required("server"));
        if (server is null && section.Text("server").Length > 0) section.Fault("server", "host:port is expected, such as siem.firm.example:6514");
        server ??= new DnsEndPoint("localhost", SyslogPort);
        var (transport, trusted) = (section.Choice("transport", SyslogTransport.Tls), section.Switch("trusted_network", false));
        var config = new SyslogConfig(server, transport, Given(section, "ca_file"), Given(section, "certificate"), Given(section, "certificate_key"));
        var near = IPAddress.TryParse(server.Host, out var address) ? IPAddress.IsLoopback(address) : server.Host == "localhost";
        // Who sees which mails are held, and who may forge events, is decided by who can reach the wire.
        if (transport != SyslogTransport.Tls && !near && !trusted) section.Fault("transport", "tcp and udp are for this machine; elsewhere take tls, or say trusted_network: true where nobody else can reach the wire");
        if (transport != SyslogTransport.Tls && (config.CaFile ?? config.Certificate) is not null) section.Fault("transport", "ca_file and certificate have no use without tls");
        if (config.Certificate is null != config.CertificateKey is null) section.Fault("certificate", "certificate and certificate_key belong together");
        return config;
    }

    private static WebhookConfig Webhook(ConfigSection section)
    {
        var (url, file) = (section.Text("url"), Given(section, "url_file"));
        Uri? address = null;
        if (url.Length == 0 == file is null) section.Fault("url", "say url, or url_file where the address is a secret");
        else if (url.Length > 0 && !(Uri.TryCreate(url, UriKind.Absolute, out address) && IsFit(address))) section.Fault("url", "an address with https:// and without a user");
        return new WebhookConfig(address, file, Given(section, "secret_file"), Given(section, "ca_file"), section.Choice("body", WebhookBody.Lines));
    }

    /// <summary>Without TLS to this machine only.</summary>
    internal static bool IsFit(Uri address) => (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) && address.UserInfo.Length == 0;

    private static EventFileConfig File(ConfigSection section)
    {
        var path = section.Required("path");
        if (path.Length > 0 && !Path.IsPathFullyQualified(path)) section.Fault("path", "the whole path of a file");
        return new EventFileConfig(path, section.Size("max_size", 100 << 20, 64 << 10, 16L << 30), section.Number("keep", 5, 0, 1_000));
    }

    private static string? Given(ConfigSection section, string key) => section.Text(key) is { Length: > 0 } text ? text : null;
}
