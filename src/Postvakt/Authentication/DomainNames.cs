using System.Text;
using Postvakt.Messages.Links;

namespace Postvakt.Authentication;

/// <summary>Names as the DNS takes them.</summary>
internal static class DomainNames
{
    /// <summary>Characters of a name without the dot at its end (RFC 1035 2.3.4).</summary>
    public const int MaxLength = 253;

    private const int MaxLabel = 63;

    /// <summary>Lower case, without the dot at its end, IDN labels as "xn--"; empty when it is no name.</summary>
    public static string Normal(string name)
    {
        var trimmed = name.Trim();
        if (trimmed.EndsWith('.')) trimmed = trimmed[..^1];
        if (trimmed.Length is 0 or > MaxLength) return "";
        var ascii = trimmed.All(char.IsAscii) ? trimmed.ToLowerInvariant() : Encoded(trimmed);
        return IsName(ascii) ? ascii : "";
    }

    /// <summary>True for labels of 1 to 63 visible ASCII characters. RFC 2181 11: the DNS bears any character; SPF macros make unusual ones.</summary>
    public static bool IsName(ReadOnlySpan<char> name)
    {
        if (name.Length is 0 or > MaxLength) return false;
        var label = 0;
        foreach (var c in name)
        {
            if (c is <= ' ' or > '~') return false;
            if (c == '.')
            {
                if (label == 0) return false;
                label = 0;
            }
            else if (++label > MaxLabel)
            {
                return false;
            }
        }
        return label > 0;
    }

    /// <summary>True for a name of two labels or more made of letters, digits, hyphens and underscores: what a domain that sends mail looks like.</summary>
    public static bool IsMailDomain(ReadOnlySpan<char> name)
    {
        if (!IsName(name) || !name.Contains('.')) return false;
        foreach (var c in name)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c is not ('-' or '_' or '.')) return false;
        }
        return true;
    }

    /// <summary>True for the same name or one below it.</summary>
    public static bool IsWithin(string name, string domain) =>
        name.EndsWith(domain, StringComparison.OrdinalIgnoreCase) && (name.Length == domain.Length || name[name.Length - domain.Length - 1] == '.');

    private static string Encoded(string name)
    {
        var ascii = new StringBuilder(name.Length + 16);
        foreach (var label in name.ToLowerInvariant().Split('.'))
        {
            if (ascii.Length > 0) ascii.Append('.');
            if (label.All(char.IsAscii)) ascii.Append(label);
            else if (!Punycode.TryEncode(label, ascii)) return "";
        }
        return ascii.ToString();
    }
}
