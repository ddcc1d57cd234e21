namespace Postvakt.Protocols.Smtp.Sending;

/// <summary>How a sender encrypts.</summary>
public enum SmtpTlsMode
{
    None,
    /// <summary>Where the peer offers it; in clear where it does not or the handshake fails. Certificates are not looked at: the alternative is no encryption.</summary>
    Opportunistic,
    /// <summary>Always; certificates are not looked at. Keeps listeners out, not those in between.</summary>
    Required,
    /// <summary>Always, with a certificate for the peer's name that leads to a trusted root.</summary>
    Verified,
}
