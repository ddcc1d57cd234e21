using System.Net;

namespace Postvakt.Server.Configuration;

/// <summary>A collector of syslog.</summary>
/// <param name="CaFile">Who vouches for the server, or null: whom the system trusts.</param>
/// <param name="Certificate">Of ours, where the server wants one; with its key.</param>
public sealed record SyslogConfig(DnsEndPoint Server, SyslogTransport Transport, string? CaFile, string? Certificate, string? CertificateKey);
