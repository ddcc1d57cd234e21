using System.Buffers;
using System.Globalization;
using System.Text;

namespace Postvakt.Authentication.Spf;

/// <summary>Macros (RFC 7208 7). Text is checked before it is expanded, so that expanding cannot fail.</summary>
internal static class SpfMacro
{
    private const string Letters = "slodiphv";
    private static readonly SearchValues<char> Delimiters = SearchValues.Create(".-+,/_=");

    /// <summary>Digits of a transformer. 3: more labels than that no name has.</summary>
    private const int MaxDigits = 3;

    /// <summary>macro-string of a modifier that is not a domain-spec.</summary>
    public static bool IsMacroString(ReadOnlySpan<char> text) => Scan(text, out _);

    /// <summary>macro-string that ends in a macro or in a label that is not all digits.</summary>
    public static bool IsDomainSpec(ReadOnlySpan<char> text)
    {
        if (text.Length == 0 || !Scan(text, out var endsInMacro)) return false;
        if (endsInMacro) return true;
        var end = text[^1] == '.' ? text[..^1] : text;
        var dot = end.LastIndexOf('.');
        return dot >= 0 && IsTopLabel(end[(dot + 1)..]);
    }

    /// <summary>True when the text names the p macro, which costs look-ups.</summary>
    public static bool AsksForNames(string text) => text.Contains("%{p", StringComparison.OrdinalIgnoreCase);

    /// <summary>Expands a checked macro-string.</summary>
    public static string Expand(string text, SpfMacroValues values)
    {
        if (!text.Contains('%')) return text;
        var into = new StringBuilder(text.Length + 64);
        for (var at = 0; at < text.Length; at++)
        {
            if (text[at] != '%')
            {
                into.Append(text[at]);
                continue;
            }
            switch (text[++at])
            {
                case '%': into.Append('%'); break;
                case '_': into.Append(' '); break;
                case '-': into.Append("%20"); break;
                default:
                    var close = text.IndexOf('}', at);
                    Expand(text.AsSpan(at + 1, close - at - 1), values, into);
                    at = close;
                    break;
            }
        }
        return into.ToString();
    }

    /// <summary>RFC 7208 7.3: a name too long loses labels on the left.</summary>
    public static string Fit(string domain)
    {
        if (domain.EndsWith('.')) domain = domain[..^1];
        while (domain.Length > DomainNames.MaxLength)
        {
            var dot = domain.IndexOf('.', domain.Length - DomainNames.MaxLength - 1);
            if (dot < 0) return "";
            domain = domain[(dot + 1)..];
        }
        return domain;
    }

    private static void Expand(ReadOnlySpan<char> macro, SpfMacroValues values, StringBuilder into)
    {
        var value = values.Of(char.ToLowerInvariant(macro[0]));
        var at = 1;
        while (at < macro.Length && char.IsAsciiDigit(macro[at])) at++;
        var keep = at > 1 ? int.Parse(macro[1..at], CultureInfo.InvariantCulture) : int.MaxValue;
        var reverse = at < macro.Length && macro[at] is 'r' or 'R';
        if (reverse) at++;
        var delimiters = macro[at..];
        if (keep < int.MaxValue || reverse || delimiters.Length > 0)
        {
            var parts = value.Split(delimiters.Length > 0 ? delimiters.ToArray() : ['.']);
            if (reverse) Array.Reverse(parts);
            value = string.Join('.', parts.Skip(Math.Max(0, parts.Length - keep)));
        }
        into.Append(char.IsAsciiLetterUpper(macro[0]) ? Uri.EscapeDataString(value) : value);
    }

    private static bool Scan(ReadOnlySpan<char> text, out bool endsInMacro)
    {
        endsInMacro = false;
        for (var at = 0; at < text.Length; at++)
        {
            endsInMacro = false;
            if (text[at] is <= ' ' or > '~') return false;
            if (text[at] != '%') continue;
            if (++at == text.Length) return false;
            endsInMacro = true;
            if (text[at] is '%' or '_' or '-') continue;
            if (text[at] != '{' || text[at..].IndexOf('}') is not (var length and > 1) || !IsMacro(text.Slice(at + 1, length - 1))) return false;
            at += length;
        }
        return true;
    }

    private static bool IsMacro(ReadOnlySpan<char> macro)
    {
        if (!Letters.Contains(macro[0], StringComparison.OrdinalIgnoreCase)) return false;
        var at = 1;
        while (at < macro.Length && char.IsAsciiDigit(macro[at])) at++;
        // RFC 7208 7.1: if given, the number is not zero.
        if (at > 1 && (at - 1 > MaxDigits || int.Parse(macro[1..at], CultureInfo.InvariantCulture) == 0)) return false;
        if (at < macro.Length && macro[at] is 'r' or 'R') at++;
        return !macro[at..].ContainsAnyExcept(Delimiters);
    }

    private static bool IsTopLabel(ReadOnlySpan<char> label)
    {
        var letters = false;
        foreach (var c in label)
        {
            if (!char.IsAsciiLetterOrDigit(c) && c != '-') return false;
            letters |= !char.IsAsciiDigit(c);
        }
        return letters && label[0] != '-' && label[^1] != '-';
    }
}
