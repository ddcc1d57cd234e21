namespace Postvakt.Protocols.Smtp;

/// <summary>How a connection is encrypted.</summary>
/// <param name="Version">Such as Tls13.</param>
/// <param name="Cipher">The suite's name, such as TLS_AES_256_GCM_SHA384.</param>
public sealed record SmtpTls(string Version, string Cipher);
