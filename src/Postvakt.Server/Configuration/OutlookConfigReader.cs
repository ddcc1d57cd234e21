namespace Postvakt.Server.Configuration;

/// <summary>The keys below "outlook".</summary>
internal static class OutlookConfigReader
{
    /// <summary>Null where the section is not there.</summary>
    public static OutlookConfig? Read(ConfigSection root)
    {
        var there = root.Has("outlook");
        var section = root.Below("outlook");
        if (!there) return null;
        var url = Address(section, "url", section.Required("url"));
        var exchange = section.Text("exchange") is { Length: > 0 } metadata ? Address(section, "exchange", metadata) : null;
        var (tenant, client) = (section.Text("tenant").ToLowerInvariant(), section.Text("client_id").ToLowerInvariant());
        if (tenant.Length == 0 != (client.Length == 0)) section.Fault("tenant", "tenant and client_id belong together");
        if (exchange is null && tenant.Length == 0) section.Fault("exchange", "is missing: who signs the tokens of its users? Give exchange (on premises), or tenant and client_id (Exchange Online)");
        foreach (var (key, id) in new[] { ("tenant", tenant), ("client_id", client) })
        {
            if (id.Length > 0 && !Guid.TryParseExact(id, "D", out _)) section.Fault(key, "an id such as 5d0c1f64-8a3e-4c57-9f2b-61e7a4c0b9d2");
        }
        var authority = Address(section, "authority", section.Text("authority", "https://login.microsoftonline.com"));
        section.End();
        return url is null || authority is null ? null : new OutlookConfig(new Uri(url.AbsoluteUri.TrimEnd('/')), exchange, tenant, client, authority);
    }

    /// <summary>Outlook loads https only; tokens and keys come over it: https, or a server on this machine.</summary>
    private static Uri? Address(ConfigSection section, string key, string text)
    {
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { UserInfo: "", Query: "", Fragment: "" } && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback))) return address;
        if (text.Length > 0) section.Fault(key, "an address with https:// is expected (http:// only on this machine)");
        return null;
    }
}
