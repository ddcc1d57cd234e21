namespace Postvakt.Server.Configuration;

/// <summary>Which attributes an LDAP server writes people with.</summary>
public enum LdapKind
{
    /// <summary>inetOrgPerson (RFC 2798) and groupOfNames (RFC 4519).</summary>
    Standard,

    /// <summary>Active Directory, with or without Exchange.</summary>
    ActiveDirectory,
}
