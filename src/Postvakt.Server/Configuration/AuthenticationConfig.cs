using System.Net;

namespace Postvakt.Server.Configuration;

/// <param name="AuthservId">Name under which we write results.</param>
/// <param name="TrustedServers">authserv-ids that count with Trust.</param>
/// <param name="Dns">Resolvers; empty: those of the system.</param>
public sealed record AuthenticationConfig(
    AuthenticationSource Source, string AuthservId, IReadOnlyList<string> TrustedServers, IReadOnlyList<IPEndPoint> Dns, TimeSpan QueryTime, TimeSpan MessageTime,
    IReadOnlyList<string> TrustedSealers);
