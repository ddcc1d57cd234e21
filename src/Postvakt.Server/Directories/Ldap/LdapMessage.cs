using System.Formats.Asn1;

namespace Postvakt.Server.Directories.Ldap;

/// <param name="Id">0: the server speaks without being asked (RFC 4511 4.4).</param>
/// <param name="Cookie">Where the next page begins; empty: there is none (RFC 2696 3).</param>
internal sealed record LdapMessage(int Id, int Kind, AsnReader Body, byte[] Cookie);
