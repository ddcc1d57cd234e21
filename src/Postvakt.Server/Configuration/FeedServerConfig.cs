namespace Postvakt.Server.Configuration;

/// <summary>A server that a feed is read from, or that a sister listens on.</summary>
/// <param name="Url">https, or http on this machine; no user in it.</param>
/// <param name="User">For HTTP Basic, with <paramref name="SecretFile"/> as password; null: the secret is a token (RFC 6750), or there is none.</param>
/// <param name="SecretFile">File with password or token, read anew each time; null for a server that asks for none.</param>
/// <param name="CaFile">PEM certificates that alone are trusted; null: those of the system.</param>
/// <param name="Pin">SHA-256 of the server's public key (SubjectPublicKeyInfo) in Base64; null for any.</param>
public sealed record FeedServerConfig(Uri Url, string? User, string? SecretFile, string? CaFile, string? Pin);
