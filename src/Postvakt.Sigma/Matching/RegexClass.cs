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
            if (c == '[' && Named() is { } name)
            {
                if (Posix(name) is not { } named)
                {
                    fault = $"the named class [:{name}:] is not known";
                    return null;
                }
                output.Append(named);
                _at += name.Length + 4;
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
            }
            else
            {
                Append(output, from);
                folded.Add(Folding.Fold(from));
            }
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

    /// <summary>alpha of [:alpha:], ^alpha of [:^alpha:]; null where no named class stands, and the bracket is itself.</summary>
    private string? Named()
    {
        var rest = pattern.AsSpan(_at + 1);
        if (!rest.StartsWith(":")) return null;
        var length = rest[1..].IndexOf(":]");
        if (length < 0) return null;
        var name = rest.Slice(1, length);
        return name.TrimStart('^').ContainsAnyExceptInRange('a', 'z') ? null : name.ToString();
    }

    private static string? Posix(string name) => name switch
    {
        "alpha" => "a-zA-Z", "digit" => "0-9", "alnum" => "a-zA-Z0-9", "upper" => "A-Z", "lower" => "a-z", "xdigit" => "0-9A-Fa-f", "space" => @" \t\n\r\f\v", "blank" => @" \t",
        "punct" => @"!-/:-@\[-`{-~", "word" => "a-zA-Z0-9_", "cntrl" => @"\x00-\x1F\x7F", "graph" => "!-~", "print" => " -~", "ascii" => @"\x00-\x7F",
        _ => null,
    };

    /// <summary>\d, \w, \s, \h, \v and their opposites, written out.</summary>
    public static string? Shorthand(char c, bool inClass) => (c, inClass) switch
    {
        ('d', false) => "[0-9]", ('d', true) => "0-9", ('D', false) => "[^0-9]", ('D', true) => @"\u0000-/:-\uFFFF",
        ('w', false) => "[a-zA-Z0-9_]", ('w', true) => "a-zA-Z0-9_", ('W', false) => "[^a-zA-Z0-9_]", ('W', true) => @"\u0000-/:-@\[-\^`{-\uFFFF",
        ('s', false) => @"[ \t\n\r\f\v]", ('s', true) => @" \t\n\r\f\v", ('S', false) => @"[^ \t\n\r\f\v]", ('S', true) => @"\u0000-\x08\x0E-\x1F!-\uFFFF",
        ('h', false) => @"[ \t\u00A0]", ('h', true) => @" \t\u00A0", ('H', false) => @"[^ \t\u00A0]", ('H', true) => @"\u0000-\x08\n-\x1F!-\u009F\u00A1-\uFFFF",
        ('v', false) => @"[\n-\r\u0085]", ('v', true) => @"\n-\r\u0085", ('V', false) => @"[^\n-\r\u0085]", ('V', true) => @"\u0000-\t\x0E-\u0084\u0086-\uFFFF",
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

    /// <summary>One or two digits, or up to four in braces.</summary>
    private static bool TryHex(string pattern, ref int at, out char c)
    {
        c = '\0';
        var rest = pattern.AsSpan(at);
        var (braces, most) = rest.StartsWith("{") ? (1, 4) : (0, 2);
        rest = rest[braces..];
        var length = 0;
        while (length < most && length < rest.Length && char.IsAsciiHexDigit(rest[length])) length++;
        if (length == 0 || (braces == 1 && !rest[length..].StartsWith("}"))) return false;
        at += length + 2 * braces;
        c = (char)int.Parse(rest[..length], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return true;
    }

    /// <summary>A character as itself, in and outside of a class.</summary>
    public static void Append(StringBuilder output, char c) => output.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
}
