namespace Postvakt.Server.Configuration;

/// <summary>Chat messages of a service account through Microsoft Graph, with delegated permissions Chat.Create and ChatMessage.Send.</summary>
/// <param name="SecretFile">Client secret of the application, or null for a public client.</param>
/// <param name="TokenFile">File with a refresh token of the service account; it is replaced when the service gives a newer one.</param>
/// <param name="User">Id of the service account.</param>
/// <param name="Authority">https://login.microsoftonline.com.</param>
/// <param name="Endpoint">https://graph.microsoft.com.</param>
public sealed record TeamsChatConfig(string ClientId, string? SecretFile, string TokenFile, string User, Uri Authority, Uri Endpoint);
