using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Postvakt.Authentication;

/// <summary>One question to the DNS.</summary>
/// <param name="Name">Lower case, without the dot at its end.</param>
public readonly record struct DnsQuestion(string Name, DnsKind Kind)
{
    public static DnsQuestion Of(string name, DnsKind kind) => new(name.TrimEnd('.').ToLowerInvariant(), kind);

    /// <summary>Which names an address has (RFC 1035 3.5, RFC 3596 2.5).</summary>
    public static DnsQuestion NamesOf(IPAddress address)
    {
        var name = new StringBuilder(72);
        var bytes = address.GetAddressBytes();
        for (var i = bytes.Length - 1; i >= 0; i--)
        {
            if (address.AddressFamily == AddressFamily.InterNetwork) name.Append(CultureInfo.InvariantCulture, $"{bytes[i]}.");
            else name.Append(CultureInfo.InvariantCulture, $"{bytes[i] & 15:x}.{bytes[i] >> 4:x}.");
        }
        return new DnsQuestion(name.Append(address.AddressFamily == AddressFamily.InterNetwork ? "in-addr.arpa" : "ip6.arpa").ToString(), DnsKind.Ptr);
    }
}
