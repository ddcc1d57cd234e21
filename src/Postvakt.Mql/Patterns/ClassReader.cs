using System.Globalization;
using System.Text;

namespace Postvakt.Mql.Patterns;

/// <summary>Reads a class in brackets, and what stands the same in and outside of one: escapes, shorthands (ASCII in RE2), categories.</summary>
internal sealed class ClassReader(string pattern, int start)
{
    private static readonly (int, int)[] Digits = [('0', '9')];
    private static readonly (int, int)[] Words = [('0', '9'), ('A', 'Z'), ('_', '_'), ('a', 'z')];
    private static readonly (int, int)[] Spaces = [('\t', '\n'), ('\f', '\r'), (' ', ' ')];

    private static readonly HashSet<string> Categories = new(StringComparer.Ordinal)
    {
        "L", "Lu", "Ll", "Lt", "Lm", "Lo", "M", "Mn", "Mc", "Me", "N", "Nd", "Nl", "No", "P", "Pc", "Pd", "Ps", "Pe", "Pi", "Pf", "Po", "S", "Sm", "Sc", "Sk", "So", "Z", "Zs", "Zl", "Zp", "C", "Cc", "Cf", "Co",
    };

    public int At { get; private set; } = start;

    public string Fault { get; private set; } = "";

    public CodePoints? Read(out int end)
    {
        var set = new CodePoints();
        end = At++;
        if (At < pattern.Length && pattern[At] == '^')
        {
            set.IsNegated = true;
            At++;
        }
        for (var first = true; ; first = false)
        {
            if (At >= pattern.Length) return Fail("a [ is never closed");
            if (pattern[At] == ']' && !first) break;
            if (pattern[At] == '[' && At + 1 < pattern.Length && pattern[At + 1] == ':')
            {
                if (!TryNamed(set)) return Fail("the class [:…:] is not known");
                continue;
            }
            if (pattern[At] == '\\' && TryShorthand(set)) continue;
            if (Fault.Length > 0 || !TryOne(out var from)) return Fail("an escape in the class is not understood");
            var to = from;
            // A hyphen is a range only between two characters.
            if (At + 1 < pattern.Length && pattern[At] == '-' && pattern[At + 1] != ']')
            {
                At++;
                if (!TryOne(out to) || to < from) return Fail("a range in the class ends before it begins");
            }
            set.Add(from, to);
        }
        end = At + 1;
        return set;
    }

    /// <summary>\d \w \s \pL \p{Lu} and their opposites; false when it is none of them.</summary>
    public bool TryShorthand(CodePoints set)
    {
        if (At + 1 >= pattern.Length) return false;
        switch (pattern[At + 1])
        {
            case 'd': AddAll(set, Digits); break;
            case 'w': AddAll(set, Words); break;
            case 's': AddAll(set, Spaces); break;
            case 'D': set.AddAllBut(Digits); break;
            case 'W': set.AddAllBut(Words); break;
            case 'S': set.AddAllBut(Spaces); break;
            case 'p' or 'P': return TryCategory(set);
            default: return false;
        }
        At += 2;
        return true;
    }

    /// <summary>One escaped character; on success <see cref="At"/> stands behind it.</summary>
    public bool TryEscaped(out int code)
    {
        code = 0;
        if (At + 1 >= pattern.Length) return false;
        var escaped = pattern[At + 1];
        At += 2;
        switch (escaped)
        {
            case 'n': code = '\n'; return true;
            case 'r': code = '\r'; return true;
            case 't': code = '\t'; return true;
            case 'f': code = '\f'; return true;
            case 'v': code = '\v'; return true;
            case 'a': code = '\a'; return true;
            case 'x': return TryHex(out code);
            case '0': return TryOctal(out code);
        }
        if (char.IsAsciiLetterOrDigit(escaped)) return false;
        At--;
        return TryRune(out code);
    }

    private bool TryOne(out int code) => pattern[At] == '\\' ? TryEscaped(out code) : TryRune(out code);

    private bool TryRune(out int code)
    {
        var read = Rune.TryGetRuneAt(pattern, At, out var rune);
        code = rune.Value;
        At += read ? rune.Utf16SequenceLength : 0;
        return read;
    }

    private bool TryHex(out int code)
    {
        code = 0;
        var braces = At < pattern.Length && pattern[At] == '{';
        var end = braces ? pattern.IndexOf('}', At) : At + 2;
        if (end < 0 || end > pattern.Length) return false;
        var digits = pattern.AsSpan(braces ? At + 1 : At, end - (braces ? At + 1 : At));
        if (digits.Length is 0 or > 8 || !int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out code) || !Rune.IsValid(code)) return false;
        At = braces ? end + 1 : end;
        return true;
    }

    private bool TryOctal(out int code)
    {
        code = 0;
        for (var i = 0; i < 2 && At < pattern.Length && pattern[At] is >= '0' and <= '7'; i++) code = (code * 8) + pattern[At++] - '0';
        return true;
    }

    private bool TryCategory(CodePoints set)
    {
        var negated = pattern[At + 1] == 'P';
        var (name, end) = ("", At + 3);
        if (At + 2 < pattern.Length && pattern[At + 2] == '{')
        {
            var close = pattern.IndexOf('}', At);
            if (close > 0) (name, end) = (pattern[(At + 3)..close], close + 1);
        }
        else if (At + 2 < pattern.Length) name = pattern[At + 2].ToString();
        if (name.StartsWith('^')) (name, negated) = (name[1..], !negated);
        if (!Categories.Contains(name))
        {
            Fault = $"\\p{{{name}}} is not known here; categories (L, Lu, Nd, P…) are, scripts are not";
            return false;
        }
        set.AddCategory(negated ? $"\\P{{{name}}}" : $"\\p{{{name}}}");
        At = end;
        return true;
    }

    private bool TryNamed(CodePoints set)
    {
        var end = pattern.IndexOf(":]", At + 2, StringComparison.Ordinal);
        if (end < 0) return false;
        var name = pattern.AsSpan(At + 2, end - At - 2);
        var negated = name.StartsWith("^");
        (int, int)[]? ranges = (negated ? name[1..] : name) switch
        {
            "alpha" => [('A', 'Z'), ('a', 'z')],
            "digit" => Digits,
            "alnum" => [('0', '9'), ('A', 'Z'), ('a', 'z')],
            "upper" => [('A', 'Z')],
            "lower" => [('a', 'z')],
            "xdigit" => [('0', '9'), ('A', 'F'), ('a', 'f')],
            "space" => [('\t', '\r'), (' ', ' ')],
            "blank" => [('\t', '\t'), (' ', ' ')],
            "punct" => [('!', '/'), (':', '@'), ('[', '`'), ('{', '~')],
            "word" => Words,
            "ascii" => [(0, 0x7F)],
            "cntrl" => [(0, 0x1F), (0x7F, 0x7F)],
            "graph" => [('!', '~')],
            "print" => [(' ', '~')],
            _ => null,
        };
        if (ranges is null) return false;
        if (negated) set.AddAllBut(ranges);
        else AddAll(set, ranges);
        At = end + 2;
        return true;
    }

    private static void AddAll(CodePoints set, (int From, int To)[] ranges)
    {
        foreach (var (from, to) in ranges) set.Add(from, to);
    }

    private CodePoints? Fail(string why)
    {
        if (Fault.Length == 0) Fault = why;
        return null;
    }
}
