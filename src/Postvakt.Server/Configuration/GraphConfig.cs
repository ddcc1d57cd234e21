namespace Postvakt.Server.Configuration;

/// <summary>Microsoft Graph v1.0, as an application of a tenant.</summary>
/// <param name="SecretFile">File with the application's client secret.</param>
/// <param name="Authority">Who gives tokens; https://login.microsoftonline.com.</param>
/// <param name="Endpoint">https://graph.microsoft.com; national clouds have others.</param>
public sealed record GraphConfig(string Tenant, string ClientId, string SecretFile, Uri Authority, Uri Endpoint);
