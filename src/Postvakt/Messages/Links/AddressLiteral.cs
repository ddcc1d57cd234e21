using System.Net;
using System.Net.Sockets;

namespace Postvakt.Messages.Links;

/// <summary>
/// IP addresses as hosts. IPv4 is read as browsers read it (WHATWG URL, "IPv4 parser"): one to four parts, each decimal,
/// octal with a leading 0 or hexadecimal with 0x, the last part filling what remains. "http://3232235777/" and
/// "http://0xC0.168.1.1/" are the same host, and both are used to hide it.
/// </summary>
internal static class AddressLiteral
{
    /// <summary>True when the last label is a number, so that the host can only be an IPv4 address.</summary>
    public static bool LooksLikeIPv4(ReadOnlySpan<char> host)
    {
        ReadOnlySpan<char> last = host[(host.LastIndexOf('.') + 1)..];
        if (last.IsEmpty)
        {
            return false;
        }

        return !last.ContainsAnyExceptInRange('0', '9') || last.Length > 2 && last.StartsWith("0x", StringComparison.Ordinal) && TryPart(last, out _);
    }

    /// <summary>The plain dotted form, or null when the host is no IPv4 address.</summary>
    public static string? IPv4(ReadOnlySpan<char> host)
    {
        Span<Range> parts = stackalloc Range[6];
        int count = host.Split(parts, '.');
        if (count > 4)
        {
            return null;
        }

        ulong address = 0;
        for (int i = 0; i < count; i++)
        {
            if (!TryPart(host[parts[i]], out ulong value) || value >= (i == count - 1 ? 1UL << (8 * (5 - count)) : 256))
            {
                return null;
            }

            address = i == count - 1 ? (address << (8 * (5 - count))) | value : (address << 8) | value;
        }

        return $"{address >> 24}.{(address >> 16) & 255}.{(address >> 8) & 255}.{address & 255}";
    }

    /// <summary>The shortest bracketed form (RFC 5952), or null. The host comes with its brackets; zones are refused.</summary>
    public static string? IPv6(ReadOnlySpan<char> host)
    {
        if (host.Length is < 4 or > 47 || host[^1] != ']' || host.Contains('%'))
        {
            return null;
        }

        return IPAddress.TryParse(host[1..^1], out IPAddress? address) && address.AddressFamily == AddressFamily.InterNetworkV6
            ? $"[{address}]"
            : null;
    }

    /// <summary>True for four decimal parts from 0 to 255.</summary>
    public static bool IsDottedQuad(ReadOnlySpan<char> host)
    {
        int dots = 0, value = -1;
        foreach (char c in host)
        {
            if (char.IsAsciiDigit(c))
            {
                value = (value < 0 ? 0 : value * 10) + (c - '0');
                if (value > 255)
                {
                    return false;
                }
            }
            else if (c == '.' && value >= 0)
            {
                dots++;
                value = -1;
            }
            else
            {
                return false;
            }
        }

        return dots == 3 && value >= 0;
    }

    private static bool TryPart(ReadOnlySpan<char> part, out ulong value)
    {
        value = 0;
        if (part.IsEmpty || part.Length > 14)
        {
            return false;
        }

        uint radix = 10;
        if (part.StartsWith("0x", StringComparison.Ordinal))
        {
            radix = 16;
            part = part[2..];
        }
        else if (part.Length > 1 && part[0] == '0')
        {
            radix = 8;
            part = part[1..];
        }

        foreach (char c in part)
        {
            if (!char.IsAsciiHexDigit(c))
            {
                return false;
            }

            uint digit = (uint)(char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
            if (digit >= radix)
            {
                return false;
            }

            value = (value * radix) + digit;
        }

        return true;
    }
}
