namespace Postvakt.Server.Configuration;

/// <summary>Who runs the accounts, and hears of those that seem taken over.</summary>
/// <param name="Webhook">Takes a POST of JSON.</param>
/// <param name="SecretFile">Key of its signature, or null: unsigned.</param>
public sealed record IdentityConfig(Uri Webhook, string? SecretFile);
