using System.Globalization;
using System.Text;

namespace Postvakt.Sigma.Matching;

/// <summary>
/// Reads a pattern of the PCRE subset that Sigma allows and writes it for .NET: counts what it unrolls to, refuses what no linear engine has (look-around, back references, atomic groups),
/// and finds texts that must stand in whatever matches.
/// </summary>
internal sealed class RegexTranslator(string pattern)
{
    private const int MaxDepth = 50;

    private const int MostNeedles = 64;

    private readonly StringBuilder _out = new();
    private int _at;
    private int _depth;
    private string? _fault;

    public bool TryTranslate(out string translated, out IReadOnlyList<string>? needles, out string fault)
    {
        var whole = Alternatives();
        if (_fault is null && _at < pattern.Length) Fail("a ) closes nothing");
        if (_fault is null && whole.Cost > RegexReading.MaxCost) Fail($"its repetitions unroll to {whole.Cost:N0} states; {RegexReading.MaxCost:N0} are allowed");
        translated = _out.ToString();
        needles = _fault is null ? Needles(whole) : null;
        fault = _fault ?? "";
        return _fault is null;
    }

    private static IReadOnlyList<string>? Needles(RegexPart part) => part.Exact is { Length: > 0 } exact ? RegexPart.Better([exact], part.Needles) : part.Needles;

    private RegexPart Fail(string why)
    {
        _fault ??= string.Create(CultureInfo.InvariantCulture, $"pattern, character {_at + 1}: {why}");
        _at = pattern.Length;
        return RegexPart.Opaque(1);
    }

    private RegexPart Alternatives()
    {
        var first = Sequence();
        if (_at >= pattern.Length || pattern[_at] != '|') return first;
        var cost = first.Cost;
        var needles = Needles(first) is { } some ? new List<string>(some) : null;
        while (_at < pattern.Length && pattern[_at] == '|')
        {
            _out.Append(pattern[_at++]);
            var next = Sequence();
            cost += next.Cost;
            if (Needles(next) is { } more && needles is not null && needles.Count + more.Count <= MostNeedles) needles.AddRange(more);
            else needles = null;
        }
        return new(cost, null, needles);
    }

    private RegexPart Sequence()
    {
        long cost = 1;
        var run = new StringBuilder();
        var exact = true;
        IReadOnlyList<string>? best = null;
        void Flush()
        {
            if (run.Length > 0) best = RegexPart.Better(best, [run.ToString()]);
            run.Clear();
        }
        while (_at < pattern.Length && pattern[_at] is not ('|' or ')') && _fault is null)
        {
            var part = Atom();
            var (least, most) = Quantifier();
            cost += part.Cost * Math.Max(1, most);
            if (cost > int.MaxValue) Fail("its repetitions unroll without end");
            if (least == 1 && most == 1 && part.Exact is { } text)
            {
                run.Append(text);
                continue;
            }
            exact = false;
            if (least > 0 && part.Exact is { } again) run.Append(again);
            Flush();
            if (least > 0) best = RegexPart.Better(best, Needles(part));
        }
        if (exact) return new(cost, run.ToString(), null);
        Flush();
        return new(cost, null, best);
    }

    /// <summary>How often the last part may stand; the most is what it unrolls to where it is open.</summary>
    private (int Least, int Most) Quantifier()
    {
        if (_at >= pattern.Length) return (1, 1);
        int least, most;
        switch (pattern[_at])
        {
            case '*': (least, most) = (0, 1); _out.Append(pattern[_at++]); break;
            case '+': (least, most) = (1, 2); _out.Append(pattern[_at++]); break;
            case '?': (least, most) = (0, 1); _out.Append(pattern[_at++]); break;
            case '{' when Braces() is { } counts:
                (least, most) = counts;
                break;
            default: return (1, 1);
        }
        if (_at < pattern.Length && pattern[_at] == '?') _out.Append(pattern[_at++]);
        else if (_at < pattern.Length && pattern[_at] == '+') Fail("possessive repetitions are not part of Sigma's patterns");
        else if (_at < pattern.Length && (pattern[_at] == '*' || (pattern[_at] == '{' && IsBraces()))) Fail("a repetition repeats a repetition");
        return (least, most);
    }

    private bool IsBraces()
    {
        var (at, length) = (_at, _out.Length);
        var found = Braces() is not null;
        (_at, _out.Length) = (at, length);
        return found;
    }

    /// <summary>{n}, {n,} or {n,m}; anything else is text, as in PCRE.</summary>
    private (int, int)? Braces()
    {
        var end = pattern.IndexOf('}', _at);
        if (end < 0 || end - _at > 14) return null;
        var inside = pattern.AsSpan(_at + 1, end - _at - 1);
        var comma = inside.IndexOf(',');
        if (!int.TryParse(comma < 0 ? inside : inside[..comma], NumberStyles.None, CultureInfo.InvariantCulture, out var least)) return null;
        var most = least;
        if (comma >= 0 && comma + 1 < inside.Length && !int.TryParse(inside[(comma + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out most)) return null;
        if (comma >= 0 && comma + 1 == inside.Length) most = least + 1;
        if (most < least) Fail("the repetition ends before it begins");
        if (most > RegexReading.MaxCost) Fail($"a part may be repeated {RegexReading.MaxCost:N0} times");
        _out.Append(pattern, _at, end + 1 - _at);
        _at = end + 1;
        return (least, most);
    }

    private RegexPart Atom()
    {
        var c = pattern[_at];
        switch (c)
        {
            case '(': return Group();
            case '[': return new RegexClass(pattern, _at).Read(_out, out _at, out var fault) is { } read ? read : Fail(fault);
            case '\\': return Escape();
            case '.': _out.Append(pattern[_at++]); return RegexPart.Opaque(1);
            case '^' or '$': _out.Append(pattern[_at++]); return new(1, "", null);
            case '*' or '+' or '?': return Fail($"{c} repeats nothing");
            case '{' when IsBraces(): return Fail("{ repeats nothing");
            case '{' or '}' or ']' or '#' or ' ': _out.Append('\\').Append(c); break;
            default: _out.Append(c); break;
        }
        _at++;
        return new(1, Folding.Fold([c]), null);
    }

    private RegexPart Group()
    {
        if (++_depth > MaxDepth) return Fail($"groups stand deeper than {MaxDepth}");
        _at++;
        _out.Append('(');
        if (_at < pattern.Length && pattern[_at] == '?')
        {
            if (GroupKind() is not { } opened) return RegexPart.Opaque(1);
            if (!opened)
            {
                _depth--;
                return new(1, "", null);
            }
        }
        else if (_at < pattern.Length && pattern[_at] == '*')
        {
            return Fail("(* begins a verb of PCRE, which Sigma's patterns do not have");
        }
        else
        {
            // What a group holds is never asked for.
            _out.Append("?:");
        }
        var inside = Alternatives();
        if (_fault is not null) return inside;
        if (_at >= pattern.Length) return Fail("a ( is never closed");
        _at++;
        _out.Append(')');
        _depth--;
        return inside with { Cost = inside.Cost + 1 };
    }

    /// <summary>After "(?": true when a group was opened, false when flags were set, null when refused.</summary>
    private bool? GroupKind()
    {
        var rest = pattern.AsSpan(_at + 1);
        if (rest.StartsWith(":"))
        {
            _out.Append("?:");
            _at += 2;
            return true;
        }
        if (rest.StartsWith("=") || rest.StartsWith("!") || rest.StartsWith("<=") || rest.StartsWith("<!"))
        {
            Fail("look-around is not part of Sigma's patterns (no linear engine has it); write a selection of its own and negate it in the condition");
            return null;
        }
        if (rest.StartsWith(">") || rest.StartsWith("|") || rest.StartsWith("(") || rest.StartsWith("R") || rest.StartsWith("&") || rest.StartsWith("#"))
        {
            Fail($"(?{rest[0]} is not part of Sigma's patterns");
            return null;
        }
        var name = rest.StartsWith("P<") ? 2 : rest.StartsWith("<") ? 1 : 0;
        if (name > 0)
        {
            var close = rest.IndexOf('>');
            if (close < 0)
            {
                Fail("the name of a group is never closed");
                return null;
            }
            _out.Append("?:");
            _at += close + 2;
            return true;
        }
        var end = rest.IndexOfAny(')', ':');
        if (end < 1 || rest[..end].ContainsAnyExcept("ims-") || rest[..end].Count('-') > 1)
        {
            Fail("what follows (? is not understood; the flags are i, m and s");
            return null;
        }
        _out.Append('?').Append(rest[..end]).Append(rest[end]);
        _at += end + 2;
        return rest[end] == ':';
    }

    private RegexPart Escape()
    {
        if (_at + 1 >= pattern.Length) return Fail("a backslash ends the pattern");
        var c = pattern[_at + 1];
        if (RegexClass.Shorthand(c, inClass: false) is { } shorthand)
        {
            _out.Append(shorthand);
            _at += 2;
            return RegexPart.Opaque(1);
        }
        switch (c)
        {
            case 'b' or 'B' or 'A' or 'z' or 'Z':
                _out.Append('\\').Append(c);
                _at += 2;
                return new(1, "", null);
            case >= '1' and <= '9' or 'g' or 'k':
                return Fail($"\\{c} refers back to a group, which no linear engine has");
            case 'Q' or 'E' or 'G' or 'K' or 'R' or 'X' or 'C' or 'p' or 'P' or 'c' or 'N' or 'o' or 'u' or 'U' or 'l' or 'L':
                return Fail($"\\{c} is not part of Sigma's patterns");
        }
        if (!RegexClass.TryEscaped(pattern, ref _at, out var single)) return Fail("the escape is not understood");
        RegexClass.Append(_out, single);
        return new(1, Folding.Fold([single]), null);
    }
}
