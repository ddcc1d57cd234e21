namespace Postvakt.Server.Configuration;

/// <param name="Proxy">Egress proxy, or null.</param>
/// <param name="Allow">Host names that may have private addresses.</param>
/// <param name="Time">For all links of one mail.</param>
/// <param name="Size">Bytes of one answer that are read.</param>
/// <param name="Hops">Redirects that are followed.</param>
public sealed record LinksConfig(Uri? Proxy, string UserAgent, IReadOnlyList<string> Allow, TimeSpan Time, long Size, int Hops);
