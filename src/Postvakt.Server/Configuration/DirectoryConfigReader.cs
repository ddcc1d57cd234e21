using System.Net;

namespace Postvakt.Server.Configuration;

/// <summary>The keys below "directory".</summary>
internal static class DirectoryConfigReader
{
    /// <summary>RFC 4513 3.1.1 asks for none; ldaps is registered there (IANA).</summary>
    private const int LdapsPort = 636;

    private static readonly string[] Kinds = ["csv", "ldap", "graph"];

    /// <summary>Null where the section is not there.</summary>
    public static DirectoryConfig? Read(ConfigSection root)
    {
        var there = root.Has("directory");
        var section = root.Below("directory");
        if (!there) return null;
        var given = Kinds.Where(section.Has).ToArray();
        if (given.Length != 1) section.Fault(given.FirstOrDefault() ?? "csv", "exactly one of csv, ldap and graph says where people come from; " + (given.Length == 0 ? "none does" : $"here are {string.Join(" and ", given)}"));
        var (csv, ldap, graph) = (section.Below("csv"), section.Below("ldap"), section.Below("graph"));
        var partners = section.Text("partners");
        var ofCsv = csv.Text("partners");
        if (partners.Length > 0 && ofCsv.Length > 0) section.Fault("partners", "stands here and under csv; give one of both");
        var config = new DirectoryConfig
        {
            People = given.Contains("csv") ? csv.Required("people") : null,
            Ldap = given.Contains("ldap") ? Ldap(ldap) : null,
            Graph = given.Contains("graph") ? Graph(graph) : null,
            Partners = NullIfEmpty(partners.Length > 0 ? partners : ofCsv),
            Refresh = section.Time("refresh", new DirectoryConfig().Refresh, TimeSpan.FromMinutes(1), TimeSpan.FromDays(7)),
        };
        csv.Text("people");
        csv.End();
        section.End();
        return config;
    }

    private static LdapConfig Ldap(ConfigSection section)
    {
        var server = ConfigReader.HostAndPort(section.Required("server"));
        if (server is null && section.Text("server").Length > 0) section.Fault("server", "host:port is expected, such as ldap.firm.example:389");
        server ??= new DnsEndPoint("localhost", 389);
        var tls = section.Choice("tls", server.Port == LdapsPort ? LdapTls.Ldaps : IsLoopback(server.Host) ? LdapTls.None : LdapTls.StartTls);
        var (dn, password) = (section.Text("bind_dn"), NullIfEmpty(section.Text("password_file")));
        // RFC 4513 5.1.2: a name without a password is answered with yes, and proves nothing.
        if (dn.Length > 0 && password is null) section.Fault("password_file", "is missing: a file with the password of bind_dn");
        if (dn.Length == 0 && password is not null) section.Fault("bind_dn", "is missing: whose password is it?");
        var (kind, filter, ca) = (Kind(section), section.Text("filter"), NullIfEmpty(section.Text("ca_file")));
        if (filter.Length > 0 && Directories.Ldap.LdapFilter.Fault(filter) is { } fault) section.Fault("filter", fault);
        if (ca is not null && tls == LdapTls.None) section.Fault("ca_file", "has no use without tls");
        var config = new LdapConfig(server, tls, ca, dn, password, section.Required("base"), filter, kind);
        section.End();
        return config;
    }

    private static LdapKind Kind(ConfigSection section)
    {
        var kind = section.Text("kind", "standard").ToLowerInvariant();
        if (kind is not ("standard" or "active_directory")) section.Fault("kind", "one of standard, active_directory");
        return kind == "active_directory" ? LdapKind.ActiveDirectory : LdapKind.Standard;
    }

    internal static GraphConfig Graph(ConfigSection section)
    {
        var config = new GraphConfig(
            section.Required("tenant"), section.Required("client_id"), section.Required("secret_file"), Address(section, "authority", "https://login.microsoftonline.com"), Address(section, "endpoint", "https://graph.microsoft.com"));
        if (config.Tenant.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.'))) section.Fault("tenant", "the tenant's id or one of its domains");
        section.End();
        return config;
    }

    /// <summary>Secrets and people go there: https, or a server on this machine.</summary>
    internal static Uri Address(ConfigSection section, string key, string otherwise)
    {
        if (Uri.TryCreate(section.Text(key, otherwise), UriKind.Absolute, out var address) && address is { UserInfo: "", Query: "", Fragment: "" }
            && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))) return address;
        section.Fault(key, "an address with https:// is expected (http:// only on this machine)");
        return new Uri(otherwise);
    }

    public static bool IsLoopback(string host) => host == "localhost" || (IPAddress.TryParse(host, out var address) && IPAddress.IsLoopback(address));

    private static string? NullIfEmpty(string text) => text.Length > 0 ? text : null;
}
