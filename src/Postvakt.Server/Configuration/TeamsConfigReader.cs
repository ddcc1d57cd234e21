namespace Postvakt.Server.Configuration;

/// <summary>The keys below "teams".</summary>
internal static class TeamsConfigReader
{
    private const string Login = "https://login.microsoftonline.com";

    public static TeamsConfig Read(ConfigSection root)
    {
        if (!root.Has("teams")) return TeamsConfig.None;
        var section = root.Below("teams");
        var tenant = section.Text("tenant");
        var bot = section.Has("bot") ? Bot(section.Below("bot"), tenant) : null;
        var chat = section.Has("chat") ? Chat(section.Below("chat")) : null;
        if ((bot is not null || chat is not null) && !IsId(tenant)) section.Fault("tenant", "the id of the tenant: people of another one are nobody here");
        var config = new TeamsConfig(tenant, section.Switch("deep_link", true), bot, chat, section.Text("webhook_file") is { Length: > 0 } file ? file : null);
        section.End();
        return config;
    }

    private static TeamsBotConfig Bot(ConfigSection section, string tenant)
    {
        var urls = section.Words("service_urls");
        var allowed = new List<Uri>();
        foreach (var url in urls.Count > 0 ? urls : ["https://smba.trafficmanager.net"])
        {
            if (Address(url) is { } address) allowed.Add(address);
            else section.Fault("service_urls", "addresses with https:// are expected");
        }
        var config = new TeamsBotConfig(
            section.Required("app_id"), section.Required("secret_file"), Address(section, "authority", Login), section.Text("token_tenant", tenant),
            section.Text("scope", "https://api.botframework.com/.default"), Address(section, "metadata", "https://login.botframework.com/v1/.well-known/openidconfiguration"),
            section.Text("issuer", "https://api.botframework.com"), allowed);
        if (!IsId(config.AppId)) section.Fault("app_id", "the id of the bot's application");
        if (config.TokenTenant.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('-' or '.'))) section.Fault("token_tenant", "the tenant's id, or botframework.com");
        section.End();
        return config;
    }

    private static TeamsChatConfig Chat(ConfigSection section)
    {
        var config = new TeamsChatConfig(
            section.Required("client_id"), section.Text("secret_file") is { Length: > 0 } file ? file : null, section.Required("token_file"), section.Required("user"),
            Address(section, "authority", Login), Address(section, "endpoint", "https://graph.microsoft.com"));
        if (!IsId(config.ClientId)) section.Fault("client_id", "the id of the application");
        if (!IsId(config.User)) section.Fault("user", "the id of the account that asks");
        section.End();
        return config;
    }

    /// <summary>Ids become parts of addresses: only what they are made of (GUID).</summary>
    private static bool IsId(string text) => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-');

    private static Uri Address(ConfigSection section, string key, string otherwise)
    {
        if (Address(section.Text(key, otherwise)) is { } address) return address;
        section.Fault(key, "an address with https:// is expected (http:// only on this machine)");
        return new Uri(otherwise);
    }

    /// <summary>Secrets go there: https, or a server on this machine.</summary>
    private static Uri? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address is { UserInfo: "", Query: "", Fragment: "" }
        && (address.Scheme == Uri.UriSchemeHttps || (address.Scheme == Uri.UriSchemeHttp && address.IsLoopback)) ? address : null;
}
