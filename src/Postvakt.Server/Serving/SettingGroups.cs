using System.Globalization;
using Postvakt.Automation;
using Postvakt.Server.Configuration;
using Postvakt.Web.House;

namespace Postvakt.Server.Serving;

/// <summary>The configuration as the console shows it. Written out key by key, so that a secret is shown by nobody's mistake: of files with secrets the path stands here, of addresses that are secrets nothing.</summary>
internal static class SettingGroups
{
    private const string General = "operations/configuration.md";

    /// <param name="current">With what a reload took over.</param>
    /// <param name="started">What everything else was started with.</param>
    public static IReadOnlyList<SettingGroup> Of(ServeConfig current, ServeConfig started) =>
    [
        new("organisation", General, [("name", started.Org), ("domains", Words(started.OrgDomains))]),
        Policy(current.Policy),
        new("listeners", General,
        [
            .. started.Milters.Select(m => ("milter " + m.Name, (m.Socket ?? m.Address?.ToString() ?? "") + ModeOf(m.Mode?.ToString()))),
            .. started.SmtpListeners.Select(s => ("smtp " + s.Name, $"{s.Kind.ToString().ToLowerInvariant()}, {s.Address}{(s.NextHop is { } next ? $" → {next.Host}:{next.Port}" : "")}{ModeOf(s.Mode?.ToString())}")),
            ("http", started.Http.ToString()), ("release.next_hop", started.ReleaseTo is { } to ? $"{to.Host}:{to.Port}" : "none: nothing can be released"),
        ]),
        Console(started.Console),
        new("store", General, [("kind", started.PostgreSql is null ? "SQLite in the data directory" : "PostgreSQL (its address is a secret)"), ("memory.rhythm", Yes(started.RememberRhythm))]),
        new("limits", General, [("message", Size(started.Limits.MaxMessageBytes)), ("transfer", Size(started.Limits.MaxTransferBytes)), ("deadline", Time(started.Limits.Deadline)), ("waiting", Number(started.Limits.MaxWaiting))]),
        new("authentication", General, [("source", Word(started.Authentication.Source)), ("authserv_id", started.Authentication.AuthservId), ("trusted_servers", Words(started.Authentication.TrustedServers))]),
        new("directory", "operations/directory.md", started.Directory is not { } directory ? [("source", "none")]
            : [("source", directory.People is { } people ? "csv " + people : directory.Ldap is { } ldap ? "ldap " + ldap.Server.Host : "graph"), ("partners", directory.Partners ?? "none"), ("refresh", Time(directory.Refresh))]),
        new("documents", "documents.md", [("inspect", Yes(started.Documents.Inspect)), ("time", Time(started.Documents.Time)), ("yara", started.Documents.Yara ?? "none")]),
        new("connectors", General,
        [
            ("clamd", started.Connectors.Clamd is { } clamd ? clamd.Socket ?? $"{clamd.Address!.Host}:{clamd.Address.Port}" : "off"), ("hashes", started.Connectors.Hashes is { } hashes ? hashes.Endpoint.Host : "off"),
            ("links", started.Connectors.Links is { } links ? links.Proxy is { } proxy ? "on, through " + proxy.Host : "on" : "off"),
        ]),
        new("notices", "operations/people.md", started.Notices is not { } notices ? [("from", "none: nobody is told")]
            : [("from", notices.From), ("next_hop", $"{notices.NextHop.Host}:{notices.NextHop.Port}"), ("url", notices.Url), ("digest_at", notices.DigestAt?.ToString("HH:mm", CultureInfo.InvariantCulture) ?? "off"), ("zone", notices.Zone.Id), ("alert", notices.Alert)]),
        new("reports", "reports.md", [("addresses", Words(started.Reports.Addresses)), ("mailbox", started.Reports.Mailbox is null ? "none" : "is read"), ("outlook", started.Outlook?.Url.Host ?? "off")]),
        new("teams", "asking.md", [("deep_link", Yes(started.Teams.DeepLink)), ("bot", Yes(started.Teams.Bot is not null)), ("chat", Yes(started.Teams.Chat is not null)), ("webhook", Yes(started.Teams.WebhookFile is not null))]),
        new("mailboxes", "sweeps.md", [("kind", started.Mailboxes switch { null => "none: nothing can be swept", { Imap: not null } => "imap", { Graph: not null } => "graph", _ => "ews" })]),
        new("automation", "automation.md", [.. Enum.GetValues<AutomaticAction>().Select(a => (a.ToString().ToLowerInvariant(), started.Automation.Actions.TryGetValue(a, out var rules) && rules.Rules.Count > 0 ? Words([.. rules.Rules.Select(r => Word(r.Do)).Distinct()]) : "off"))]),
        new("events", "events.md", started.Events.Outputs.Count == 0 ? [("outputs", "none: nobody is told")] : [.. started.Events.Outputs.Select(o => (o.Name, $"{o.Kind}, {Word(o.Format)}, mails {Word(o.Mails)}"))]),
        new("identity", "incidents.md", [("webhook", started.Identity is null ? "none" : started.Identity.Webhook.Host)]),
    ];

    private static SettingGroup Policy(PolicyConfig policy) => new("policy", General,
    [
        ("mode", Word(policy.Mode)), .. policy.Domains.Select(d => ("domains." + d.Key, Word(d.Value))), ("malicious", Word(policy.Dispositions.Malicious)), ("suspicious", Word(policy.Dispositions.Suspicious)),
        ("keep_held", Time(policy.HeldRetention)), ("tag.subject", policy.SubjectMark.Length > 0 ? policy.SubjectMark : "unchanged"), ("tag.banner", Yes(policy.Banner)), ("tag.language", policy.Language),
        ("outage.after", Time(policy.OutageAfter)), ("outage.then", Word(policy.OutageThen)),
    ]);

    private static SettingGroup Console(ConsoleConfig console) => new("console", "console.md",
    [
        ("url", console.Url.Length > 0 ? console.Url : "the address of http"), ("local_accounts", Yes(console.LocalAccounts)), ("idle", Time(console.Idle)), ("proxies", console.Proxies.Count > 0 ? Words([.. console.Proxies.Select(p => p.ToString())]) : "none"),
        .. console.Oidc is not { } oidc ? new (string, string)[] { ("oidc", "none") }
            : [("oidc.authority", oidc.Authority.AbsoluteUri), ("oidc.client_id", oidc.ClientId), ("oidc.client_secret_file", oidc.SecretFile ?? "none: a public client"), ("oidc.account_claim", oidc.AccountClaim), ("oidc.role_claim", oidc.RoleClaim), .. oidc.Roles.Select(r => ("oidc.roles." + Word(r.Value), r.Key))],
    ]);

    private static string ModeOf(string? mode) => mode is null ? "" : ", mode " + mode.ToLowerInvariant();

    private static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();

    private static string Words(IReadOnlyCollection<string> words) => words.Count > 0 ? string.Join(", ", words) : "none";

    private static string Yes(bool value) => value ? "on" : "off";

    private static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    private static string Size(long bytes) => Number(bytes >> 20) + " MB";

    private static string Time(TimeSpan time) => time switch
    {
        { TotalSeconds: < 120 } => $"{time.TotalSeconds:0.###} s",
        { TotalMinutes: < 120 } => $"{time.TotalMinutes:0} min",
        { TotalHours: < 48 } => $"{time.TotalHours:0} h",
        _ => $"{time.TotalDays:0} d",
    };
}
