using System.Buffers;
using System.Globalization;
using System.Net;

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
        var bits = address.GetAddressBytes();
        var length = bits.Length * 8;
        if (slash >= 0 && (!int.TryParse(text.AsSpan(slash + 1), NumberStyles.None, CultureInfo.InvariantCulture, out length) || length > bits.Length * 8)) return null;
        for (var i = 0; i < bits.Length; i++)
        {
            var keep = Math.Clamp(length - i * 8, 0, 8);
            bits[i] &= (byte)(0xFF00 >> keep);
        }
        return new(new IPNetwork(new IPAddress(bits), length));
    }

    public override bool Matches(ReadOnlySpan<char> text, Fuel fuel)
    {
        text = text.Trim();
        // Windows writes IPv4 addresses in logon events as ::ffff:192.0.2.1.
        return text.Length is > 1 and < 80 && TryAddress(text, out var address) && network.Contains(address);
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
