using System.Globalization;
using System.Net;
using System.Text;
using Postvakt.Automation;
using Postvakt.Detection;
using Postvakt.Incidents;
using Postvakt.Intake.Gateway;

namespace Postvakt.Server.Configuration;

/// <summary>From keys to a configuration: the one place that knows their names. Tells every error at once.</summary>
public static class ConfigReader
{
    /// <summary>unix(7): sun_path has 108 bytes, the last one zero.</summary>
    private const int MaxSocketPath = 107;

    /// <summary>The configuration, or null with everything that is wrong about it, a sentence each.</summary>
    /// <param name="path">postvakt.yaml, or null: defaults and environment only.</param>
    public static (ServeConfig? Config, IReadOnlyList<string> Errors) Read(string? path, IEnumerable<KeyValuePair<string, string>> environment)
    {
        var (root, fault) = path is null ? ConfigTree.FromEnvironment(environment) : ConfigTree.Read(path, environment);
        if (root is null) return (null, [fault!]);
        var errors = new List<string>();
        var config = Read(new ConfigSection(root, "", errors));
        Cross(config, errors);
        return errors.Count == 0 ? (config, []) : (null, errors);
    }

    private static ServeConfig Read(ConfigSection root)
    {
        var (organisation, store, memory, hunts) = (root.Below("organisation"), root.Below("store"), root.Below("memory"), root.Below("hunts"));
        var automation = AutomationConfigReader.Read(root);
        var config = new ServeConfig
        {
            Data = root.Text("data") is { Length: > 0 } data ? data : null,
            PostgreSql = store.Text("postgresql") is { Length: > 0 } connection ? connection : null,
            StoreConnections = store.Number("connections", 4, 1, 64),
            Org = organisation.Text("name", "default"),
            RememberRhythm = memory.Switch("rhythm", true),
            OrgDomains = [.. organisation.Words("domains").Select(d => d.TrimStart('@').ToLowerInvariant())],
            Policy = Policy(root),
            Milters = Milters(root),
            SmtpListeners = [.. root.Each("smtp").Select(Smtp)],
            Http = root.EndPoint("http", "127.0.0.1:8080"),
            Console = ConsoleConfigReader.Read(root.Below("console"), Networks),
            Authentication = Authentication(root.Below("authentication")),
            Limits = Limits(root.Below("limits")),
            Directory = DirectoryConfigReader.Read(root),
            Documents = Documents(root.Below("documents")),
            Connectors = ConnectorsConfigReader.Read(root),
            Mailboxes = MailboxesConfigReader.Read(root),
            Automation = automation,
            Sweep = MailboxesConfigReader.Sweep(root, automation),
            Teams = TeamsConfigReader.Read(root),
            Advisories = AdvisoriesConfig.Read(root.Below("advisories")),
            Playbook = Incidents(root.Below("incidents")),
            Rules = RulesConfig.Read(root.Below("rules")),
            HuntRules = hunts.Words("rules_dirs"),
            Sharing = SharingConfig.Read(root.Below("sharing")),
            Identity = root.Has("identity") ? Identity(root.Below("identity")) : null,
            Reports = ReportsConfigReader.Read(root),
            Outlook = OutlookConfigReader.Read(root),
            Events = EventsConfigReader.Read(root),
        };
        organisation.End();
        store.End();
        memory.End();
        hunts.End();
        config = config with { ReleaseTo = Release(root.Below("release")) ?? config.SmtpListeners.Select(s => s.NextHop).FirstOrDefault(h => h is not null) };
        config = config with { Notices = Notices(root.Below("notices"), config.ReleaseTo) };
        config = config with { Reports = config.Reports with { Answers = config.Notices is not null } };
        root.End();
        // Nothing said: the usual milter.
        return config.Milters.Count + config.SmtpListeners.Count > 0 ? config
            : config with { Milters = [new MilterListenerConfig("milter", IPEndPoint.Parse("127.0.0.1:8899"), null, null, 12_000)] };
    }

    private static PolicyConfig Policy(ConfigSection root)
    {
        var (policy, tag, outage) = (root.Below("policy"), root.Below("tag"), root.Below("outage"));
        var (standard, mode) = (new PolicyConfig(), root.Choice("mode", new PolicyConfig().Mode));
        var (domains, languages) = (new Dictionary<string, Mode>(StringComparer.Ordinal), new Dictionary<string, string>(StringComparer.Ordinal));
        foreach (var domain in root.Each("domains"))
        {
            var name = domain.Required("name").TrimStart('@').ToLowerInvariant();
            if (!domains.TryAdd(name, domain.Choice("mode", mode))) domain.Fault("name", $"\"{name}\" stands here twice");
            if (Language(domain, "") is { Length: > 0 } language) languages[name] = language;
            domain.End();
        }
        var read = new PolicyConfig
        {
            Mode = mode,
            Domains = domains,
            Languages = languages,
            Dispositions = new DispositionPolicy
            {
                Malicious = policy.Choice("malicious", Disposition.Quarantine, Disposition.Quarantine, Disposition.Reject, Disposition.Tag),
                Suspicious = policy.Choice("suspicious", Disposition.Tag, Disposition.Tag, Disposition.Quarantine, Disposition.Deliver),
            },
            HeldRetention = policy.Time("keep_held", standard.HeldRetention, TimeSpan.FromDays(1), TimeSpan.FromDays(3650)),
            SubjectMark = tag.Text("subject"),
            Banner = tag.Switch("banner", standard.Banner),
            Language = Language(tag, standard.Language),
            OutageAfter = outage.Time("after", standard.OutageAfter, TimeSpan.FromMinutes(1), TimeSpan.FromDays(30)),
            OutageThen = outage.Choice("then", Disposition.Defer, Disposition.Defer, Disposition.Deliver),
        };
        if (read.SubjectMark.Length > 40 || read.SubjectMark.Any(char.IsControl)) tag.Fault("subject", "at most 40 characters without control characters");
        policy.End();
        tag.End();
        outage.End();
        return read;
    }

    private static string Language(ConfigSection section, string otherwise)
    {
        var language = section.Text("language", otherwise);
        if (language.Length > 0 && !BannerText.Languages.Contains(language.Split('-')[0].ToLowerInvariant())) section.Fault("language", "one of " + string.Join(", ", BannerText.Languages));
        return language;
    }

    private static List<MilterListenerConfig> Milters(ConfigSection root)
    {
        var milters = new List<MilterListenerConfig>();
        foreach (var milter in root.Each("milter"))
        {
            var socket = milter.Text("socket");
            if (Encoding.UTF8.GetByteCount(socket) > MaxSocketPath) milter.Fault("socket", $"a socket's path has at most {MaxSocketPath} bytes");
            milters.Add(new MilterListenerConfig(
                Name(milter, "milter"), socket.Length > 0 ? null : milter.EndPoint("address", "127.0.0.1:8899"), socket.Length > 0 ? socket : null,
                ModeOf(milter), milter.Number("max_connections", 12_000, 1, 100_000)));
            if (socket.Length > 0 && milter.Text("address").Length > 0) milter.Fault("address", "give either an address or a socket");
            milter.End();
        }
        return milters;
    }

    private static SmtpListenerConfig Smtp(ConfigSection smtp)
    {
        var kind = smtp.Choice("kind", SmtpKind.Filter);
        var next = smtp.Text("next_hop");
        var config = new SmtpListenerConfig(
            Name(smtp, kind.ToString().ToLowerInvariant()), kind, smtp.EndPoint("address", "127.0.0.1:10024"), ModeOf(smtp), null, Networks(smtp, "allow", ["127.0.0.0/8", "::1/128"]),
            Networks(smtp, "forwarding_clients", []), NullIfEmpty(smtp.Text("certificate")), NullIfEmpty(smtp.Text("certificate_key")));
        if (kind == SmtpKind.Journal)
        {
            if (next.Length > 0) smtp.Fault("next_hop", "a journal is the copy of a mail that is already delivered; it goes nowhere");
            if (config.Mode is not null and not Mode.Observe) smtp.Fault("mode", "a journal is the copy of a mail that is already delivered; it can only observe");
        }
        else if (HostAndPort(next) is { } hop)
        {
            config = config with { NextHop = hop };
        }
        else
        {
            smtp.Fault("next_hop", "where judged mail goes on to, as host:port");
        }
        if (config.Certificate is null != config.CertificateKey is null) smtp.Fault("certificate", "certificate and certificate_key belong together");
        smtp.End();
        return config;
    }

    private static IdentityConfig? Identity(ConfigSection section)
    {
        var (webhook, secret) = (section.Required("webhook"), section.Text("secret_file"));
        section.End();
        if (Uri.TryCreate(webhook, UriKind.Absolute, out var address) && EventsConfigReader.IsFit(address)) return new IdentityConfig(address, secret.Length > 0 ? secret : null);
        section.Fault("webhook", "an address with https:// and without a user: it says whose account is taken over");
        return null;
    }

    private static Playbook? Incidents(ConfigSection section)
    {
        var path = section.Text("playbook");
        section.End();
        if (path.Length == 0) return null;
        try
        {
            if (new FileInfo(path).Length > Playbook.MaxBytes) section.Fault("playbook", $"{path}: a playbook has at most {Playbook.MaxBytes >> 10} KiB");
            else
            {
                var (playbook, faults) = Playbook.Read(File.ReadAllText(path));
                foreach (var fault in faults) section.Fault("playbook", $"{path}: {fault}");
                if (playbook is not null) return playbook;
            }
        }
        catch (Exception unread) when (unread is IOException or UnauthorizedAccessException)
        {
            section.Fault("playbook", $"{path} cannot be read: {unread.Message}");
        }
        return null;
    }

    private static DocumentsConfig Documents(ConfigSection section)
    {
        var standard = DocumentsConfig.Default;
        var yara = section.Text("yara");
        if (yara.Length > 0 && !Directory.Exists(yara)) section.Fault("yara", $"there is no folder {yara}");
        var config = new DocumentsConfig(
            section.Switch("inspect", standard.Inspect), section.Time("time", standard.Time, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(60)), yara.Length > 0 ? Path.GetFullPath(yara) : null);
        section.End();
        return config;
    }

    private static DnsEndPoint? Release(ConfigSection section)
    {
        var text = section.Text("next_hop");
        var hop = HostAndPort(text);
        if (text.Length > 0 && hop is null) section.Fault("next_hop", "where released mail goes, as host:port");
        section.End();
        return hop;
    }

    private static NoticesConfig? Notices(ConfigSection section, DnsEndPoint? releaseTo)
    {
        var (from, next, url, alert, at, zone) = (section.Text("from"), section.Text("next_hop"), section.Text("url").TrimEnd('/'), section.Text("alert"), section.Text("digest_at"), section.Text("timezone", "UTC"));
        section.End();
        if (from.Length == 0)
        {
            if (next.Length + url.Length + alert.Length + at.Length > 0) section.Fault("from", "is missing: the address that people get notices from");
            return null;
        }
        foreach (var (key, address) in new[] { ("from", from), ("alert", alert) })
        {
            if (address.Length > 0 && !(System.Net.Mail.MailAddress.TryCreate(address, out var mailbox) && mailbox.Address == address)) section.Fault(key, "an address alone, such as postvakt@firm.example");
        }
        var hop = next.Length == 0 ? releaseTo : HostAndPort(next);
        if (hop is null) section.Fault("next_hop", "where notices go, as host:port; or say release.next_hop");
        if (url.Length > 0 && !(Uri.TryCreate(url, UriKind.Absolute, out var address2) && address2.Scheme is "https" or "http" && (address2.Scheme == "https" || address2.IsLoopback) && address2.Query.Length == 0))
            section.Fault("url", "where people reach this server, beginning with https://: a link that is read on the way is a link for everybody");
        TimeOnly? digest = null;
        if (at.Length > 0)
        {
            if (TimeOnly.TryParseExact(at, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time)) digest = time;
            else section.Fault("digest_at", "a time of day, such as \"07:30\" (with its quotes)");
        }
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)) section.Fault("timezone", "a name such as Europe/Stockholm");
        return hop is null ? null : new NoticesConfig(from, hop, url, digest, found ?? TimeZoneInfo.Utc, alert);
    }

    private static AuthenticationConfig Authentication(ConfigSection section)
    {
        var trusted = section.Words("trusted_servers");
        var source = section.Choice("source", trusted.Count > 0 ? AuthenticationSource.Trust : AuthenticationSource.None);
        var dns = new List<IPEndPoint>();
        foreach (var server in section.Words("dns"))
        {
            if (IPEndPoint.TryParse(server, out var point)) dns.Add(point.Port == 0 ? new IPEndPoint(point.Address, 53) : point);
            else section.Fault("dns", "addresses of resolvers, such as 127.0.0.1 or 127.0.0.1:5353");
        }
        var config = new AuthenticationConfig(
            source, section.Text("authserv_id"), trusted, dns, section.Time("query_time", TimeSpan.FromSeconds(2), TimeSpan.FromMilliseconds(50), TimeSpan.FromSeconds(30)),
            section.Time("message_time", TimeSpan.FromSeconds(8), TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1)), section.Words("trusted_sealers"));
        if (source == AuthenticationSource.Trust && trusted.Count == 0) section.Fault("trusted_servers", "is missing: whose results count?");
        if (source == AuthenticationSource.Verify && config.AuthservId.Length == 0) section.Fault("authserv_id", "is missing: the name under which results are written");
        if (config.AuthservId.Any(c => c is <= ' ' or > '~' or ';' or '(' or ')' or '"')) section.Fault("authserv_id", "a host name is expected");
        section.End();
        return config;
    }

    private static LimitsConfig Limits(ConfigSection section)
    {
        var limits = new LimitsConfig(
            section.Size("message", 64 << 20, 64 << 10, 1 << 30), section.Size("transfer", 1L << 30, 1 << 20, 16L << 30), section.Time("deadline", TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5)),
            section.Number("waiting", 256, 1, 10_000));
        if (limits.MaxTransferBytes < limits.MaxMessageBytes) section.Fault("transfer", "at least what limits.message says");
        section.End();
        return limits;
    }

    /// <summary>What only shows when keys are seen together.</summary>
    private static void Cross(ServeConfig config, List<string> errors)
    {
        if (config.Notices?.DigestAt is not null && config.OrgDomains.Count == 0 && config.Directory is null) errors.Add("notices.digest_at: whose people get digests? Name your domains under organisation.domains, or a directory");
        if (config.Mailboxes is null && config.Automation.Actions[AutomaticAction.Sweep].Rules.Any(r => r.Do == AutomaticMode.Act)) errors.Add("automation.sweep: whose mailboxes? Say under mailboxes where they are");
        if (config.Teams.Chat is not null && config.Notices is not { Url.Length: > 0 }) errors.Add("teams.chat: the message links to a page of this server; say notices.url");
        if (config.Teams.IsOn && config.Directory is null) errors.Add("teams: whom can be asked? Name a directory");
        var names = config.Milters.Select(m => m.Name).Concat(config.SmtpListeners.Select(s => s.Name)).ToArray();
        foreach (var twice in names.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1)) errors.Add($"two listeners are called \"{twice.Key}\"; give each a name of its own");
        var addresses = config.Milters.Select(m => m.Address).Concat(config.SmtpListeners.Select(s => s.Address)).Append(config.Http).OfType<IPEndPoint>().Where(p => p.Port != 0);
        foreach (var twice in addresses.GroupBy(a => a).Where(g => g.Count() > 1)) errors.Add($"{twice.Key} is used by {twice.Count()} listeners");
        foreach (var twice in config.Milters.Select(m => m.Socket).OfType<string>().GroupBy(s => s, StringComparer.Ordinal).Where(g => g.Count() > 1)) errors.Add($"{twice.Key} is used by {twice.Count()} listeners");
        foreach (var circle in config.SmtpListeners.Where(s => s.NextHop is { } next && config.SmtpListeners.Any(o => next.Host == o.Address.Address.ToString() && next.Port == o.Address.Port)))
            errors.Add($"the next hop of {circle.Name}, {circle.NextHop!.Host}:{circle.NextHop.Port}, is a listener of this gateway: mail would go round in a circle");
    }

    /// <summary>A listener's name stands in logs, metrics and records.</summary>
    private static string Name(ConfigSection section, string otherwise)
    {
        var name = section.Text("name", otherwise);
        if (name.Length is 0 or > 40 || name.Any(c => c is < ' ' or > '~')) section.Fault("name", "1 to 40 plain characters");
        return name;
    }

    private static Mode? ModeOf(ConfigSection section) => section.Text("mode").Length == 0 ? null : section.Choice("mode", Mode.Observe);

    private static List<IPNetwork> Networks(ConfigSection section, string key, IReadOnlyList<string> otherwise)
    {
        var networks = new List<IPNetwork>();
        foreach (var word in section.Words(key) is { Count: > 0 } words ? words : otherwise)
        {
            if (IPNetwork.TryParse(word, out var network)) networks.Add(network);
            else if (IPAddress.TryParse(word, out var address)) networks.Add(new IPNetwork(address, address.GetAddressBytes().Length * 8));
            else section.Fault(key, "addresses or networks, such as 192.0.2.0/24");
        }
        return networks;
    }

    /// <summary>Null where it is none.</summary>
    internal static DnsEndPoint? HostAndPort(string text)
    {
        if (IPEndPoint.TryParse(text, out var point) && point.Port > 0) return new DnsEndPoint(point.Address.ToString(), point.Port);
        var colon = text.LastIndexOf(':');
        return colon > 0 && Uri.CheckHostName(text[..colon]) == UriHostNameType.Dns && ushort.TryParse(text.AsSpan(colon + 1), out var port) && port > 0
            ? new DnsEndPoint(text[..colon], port) : null;
    }

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
