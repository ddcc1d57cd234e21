namespace Postvakt.Server.Configuration;

/// <summary>How the way to an IMAP server is protected.</summary>
public enum ImapTls
{
    /// <summary>Not at all: the master password can be read on the way. Only where the server is on this machine.</summary>
    None,

    /// <summary>Before the password is said (RFC 9051 section 6.2.1).</summary>
    StartTls,

    /// <summary>From the first byte, usually port 993 (RFC 8314 section 3.2). The default.</summary>
    Imaps,
}
