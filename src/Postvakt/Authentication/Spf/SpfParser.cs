using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Postvakt.Authentication.Spf;

/// <summary>
/// Reads a record (RFC 7208 12). An error anywhere spoils all of it, also behind the term that would have matched (4.6). Linear in the record.
/// </summary>
internal static class SpfParser
{
    /// <summary>Characters of a record. 4,096: RFC 7208 3.4 advises 450; more only makes work.</summary>
    public const int MaxLength = 4_096;

    /// <summary>The record, or null when its syntax is wrong.</summary>
    public static SpfRecord? Parse(string text)
    {
        if (text.Length > MaxLength || !SpfRecord.IsRecord(text)) return null;
        var terms = new List<SpfTerm>();
        string? redirect = null;
        var explained = false;
        foreach (var word in text[6..].Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (ModifierName(word) is { } name)
            {
                var value = word[(name.Length + 1)..];
                switch (name.ToLowerInvariant())
                {
                    // RFC 7208 6: each at most once.
                    case "redirect" when redirect is not null || !SpfMacro.IsDomainSpec(value): return null;
                    case "redirect": redirect = value; break;
                    case "exp" when explained || !SpfMacro.IsDomainSpec(value): return null;
                    case "exp": explained = true; break;
                    default:
                        if (!SpfMacro.IsMacroString(value)) return null;
                        break;
                }
            }
            else if (Mechanism(word) is { } term)
            {
                terms.Add(term);
            }
            else
            {
                return null;
            }
        }
        return new SpfRecord(terms, redirect);
    }

    private static string? ModifierName(string word)
    {
        var end = 0;
        while (end < word.Length && (char.IsAsciiLetterOrDigit(word[end]) || (end > 0 && word[end] is '-' or '_' or '.'))) end++;
        return end > 0 && end < word.Length && word[end] == '=' && char.IsAsciiLetter(word[0]) ? word[..end] : null;
    }

    private static SpfTerm? Mechanism(string word)
    {
        var result = word[0] switch { '+' => SpfResult.Pass, '-' => SpfResult.Fail, '~' => SpfResult.SoftFail, '?' => SpfResult.Neutral, _ => SpfResult.None };
        var rest = word.AsSpan(result == SpfResult.None ? 0 : 1);
        if (result == SpfResult.None) result = SpfResult.Pass;
        var end = rest.IndexOfAny(':', '/');
        var name = end < 0 ? rest : rest[..end];
        var argument = end < 0 ? default : rest[end..];
        Span<char> lower = stackalloc char[8];
        if (name.Length > 8) return null;
        lower = lower[..name.ToLowerInvariant(lower)];
        return lower switch
        {
            "all" => argument.Length == 0 ? new SpfTerm(SpfMechanism.All, result) : null,
            "include" => Named(SpfMechanism.Include, result, argument),
            "exists" => Named(SpfMechanism.Exists, result, argument),
            "ptr" => argument.Length == 0 ? new SpfTerm(SpfMechanism.Ptr, result) : Named(SpfMechanism.Ptr, result, argument),
            "a" => WithPrefix(SpfMechanism.A, result, argument),
            "mx" => WithPrefix(SpfMechanism.Mx, result, argument),
            "ip4" => Network(SpfMechanism.Ip4, result, argument, AddressFamily.InterNetwork, 32),
            "ip6" => Network(SpfMechanism.Ip6, result, argument, AddressFamily.InterNetworkV6, 128),
            _ => null,
        };
    }

    private static SpfTerm? Named(SpfMechanism mechanism, SpfResult result, ReadOnlySpan<char> argument)
    {
        if (argument is not [':', .. var domain] || !SpfMacro.IsDomainSpec(domain)) return null;
        return new SpfTerm(mechanism, result, domain.ToString());
    }

    /// <summary>[":" domain-spec] ["/" bits] ["//" bits]; a domain-spec may hold slashes itself, inside of a macro's braces.</summary>
    private static SpfTerm? WithPrefix(SpfMechanism mechanism, SpfResult result, ReadOnlySpan<char> argument)
    {
        var (bits4, bits6) = (32, 128);
        if (TakePrefix(ref argument, "//", 128) is var six && six >= 0) bits6 = six;
        else if (six == Wrong) return null;
        if (TakePrefix(ref argument, "/", 32) is var four && four >= 0) bits4 = four;
        else if (four == Wrong) return null;
        if (argument.Length == 0) return new SpfTerm(mechanism, result, null, null, bits4, bits6);
        if (argument is not [':', .. var domain] || !SpfMacro.IsDomainSpec(domain)) return null;
        return new SpfTerm(mechanism, result, domain.ToString(), null, bits4, bits6);
    }

    private const int Absent = -1, Wrong = -2;

    private static int TakePrefix(ref ReadOnlySpan<char> text, string slashes, int most)
    {
        var digits = text.Length;
        while (digits > 0 && char.IsAsciiDigit(text[digits - 1])) digits--;
        if (!text[..digits].EndsWith(slashes) || (slashes.Length == 1 && text[..digits].EndsWith("//"))) return Absent;
        var bits = Bits(text[digits..], most);
        text = text[..(digits - slashes.Length)];
        return bits < 0 ? Wrong : bits;
    }

    private static SpfTerm? Network(SpfMechanism mechanism, SpfResult result, ReadOnlySpan<char> argument, AddressFamily family, int most)
    {
        if (argument is not [':', .. var network]) return null;
        var bits = most;
        if (network.IndexOf('/') is var slash and >= 0)
        {
            bits = Bits(network[(slash + 1)..], most);
            network = network[..slash];
        }
        return bits >= 0 && AddressOf(network, family) is { } address ? new SpfTerm(mechanism, result, null, address, bits, bits) : null;
    }

    /// <summary>Strict forms only: the platform also takes "1", "0x7f.1" and zone names.</summary>
    internal static IPAddress? AddressOf(ReadOnlySpan<char> text, AddressFamily family)
    {
        if (family == AddressFamily.InterNetworkV6)
            return text.Contains(':') && text.IndexOfAny('%', '[', '/') < 0 && IPAddress.TryParse(text, out var six) && six.AddressFamily == family ? six : null;
        var dots = 0;
        var digits = 0;
        foreach (var c in text)
        {
            if (c == '.')
            {
                if (digits == 0) return null;
                dots++;
                digits = 0;
            }
            else if (!char.IsAsciiDigit(c) || ++digits > 3)
            {
                return null;
            }
        }
        if (dots != 3 || digits == 0) return null;
        Span<byte> bytes = stackalloc byte[4];
        var at = 0;
        foreach (var part in text.Split('.'))
        {
            // A leading zero would be octal elsewhere.
            if ((text[part].Length > 1 && text[part][0] == '0') || !byte.TryParse(text[part], NumberStyles.None, CultureInfo.InvariantCulture, out bytes[at++])) return null;
        }
        return new IPAddress(bytes);
    }

    private static int Bits(ReadOnlySpan<char> text, int most) =>
        text.Length is > 0 and <= 3 && !(text.Length > 1 && text[0] == '0') && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits <= most ? bits : -1;
}
