using System.Net;

namespace Postvakt.Protocols.Milter;

/// <summary>The SMTP client as the mail server sees it.</summary>
/// <param name="HostName">The name the server found for the address, often the address itself in brackets. The server's word, not verified here.</param>
/// <param name="Address">The address as text, without an "IPv6:" tag; a path for a Unix socket; empty if the family is unknown.</param>
/// <param name="Port">The client's port; 0 if the server did not say.</param>
public sealed record MilterClient(string HostName, MilterFamily Family, string Address, int Port)
{
    /// <summary>The address parsed; null for Unix sockets, unknown families and text that is no address.</summary>
    public IPAddress? IPAddress => Family is MilterFamily.IPv4 or MilterFamily.IPv6 && System.Net.IPAddress.TryParse(Address, out var parsed) ? parsed : null;

    internal static readonly MilterClient Nobody = new("", MilterFamily.Unknown, "", 0);
}
