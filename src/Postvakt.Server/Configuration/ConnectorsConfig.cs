using System.Net;

namespace Postvakt.Server.Configuration;

/// <summary>Who else is asked about a mail; null for each that is not.</summary>
public sealed record ConnectorsConfig(ClamdConfig? Clamd, HashesConfig? Hashes, LinksConfig? Links);

/// <param name="Address">host:port of clamd, or null for a socket.</param>
/// <param name="Socket">Path of its socket, or null.</param>
/// <param name="Time">For one mail.</param>
/// <param name="Size">Bytes of a mail that are sent; clamd has a limit of its own (StreamMaxLength).</param>
public sealed record ClamdConfig(DnsEndPoint? Address, string? Socket, TimeSpan Time, long Size);

/// <param name="Endpoint">Base address of the interface, version 3.</param>
/// <param name="KeyFile">File with the key.</param>
/// <param name="Engines">Engines that must call a file malicious before it counts.</param>
/// <param name="Time">For all look-ups of one mail.</param>
public sealed record HashesConfig(Uri Endpoint, string KeyFile, int Engines, TimeSpan Time);

/// <param name="Proxy">Egress proxy, or null.</param>
/// <param name="Allow">Host names that may have private addresses.</param>
/// <param name="Time">For all links of one mail.</param>
/// <param name="Size">Bytes of one answer that are read.</param>
/// <param name="Hops">Redirects that are followed.</param>
public sealed record LinksConfig(Uri? Proxy, string UserAgent, IReadOnlyList<string> Allow, TimeSpan Time, long Size, int Hops);
