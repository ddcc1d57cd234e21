namespace Postvakt.Server.Configuration;

/// <summary>A receiver that is posted to.</summary>
/// <param name="Address">Where to, or null where it stands in <paramref name="AddressFile"/>: addresses of chats hold their secret.</param>
/// <param name="SecretFile">Key of the signature, or null: unsigned.</param>
public sealed record WebhookConfig(Uri? Address, string? AddressFile, string? SecretFile, string? CaFile, WebhookBody Body);
