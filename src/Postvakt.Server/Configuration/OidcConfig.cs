using Postvakt.Audit;

namespace Postvakt.Server.Configuration;

/// <summary>An OpenID Connect provider that people sign in with.</summary>
/// <param name="Authority">Its issuer: what "/.well-known/openid-configuration" is put after. https, but on this machine.</param>
/// <param name="SecretFile">File with the client's secret, or null for a public client.</param>
/// <param name="Name">On the button.</param>
/// <param name="AccountClaim">Which claim says who it is.</param>
/// <param name="RoleClaim">Which claim's values stand for roles.</param>
/// <param name="Roles">Value of that claim to role.</param>
/// <param name="Scopes">Asked for besides openid.</param>
/// <param name="Back">Where the provider sends people back to.</param>
public sealed record OidcConfig(
    Uri Authority, string ClientId, string? SecretFile, string Name, string AccountClaim, string RoleClaim, IReadOnlyDictionary<string, Role> Roles, IReadOnlyList<string> Scopes, Uri Back);
