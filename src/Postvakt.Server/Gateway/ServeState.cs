using Postvakt.Server.Configuration;

namespace Postvakt.Server.Gateway;

/// <summary>The configuration that holds at this moment; a reload swaps it whole.</summary>
internal sealed class ServeState(ServeConfig config)
{
    private volatile ServeConfig _current = config;
    private volatile BannerExtras _extras = BannerExtras.None;

    public ServeConfig Current => _current;

    /// <summary>What banners say besides; changes while serving.</summary>
    public BannerExtras Extras { get => _extras; set => _extras = value; }

    /// <summary>Takes over what may change while serving; returns the keys that need a restart to take effect.</summary>
    public IReadOnlyList<string> Take(ServeConfig next)
    {
        var before = _current;
        _current = before with { Policy = next.Policy };
        var later = new List<string>();
        if (!next.Milters.SequenceEqual(before.Milters)) later.Add("milter");
        if (!SameListeners(next.SmtpListeners, before.SmtpListeners)) later.Add("smtp");
        if (!next.Http.Equals(before.Http)) later.Add("http");
        if (next.Data != before.Data) later.Add("data");
        if (next.PostgreSql != before.PostgreSql || next.StoreConnections != before.StoreConnections) later.Add("store");
        if (next.Org != before.Org || !next.OrgDomains.SequenceEqual(before.OrgDomains)) later.Add("organisation");
        if (!SameAuthentication(next.Authentication, before.Authentication)) later.Add("authentication");
        if (next.Limits != before.Limits) later.Add("limits");
        // Where nothing is said of it, it follows from the listeners, which are named already.
        if (!Equals(next.ReleaseTo, before.ReleaseTo) && !later.Contains("smtp")) later.Add("release");
        if (next.RememberRhythm != before.RememberRhythm) later.Add("memory");
        if (next.Directory != before.Directory) later.Add("directory");
        if (next.Notices != before.Notices) later.Add("notices");
        if (next.Mailboxes != before.Mailboxes) later.Add("mailboxes");
        if (next.Sweep != before.Sweep) later.Add("sweep");
        if (!next.Automation.Same(before.Automation)) later.Add("automation");
        if (!SameConsole(next.Console, before.Console)) later.Add("console");
        return later;
    }

    private static bool SameConsole(ConsoleConfig one, ConsoleConfig other) =>
        one with { Proxies = other.Proxies, Oidc = other.Oidc } == other && one.Proxies.SequenceEqual(other.Proxies) && SameProvider(one.Oidc, other.Oidc);

    private static bool SameProvider(OidcConfig? one, OidcConfig? other) => one is null || other is null ? one == other
        : one with { Roles = other.Roles, Scopes = other.Scopes } == other && one.Scopes.SequenceEqual(other.Scopes) && one.Roles.Count == other.Roles.Count && !one.Roles.Except(other.Roles).Any();

    private static bool SameAuthentication(AuthenticationConfig one, AuthenticationConfig other) =>
        one with { TrustedServers = other.TrustedServers, Dns = other.Dns, TrustedSealers = other.TrustedSealers } == other
        && one.TrustedServers.SequenceEqual(other.TrustedServers) && one.Dns.SequenceEqual(other.Dns) && one.TrustedSealers.SequenceEqual(other.TrustedSealers);

    private static bool SameListeners(IReadOnlyList<SmtpListenerConfig> one, IReadOnlyList<SmtpListenerConfig> other) =>
        one.Count == other.Count && one.Zip(other).All(p => p.First with { AllowedClients = [], ForwardingClients = [] } is var a && p.Second with { AllowedClients = [], ForwardingClients = [] } is var b
            && a with { AllowedClients = b.AllowedClients, ForwardingClients = b.ForwardingClients } == b
            && p.First.AllowedClients.SequenceEqual(p.Second.AllowedClients) && p.First.ForwardingClients.SequenceEqual(p.Second.ForwardingClients));
}
