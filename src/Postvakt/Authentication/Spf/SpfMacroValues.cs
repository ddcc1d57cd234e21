using System.Net;
using System.Net.Sockets;

namespace Postvakt.Authentication.Spf;

/// <summary>What the macro letters stand for in one check (RFC 7208 7.2).</summary>
/// <param name="Local">Part of the sender before '@'.</param>
/// <param name="SenderDomain">Part behind it.</param>
/// <param name="Domain">The domain whose record is being read.</param>
/// <param name="Name">A validated name of the client, or "unknown".</param>
internal sealed record SpfMacroValues(IPAddress Client, string Local, string SenderDomain, string Domain, string Helo, string Name)
{
    public string Of(char letter) => letter switch
    {
        's' => Local + "@" + SenderDomain,
        'l' => Local,
        'o' => SenderDomain,
        'd' => Domain,
        'i' => Dotted(Client),
        'p' => Name,
        'v' => Client.AddressFamily == AddressFamily.InterNetwork ? "in-addr" : "ip6",
        'h' => Helo,
        _ => "",
    };

    /// <summary>IPv6 as 32 nibbles with dots between.</summary>
    private static string Dotted(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork
        ? address.ToString() : string.Join('.', Convert.ToHexStringLower(address.GetAddressBytes()).ToCharArray());
}
