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

    /// <summary>The sentence why it is refused; null when it is not.</summary>
    public string? Translate(out string translated, out IReadOnlyList<string>? needles)
    {
        needles = Needles(Alternatives());
        if (_fault is null && _at < pattern.Length) Fail("a ) closes nothing");
        translated = _out.ToString();
        return _fault;
    }

    private static IReadOnlyList<string>? Needles(RegexPart part) => part.Exact is { Length: > 0 } exact ? RegexPart.Better([exact], part.Needles) : part.Needles;

    private RegexPart Fail(string why)
    {
        _fault ??= string.Create(CultureInfo.InvariantCulture, $"pattern, character {_at + 1}: {why}");
        _at = pattern.Length;
        return RegexPart.Opaque(1);
    }

    private void Bound(long cost)
    {
        if (cost > RegexReading.MaxCost) Fail($"its repetitions unroll to {cost:N0} states; {RegexReading.MaxCost:N0} are allowed");
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
            Bound(cost);
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
            Bound(cost);
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
    private (int Least, long Most) Quantifier()
    {
        if (_at >= pattern.Length) return (1, 1);
        int least;
        long most;
        switch (pattern[_at])
        {
            case '*' or '?': (least, most) = (0, 1); Copy(1); break;
            case '+': (least, most) = (1, 2); Copy(1); break;
            case '{' when Braces(out var length) is { } times: (least, most) = Counted(times, length); break;
            default: return (1, 1);
        }
        if (_at >= pattern.Length) return (least, most);
        switch (pattern[_at])
        {
            // Lazy: it matches where the greedy one does.
            case '?': _at++; break;
            case '+': Fail("possessive repetitions are not part of Sigma's patterns"); break;
            case '*':
            case '{' when Braces(out _) is not null: Fail("a repetition repeats a repetition"); break;
        }
        return (least, most);
    }

    /// <summary>What stands in the braces that begin here; null where that is no repetition, and so text.</summary>
    private Repetition? Braces(out int length)
    {
        var rest = pattern.AsSpan(_at + 1);
        length = rest.IndexOf('}');
        return length < 1 ? null : Repetition.Read(rest[..length]);
    }

    private (int Least, long Most) Counted(Repetition times, int length)
    {
        var most = times.Most ?? times.Least + 1L;
        if (most < times.Least) Fail("the repetition ends before it begins");
        else if (most > RegexReading.MaxCost) Fail($"a part may be repeated {RegexReading.MaxCost:N0} times");
        else Copy(length + 2);
        return (times.Least, most);
    }

    private void Copy(int count)
    {
        _out.Append(pattern, _at, count);
        _at += count;
    }

    private RegexPart Atom()
    {
        var c = pattern[_at];
        switch (c)
        {
            case '(': return Group();
            case '[': return new RegexClass(pattern, _at).Read(_out, out _at, out var fault) is { } read ? read : Fail(fault);
            case '\\': return Escape();
            case '.': Copy(1); return RegexPart.Opaque(1);
            case '^' or '$': Copy(1); return new(1, "", null);
            case '*' or '+' or '?': return Fail($"{c} repeats nothing");
            case '{' when Braces(out _) is not null: return Fail("{ repeats nothing");
        }
        Copy(1);
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
        var inside = Alternatives();
        if (_fault is not null) return inside;
        if (_at >= pattern.Length) return Fail("a ( is never closed");
        _at++;
        _out.Append(')');
        _depth--;
        return inside;
    }

    /// <summary>After "(?": true when a group was opened, false when flags were set, null when refused.</summary>
    private bool? GroupKind()
    {
        var rest = pattern.AsSpan(_at + 1);
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
            if (close <= name)
            {
                Fail("the name of a group is empty or never closed");
                return null;
            }
            _at += close + 2;
            return true;
        }
        var end = rest.IndexOfAny(')', ':');
        if (end < 0 || rest[..(end + 1)] is ")" || rest[..end].ContainsAnyExcept("ims-") || rest[..end].Count('-') > 1)
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
                Copy(2);
                return new(1, "", null);
            case >= '1' and <= '9' or 'g' or 'k':
                return Fail($"\\{c} refers back to a group, which no linear engine has");
        }
        if (!RegexClass.TryEscaped(pattern, ref _at, out var single)) return Fail($"\\{c} is not part of Sigma's patterns, or not whole");
        RegexClass.Append(_out, single);
        return new(1, Folding.Fold([single]), null);
    }
}
