namespace Postvakt.Server.Configuration;

/// <summary>The add-in for Outlook, and whom its users' tokens come from.</summary>
/// <param name="Url">Where people reach the http listener, with https://, without a slash at its end.</param>
/// <param name="Exchange">Address of Exchange's authentication metadata (…/autodiscover/metadata/json/1), whose keys sign identity tokens on premises; null: none.</param>
/// <param name="Tenant">Id of the Entra tenant, or empty: no single sign-on.</param>
/// <param name="ClientId">Id of the application that is registered there, or empty.</param>
/// <param name="Authority">Who signs its tokens; https://login.microsoftonline.com.</param>
public sealed record OutlookConfig(Uri Url, Uri? Exchange, string Tenant, string ClientId, Uri Authority)
{
    public bool HasEntra => Tenant.Length > 0;
}
