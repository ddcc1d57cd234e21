namespace Postvakt.Server.Configuration;

/// <summary>The bot (documentation: "Authentication with the Bot Connector API").</summary>
/// <param name="SecretFile">File with the client secret of its application.</param>
/// <param name="Authority">Who gives tokens; https://login.microsoftonline.com.</param>
/// <param name="TokenTenant">Tenant that the token is asked of: the tenant of a single-tenant bot, "botframework.com" for one of many.</param>
/// <param name="Scope">https://api.botframework.com/.default.</param>
/// <param name="Metadata">OpenID metadata of whoever signs what comes in.</param>
/// <param name="Issuer">https://api.botframework.com.</param>
/// <param name="ServiceUrls">Where a token of ours may be sent; only scheme, host and port count.</param>
public sealed record TeamsBotConfig(string AppId, string SecretFile, Uri Authority, string TokenTenant, string Scope, Uri Metadata, string Issuer, IReadOnlyList<Uri> ServiceUrls)
{
    /// <summary>Whether a token of ours may be sent there.</summary>
    public bool Allows(string serviceUrl) =>
        Uri.TryCreate(serviceUrl, UriKind.Absolute, out var address) && address is { UserInfo: "", Query: "", Fragment: "" } && ServiceUrls.Any(a => a.Scheme == address.Scheme && a.Host == address.Host && a.Port == address.Port);
}
