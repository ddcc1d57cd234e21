using System.Net;
using Microsoft.AspNetCore.Http;

namespace Postvakt.Web.Gate;

/// <summary>From which address somebody comes. What a request itself says of that counts only where a proxy that is named in the configuration says it.</summary>
internal static class ClientAddress
{
    /// <summary>Addresses of a field that are looked at. 20: proxies in a row.</summary>
    private const int MaxHops = 20;

    /// <param name="proxies">Those whose X-Forwarded-For counts: the last address in it that is none of theirs is who asked them.</param>
    public static string Of(HttpContext http, IReadOnlyList<IPNetwork> proxies)
    {
        var address = Plain(http.Connection.RemoteIpAddress);
        foreach (var hop in http.Request.Headers["X-Forwarded-For"].ToString().Split(',').Reverse().Take(MaxHops))
        {
            if (address is null || !proxies.Any(p => p.Contains(address)) || !IPAddress.TryParse(hop.Trim(), out var before)) break;
            address = Plain(before);
        }
        return address?.ToString() ?? "";
    }

    private static IPAddress? Plain(IPAddress? address) => address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address;
}
