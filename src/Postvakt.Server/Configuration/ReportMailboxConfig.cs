using System.Net;
using MailKit.Security;

namespace Postvakt.Server.Configuration;

/// <summary>A mailbox of reports that is read over IMAP.</summary>
/// <param name="PasswordFile">File with the password.</param>
/// <param name="Tls">How the connection is secured; on another port than 993 with STARTTLS, and nothing on this machine alone.</param>
/// <param name="CaFile">PEM file with the authority that signed the server's certificate, or null: the system's.</param>
/// <param name="Folder">Where reports arrive; INBOX.</param>
/// <param name="Done">Folder that processed reports go to.</param>
/// <param name="Unreadable">Folder for what no report could be read from: people look at it.</param>
/// <param name="Every">How often it is looked at where the server cannot tell by itself (RFC 2177), and at the latest.</param>
public sealed record ReportMailboxConfig(DnsEndPoint Server, SecureSocketOptions Tls, string? CaFile, string User, string PasswordFile, string Folder, string Done, string Unreadable, TimeSpan Every);
