using System.Net;

namespace Postvakt.Server.Configuration;

/// <summary>A directory service that speaks LDAP (RFC 4511).</summary>
/// <param name="CaFile">PEM file of the authorities that the server's certificate must lead to; null: those of the system.</param>
/// <param name="BindDn">Account that reads; empty: anonymous.</param>
/// <param name="PasswordFile">File with its password, or null for anonymous.</param>
/// <param name="Base">Where people and groups stand below.</param>
/// <param name="Filter">RFC 4515; empty: the usual one of the kind.</param>
public sealed record LdapConfig(DnsEndPoint Server, LdapTls Tls, string? CaFile, string BindDn, string? PasswordFile, string Base, string Filter, LdapKind Kind);
