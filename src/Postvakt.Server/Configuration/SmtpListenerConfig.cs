using System.Net;
using Postvakt.Detection;

namespace Postvakt.Server.Configuration;

/// <param name="NextHop">host:port that judged mail goes on to; null for journals.</param>
/// <param name="AllowedClients">Networks that may speak to it.</param>
/// <param name="ForwardingClients">Networks whose XFORWARD and XCLIENT are believed.</param>
public sealed record SmtpListenerConfig(
    string Name, SmtpKind Kind, IPEndPoint Address, Mode? Mode, DnsEndPoint? NextHop, IReadOnlyList<IPNetwork> AllowedClients,
    IReadOnlyList<IPNetwork> ForwardingClients, string? Certificate, string? CertificateKey);
