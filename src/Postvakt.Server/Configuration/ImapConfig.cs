using System.Net;

namespace Postvakt.Server.Configuration;

/// <summary>Mailboxes of an IMAP server (RFC 9051) that one account may open all of, such as a master user of Dovecot.</summary>
/// <param name="CaFile">PEM file of the authorities that the server's certificate must lead to; null: those of the system.</param>
/// <param name="Master">Name of that account.</param>
/// <param name="PasswordFile">File with its password.</param>
/// <param name="Separator">Stands between the mailbox's name and the account's (Dovecot's auth_master_user_separator). "*".</param>
/// <param name="LocalPart">Mailboxes are called by what stands before the @, not by the whole address. False.</param>
public sealed record ImapConfig(DnsEndPoint Server, ImapTls Tls, string? CaFile, string Master, string PasswordFile, string Separator, bool LocalPart);
