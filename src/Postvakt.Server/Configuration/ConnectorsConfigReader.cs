namespace Postvakt.Server.Configuration;

/// <summary>Keys of what else is asked about a mail. Each is off until it is named.</summary>
internal static class ConnectorsConfigReader
{
    private const string VirusTotal = "https://www.virustotal.com/api/v3";

    public static ConnectorsConfig Read(ConfigSection root)
    {
        var config = new ConnectorsConfig(
            root.Has("clamd") ? Clamd(root.Below("clamd")) : null, root.Has("hashes") ? Hashes(root.Below("hashes")) : null, root.Has("links") ? Links(root.Below("links")) : null);
        return config;
    }

    private static ClamdConfig Clamd(ConfigSection section)
    {
        var (address, socket) = (section.Text("address"), section.Text("socket"));
        var target = ConfigReader.HostAndPort(address);
        if ((address.Length > 0) == (socket.Length > 0)) section.Fault("address", "give either an address (host:port) or a socket");
        else if (address.Length > 0 && target is null) section.Fault("address", "host:port of clamd");
        var config = new ClamdConfig(
            target, socket.Length > 0 ? socket : null, section.Time("time", TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2)), section.Size("size", 25 << 20, 1 << 20, 1L << 30));
        section.End();
        return config;
    }

    private static HashesConfig Hashes(ConfigSection section)
    {
        var endpoint = Address(section, "endpoint", VirusTotal);
        if (endpoint is not null && !EventsConfigReader.IsFit(endpoint)) section.Fault("endpoint", "an address with https://: the key is sent to it");
        var config = new HashesConfig(
            endpoint ?? new Uri(VirusTotal), section.Required("key_file"), section.Number("engines", 3, 1, 100),
            section.Time("time", TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)));
        section.End();
        return config;
    }

    private static LinksConfig? Links(ConfigSection section)
    {
        var on = section.Switch("inspect", false);
        var agent = section.Text("user_agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64)");
        if (agent.Length > 200 || agent.Any(c => c is < ' ' or > '~')) section.Fault("user_agent", "at most 200 printable characters");
        var config = new LinksConfig(
            Address(section, "proxy", ""), agent, [.. section.Words("allow").Select(h => h.ToLowerInvariant())], section.Time("time", TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2)),
            section.Size("size", 20 << 20, 1 << 10, 256 << 20), section.Number("hops", 8, 0, 20));
        section.End();
        return on ? config : null;
    }

    private static Uri? Address(ConfigSection section, string key, string otherwise)
    {
        var text = section.Text(key, otherwise);
        if (text.Length == 0) return null;
        if (Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https" && address.UserInfo.Length == 0) return address;
        section.Fault(key, "an http or https address without a user");
        return null;
    }
}
