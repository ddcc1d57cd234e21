using System.Globalization;
using System.Text;

namespace Postvakt.Sigma.Matching;

/// <summary>A class in brackets, and what stands the same in and outside of one: escapes and shorthands, which in PCRE mean ASCII.</summary>
internal sealed class RegexClass(string pattern, int start)
{
    private int _at = start + 1;

    public RegexPart? Read(StringBuilder output, out int end, out string fault)
    {
        fault = "";
        end = pattern.Length;
        output.Append('[');
        var negated = _at < pattern.Length && pattern[_at] == '^';
        if (negated)
        {
            output.Append('^');
            _at++;
        }
        var folded = new HashSet<char>();
        var single = !negated;
        for (var first = true; ; first = false)
        {
            if (_at >= pattern.Length)
            {
                fault = "a [ is never closed";
                return null;
            }
            var c = pattern[_at];
            if (c == ']' && !first) break;
            if (c == '[' && Posix() is { } named)
            {
                output.Append(named);
                single = false;
                continue;
            }
            if (c == '\\' && _at + 1 < pattern.Length && Shorthand(pattern[_at + 1], inClass: true) is { } shorthand)
            {
                output.Append(shorthand);
                _at += 2;
                single = false;
                continue;
            }
            if (!TryOne(out var from))
            {
                fault = "the escape in the class is not understood";
                return null;
            }
            // A hyphen is a range only between two characters.
            if (_at + 1 < pattern.Length && pattern[_at] == '-' && pattern[_at + 1] != ']' && !(pattern[_at + 1] == '\\' && _at + 2 < pattern.Length && Shorthand(pattern[_at + 2], true) is not null))
            {
                _at++;
                if (!TryOne(out var to) || to < from)
                {
                    fault = "the range in the class ends before it begins";
                    return null;
                }
                Append(output, from);
                output.Append('-');
                Append(output, to);
                single = false;
                continue;
            }
            Append(output, from);
            folded.Add(Folding.Fold(from));
        }
        output.Append(']');
        end = _at + 1;
        return single && folded.Count == 1 ? new RegexPart(1, new string([.. folded]), null) : RegexPart.Opaque(1);
    }

    private bool TryOne(out char c)
    {
        if (pattern[_at] == '\\') return TryEscaped(pattern, ref _at, out c, inClass: true);
        c = pattern[_at++];
        return true;
    }

    private string? Posix()
    {
        if (_at + 1 >= pattern.Length || pattern[_at + 1] != ':') return null;
        var end = pattern.IndexOf(":]", _at + 2, StringComparison.Ordinal);
        if (end < 0 || end - _at > 12) return null;
        var set = pattern[(_at + 2)..end] switch
        {
            "alpha" => "a-zA-Z", "digit" => "0-9", "alnum" => "a-zA-Z0-9", "upper" => "A-Z", "lower" => "a-z", "xdigit" => "0-9A-Fa-f", "space" => @" \t\n\r\f\v", "blank" => @" \t",
            "punct" => @"!-/:-@\[-`{-~", "word" => "a-zA-Z0-9_",
            _ => null,
        };
        if (set is not null) _at = end + 2;
        return set;
    }

    /// <summary>\d, \w, \s, \h, \v and their opposites, written out.</summary>
    public static string? Shorthand(char c, bool inClass) => (c, inClass) switch
    {
        ('d', false) => "[0-9]", ('d', true) => "0-9", ('D', false) => "[^0-9]", ('D', true) => @"\u0000-/:-\uFFFF",
        ('w', false) => "[a-zA-Z0-9_]", ('w', true) => "a-zA-Z0-9_", ('W', false) => "[^a-zA-Z0-9_]", ('W', true) => @"\u0000-/:-@\[-\^`{-\uFFFF",
        ('s', false) => @"[ \t\n\r\f\v]", ('s', true) => @" \t\n\r\f\v", ('S', false) => @"[^ \t\n\r\f\v]", ('S', true) => @"\u0000-\x08\x0E-\x1F!-\uFFFF",
        ('h', false) => @"[ \t\u00A0]", ('h', true) => @" \t\u00A0", ('H', false) => @"[^ \t\u00A0]",
        _ => null,
    };

    /// <summary>One escaped character; <paramref name="at"/> stands on the backslash and is moved behind.</summary>
    public static bool TryEscaped(string pattern, ref int at, out char c, bool inClass = false)
    {
        c = '\0';
        if (at + 1 >= pattern.Length) return false;
        var escaped = pattern[at + 1];
        at += 2;
        switch (escaped)
        {
            case 'n': c = '\n'; return true;
            case 'r': c = '\r'; return true;
            case 't': c = '\t'; return true;
            case 'f': c = '\f'; return true;
            case 'v': c = '\v'; return true;
            case 'a': c = '\a'; return true;
            case 'e': c = '\u001b'; return true;
            case '0': return true;
            case 'b' when inClass: c = '\b'; return true;
            case 'x': return TryHex(pattern, ref at, out c);
        }
        c = escaped;
        // Letters and digits without a meaning are errors in PCRE too, so that they may get one.
        return !char.IsAsciiLetterOrDigit(escaped);
    }

    private static bool TryHex(string pattern, ref int at, out char c)
    {
        c = '\0';
        var braces = at < pattern.Length && pattern[at] == '{';
        var end = braces ? pattern.IndexOf('}', at) : Math.Min(at + 2, pattern.Length);
        if (end < 0) return false;
        var digits = pattern.AsSpan(braces ? at + 1 : at, end - (braces ? at + 1 : at));
        if (digits.Length is 0 or > 4 || !ushort.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code)) return false;
        at = braces ? end + 1 : end;
        c = (char)code;
        return true;
    }

    /// <summary>A character as itself, in and outside of a class.</summary>
    public static void Append(StringBuilder output, char c)
    {
        if (char.IsAsciiLetterOrDigit(c) || c is '_' or '%' or ':' or ';' or ',' or '"' or '\'' or '/' or '<' or '>' or '=' or '@' or '&' or '!' or '~' or '`') output.Append(c);
        else if (c is > ' ' and < '\u007f') output.Append('\\').Append(c);
        else output.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
    }
}
