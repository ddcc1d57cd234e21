using Postvakt.Server.Configuration;

namespace Postvakt.Server.Gateway;

/// <summary>The sections of the configuration that are read once, at the start. A reload that changes one must say so: who thinks that a scanner is asked now, or a provider cut off, is wrong otherwise.</summary>
internal static class RestartKeys
{
    private static readonly (string Key, Func<ServeConfig, ServeConfig, bool> IsSame)[] All =
    [
        ("milter", (a, b) => a.Milters.SequenceEqual(b.Milters)),
        ("smtp", (a, b) => SameListeners(a.SmtpListeners, b.SmtpListeners)),
        ("http", (a, b) => a.Http.Equals(b.Http)),
        ("data", (a, b) => a.Data == b.Data),
        ("store", (a, b) => a.PostgreSql == b.PostgreSql && a.StoreConnections == b.StoreConnections),
        ("organisation", (a, b) => a.Org == b.Org && a.OrgDomains.SequenceEqual(b.OrgDomains)),
        ("authentication", (a, b) => SameAuthentication(a.Authentication, b.Authentication)),
        ("limits", (a, b) => a.Limits == b.Limits),
        // Where nothing is said of it, it follows from the listeners, which are named already.
        ("release", (a, b) => Equals(a.ReleaseTo, b.ReleaseTo) || !SameListeners(a.SmtpListeners, b.SmtpListeners)),
        ("memory", (a, b) => a.RememberRhythm == b.RememberRhythm),
        ("directory", (a, b) => a.Directory == b.Directory),
        ("notices", (a, b) => a.Notices == b.Notices),
        ("mailboxes", (a, b) => a.Mailboxes == b.Mailboxes),
        ("sweep", (a, b) => a.Sweep == b.Sweep),
        ("automation", (a, b) => a.Automation.Same(b.Automation)),
        ("console", (a, b) => SameConsole(a.Console, b.Console)),
        ("documents", (a, b) => a.Documents == b.Documents),
        ("clamd", (a, b) => a.Connectors.Clamd == b.Connectors.Clamd),
        ("hashes", (a, b) => a.Connectors.Hashes == b.Connectors.Hashes),
        ("links", (a, b) => SameLinks(a.Connectors.Links, b.Connectors.Links)),
        ("teams", (a, b) => SameTeams(a.Teams, b.Teams)),
        ("advisories", (a, b) => a.Advisories == b.Advisories),
        ("incidents", (a, b) => a.Playbook.Steps.SequenceEqual(b.Playbook.Steps)),
        ("identity", (a, b) => a.Identity == b.Identity),
        // Whether reports are answered follows from the notices.
        ("reports", (a, b) => a.Reports with { Addresses = b.Reports.Addresses, Answers = b.Reports.Answers } == b.Reports && a.Reports.Addresses.SequenceEqual(b.Reports.Addresses)),
        ("outlook", (a, b) => a.Outlook == b.Outlook),
        ("sharing", (a, b) => a.Sharing with { Feeds = b.Sharing.Feeds, Sisters = b.Sharing.Sisters } == b.Sharing && a.Sharing.Feeds.SequenceEqual(b.Sharing.Feeds) && a.Sharing.Sisters.SequenceEqual(b.Sharing.Sisters)),
        ("events", (a, b) => a.Events.Same(b.Events)),
    ];

    /// <summary>Those in which two configurations differ.</summary>
    public static IReadOnlyList<string> Between(ServeConfig before, ServeConfig next) => [.. All.Where(k => !k.IsSame(next, before)).Select(k => k.Key)];

    private static bool SameConsole(ConsoleConfig one, ConsoleConfig other) =>
        one with { Proxies = other.Proxies, Oidc = other.Oidc } == other && one.Proxies.SequenceEqual(other.Proxies) && SameProvider(one.Oidc, other.Oidc);

    private static bool SameProvider(OidcConfig? one, OidcConfig? other) => one is null || other is null ? one == other
        : one with { Roles = other.Roles, Scopes = other.Scopes } == other && one.Scopes.SequenceEqual(other.Scopes) && one.Roles.Count == other.Roles.Count && !one.Roles.Except(other.Roles).Any();

    private static bool SameAuthentication(AuthenticationConfig one, AuthenticationConfig other) =>
        one with { TrustedServers = other.TrustedServers, Dns = other.Dns, TrustedSealers = other.TrustedSealers } == other
        && one.TrustedServers.SequenceEqual(other.TrustedServers) && one.Dns.SequenceEqual(other.Dns) && one.TrustedSealers.SequenceEqual(other.TrustedSealers);

    private static bool SameListeners(IReadOnlyList<SmtpListenerConfig> one, IReadOnlyList<SmtpListenerConfig> other) =>
        one.Count == other.Count && one.Zip(other).All(p => p.First with { AllowedClients = p.Second.AllowedClients, ForwardingClients = p.Second.ForwardingClients } == p.Second
            && p.First.AllowedClients.SequenceEqual(p.Second.AllowedClients) && p.First.ForwardingClients.SequenceEqual(p.Second.ForwardingClients));

    private static bool SameLinks(LinksConfig? one, LinksConfig? other) => one is null || other is null ? one == other : one with { Allow = other.Allow } == other && one.Allow.SequenceEqual(other.Allow);

    private static bool SameTeams(TeamsConfig one, TeamsConfig other) => one with { Bot = other.Bot } == other
        && (one.Bot is null || other.Bot is null ? one.Bot == other.Bot : one.Bot with { ServiceUrls = other.Bot.ServiceUrls } == other.Bot && one.Bot.ServiceUrls.SequenceEqual(other.Bot.ServiceUrls));
}
