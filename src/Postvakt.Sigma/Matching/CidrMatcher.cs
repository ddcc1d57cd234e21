using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Postvakt.Sigma.Matching;

/// <summary>An address within a network, both IPv4 or both IPv6; an IPv4 address mapped into IPv6 counts as IPv4.</summary>
internal sealed class CidrMatcher(IPNetwork network) : Matcher("cidr:" + network)
{
    private static readonly SearchValues<char> DigitsAndDots = SearchValues.Create("0123456789.");

    /// <summary>Host bits may be set; an address alone is a network of one.</summary>
    public static CidrMatcher? Parse(string text)
    {
        text = text.Trim();
        var slash = text.IndexOf('/', StringComparison.Ordinal);
        if (!TryAddress(slash < 0 ? text : text.AsSpan(0, slash), out var address)) return null;
        var most = address.AddressFamily == AddressFamily.InterNetwork ? 32 : 128;
        if (slash < 0) return new(new IPNetwork(address, most));
        if (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var length)) return null;
        // ::ffff:192.0.2.0/120 counts the bits in front of the IPv4 address too.
        if (most == 32 && text.Contains(':', StringComparison.Ordinal)) length -= 96;
        return length >= 0 && length <= most ? new(new IPNetwork(address, length)) : null;
    }

    public override bool Matches(ReadOnlySpan<char> text, Fuel fuel)
    {
        text = text.Trim();
        // Windows writes IPv4 addresses in logon events as ::ffff:192.0.2.1.
        return text.Length < 80 && TryAddress(text, out var address) && network.Contains(address);
    }

    /// <summary>IPAddress also reads "1" and "0x7f.1", which no log means.</summary>
    private static bool TryAddress(ReadOnlySpan<char> text, out IPAddress address)
    {
        address = IPAddress.None;
        if (text.StartsWith('[') && text.EndsWith(']')) text = text[1..^1];
        var dotted = text.Count('.') == 3 && !text.ContainsAnyExcept(DigitsAndDots);
        if (!dotted && !text.Contains(':')) return false;
        if (!IPAddress.TryParse(text, out var parsed)) return false;
        address = parsed.IsIPv4MappedToIPv6 ? parsed.MapToIPv4() : parsed;
        return true;
    }
}
