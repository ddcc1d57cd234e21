using System.Net;
using Postvakt.Access;
using Postvakt.Audit;

namespace Postvakt.Server.Configuration;

/// <summary>The keys below "console".</summary>
internal static class ConsoleConfigReader
{
    private static readonly string[] AccountClaims = ["email", "preferred_username", "upn"];

    public static ConsoleConfig Read(ConfigSection section, Func<ConfigSection, string, IReadOnlyList<string>, IReadOnlyList<IPNetwork>> networks)
    {
        var url = section.Text("url").TrimEnd('/');
        if (url.Length > 0 && !(Uri.TryCreate(url, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0 && address.PathAndQuery == "/")) section.Fault("url", "where people reach the console: an http or https address without a path");
        var there = section.Has("oidc");
        var oidc = Oidc(section.Below("oidc"), there, url);
        var config = new ConsoleConfig(url)
        {
            Oidc = oidc, LocalAccounts = section.Switch("local_accounts", true), Proxies = networks(section, "proxies", []),
            Idle = section.Time("idle", Session.UsualIdle, TimeSpan.FromMinutes(10), Session.Holds),
        };
        if (!config.LocalAccounts && !there) section.Fault("local_accounts", "without them nobody comes in: name a provider under console.oidc");
        section.End();
        return config;
    }

    private static OidcConfig? Oidc(ConfigSection section, bool there, string url)
    {
        if (!there) return null;
        var (text, client, secret) = (section.Required("authority"), section.Required("client_id"), section.Text("client_secret_file"));
        var authority = Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { UserInfo: "", Query: "", Fragment: "" } && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) ? address : null;
        if (authority is null && text.Length > 0) section.Fault("authority", "an address with https:// is expected (http:// only on this machine)");
        var (account, roleClaim, name) = (section.Text("account_claim", "email"), section.Text("role_claim", "groups"), section.Text("name", authority?.Host ?? ""));
        if (!AccountClaims.Contains(account, StringComparer.Ordinal)) section.Fault("account_claim", "one of " + string.Join(", ", AccountClaims));
        if (name.Length is 0 or > 60 || name.Any(char.IsControl)) section.Fault("name", "1 to 60 characters: they stand on the button");
        var (below, roles) = (section.Below("roles"), new Dictionary<string, Role>(StringComparer.Ordinal));
        foreach (var role in (Role[])[Role.Analyst, Role.Responder, Role.Administrator])
        {
            // Who is in several groups has the highest role.
            foreach (var value in below.Words(role.ToString().ToLowerInvariant())) roles[value] = role;
        }
        below.End();
        var scopes = section.Words("scopes");
        section.End();
        if (url.Length == 0) section.Fault("authority", "the provider sends people back to the console: say console.url");
        // A wrong url is told by who read it.
        return authority is null || client.Length == 0 || url.Length == 0 || !Uri.TryCreate(url + "/signin/back", UriKind.Absolute, out var back) ? null
            : new OidcConfig(authority, client, secret.Length > 0 ? secret : null, name, account, roleClaim, roles, scopes.Count > 0 ? scopes : ["profile", "email"], back);
    }
}
