using System.Net;

namespace Postvakt.Server.Configuration;

/// <param name="Address">host:port of clamd, or null for a socket.</param>
/// <param name="Socket">Path of its socket, or null.</param>
/// <param name="Time">For one mail.</param>
/// <param name="Size">Bytes of a mail that are sent; clamd has a limit of its own (StreamMaxLength).</param>
public sealed record ClamdConfig(DnsEndPoint? Address, string? Socket, TimeSpan Time, long Size);
