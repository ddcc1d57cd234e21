namespace Postvakt.Server.Directories.Ldap;

/// <summary>Result codes that an operator meets (RFC 4511 appendix A.2).</summary>
internal static class LdapResults
{
    /// <summary>Null for the others.</summary>
    public static string? NameOf(int code) => code switch
    {
        1 => "operations error; Active Directory says so to readers that did not bind",
        3 => "the server's time limit",
        4 => "the server's size limit; let this account read more, or in pages",
        8 => "stronger authentication is required: use TLS",
        13 => "confidentiality is required: use TLS",
        32 => "there is no such place",
        34 => "that is no distinguished name",
        48 => "inappropriate authentication",
        49 => "invalid credentials",
        50 => "not allowed",
        51 or 52 => "the server is busy or not available",
        53 => "the server is not willing",
        _ => null,
    };
}
