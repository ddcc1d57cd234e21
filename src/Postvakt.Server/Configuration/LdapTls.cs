namespace Postvakt.Server.Configuration;

/// <summary>How the way to an LDAP server is protected.</summary>
public enum LdapTls
{
    /// <summary>Not at all: password and people can be read on the way, and changed. The default only where the server is on this machine.</summary>
    None,

    /// <summary>Before anything is said (RFC 4513 3). The default.</summary>
    StartTls,

    /// <summary>From the first byte, usually port 636; the default there.</summary>
    Ldaps,
}
