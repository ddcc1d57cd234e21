using System.Buffers;
using System.Globalization;
using System.Text;

namespace Postvakt.Mql.Patterns;

/// <summary>
/// Reads a pattern of RE2's syntax and writes it for .NET's linear engine with the same meaning: <c>\d \w \s</c> are ASCII, <c>$</c> is the very end, characters are code points. Counts what it unrolls to,
/// refuses what RE2 does not have (look-around, back references, possessive repetitions), and finds texts that must stand in whatever matches.
/// </summary>
internal sealed class Translator
{
    /// <summary>Characters of a pattern: the longest public one has 1,148.</summary>
    public const int MaxLength = 8_192;

    /// <summary>States that a pattern unrolls to: nested repetitions grow without end. The engine behind takes some 10,000.</summary>
    public const int MaxCost = 9_000;

    private const int MaxDepth = 50;

    private const string TooLarge = "; 9,000 are allowed";

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");

    private const int MostNeedles = 64;

    private readonly string _pattern;
    private readonly bool _shortSpans;
    private readonly StringBuilder _plain = new();
    private readonly List<int> _groupStarts = [];
    private readonly List<string?> _groups = [];
    private int _at;
    private int _depth;
    private bool _multiline;
    private bool _dotAll;
    private bool _lazy;
    private bool _hasWordEdge;
    private List<(int From, int To)>? _named = [];
    private string? _fault;

    private bool _isOpen;

    private Translator(string source, bool shortSpans) => (_pattern, _shortSpans) = (source, shortSpans);

    public static Translation? Translate(string pattern, out string fault)
    {
        var exact = new Translator(pattern, shortSpans: false).Run(out fault);
        return exact ?? (fault.EndsWith(TooLarge, StringComparison.Ordinal) ? Shorter(pattern, out fault) : null);
    }

    /// <summary>For a pattern that is too large: spans count pairs of surrogates as two, which makes them a third as large.</summary>
    public static Translation? Shorter(string pattern, out string fault) => new Translator(pattern, shortSpans: true).Run(out fault);

    private Translation? Run(out string fault)
    {
        PatternPart whole = default;
        if (_pattern.Length > MaxLength) Fail(string.Create(CultureInfo.InvariantCulture, $"a pattern may have {MaxLength:N0} characters"));
        else whole = Alternatives();
        if (_fault is null && _at < _pattern.Length) Fail("a ) closes nothing");
        if (_fault is null && whole.Cost > MaxCost) Fail(string.Create(CultureInfo.InvariantCulture, $"its repetitions unroll to {whole.Cost:N0} states{TooLarge}"));
        fault = _fault ?? "";
        if (_fault is not null) return null;
        var needles = whole.Required;
        if (needles is not null && needles.Any(n => n.Length < 2)) needles = null;
        return new(_plain.ToString(), Capturing(), _groups, needles, _hasWordEdge && _named?.Exists(r => r.From <= Pattern.Hidden && r.To >= Pattern.Hidden) == false ? _named : null) { Ways = whole.Ways, Cost = whole.Cost };
    }

    /// <summary>The plain form with its groups named; it marks where a group of the pattern opens with a "(?:".</summary>
    private string Capturing()
    {
        var output = new StringBuilder(_plain.ToString());
        for (var i = _groupStarts.Count - 1; i >= 0; i--) output.Remove(_groupStarts[i], 3).Insert(_groupStarts[i], string.Create(CultureInfo.InvariantCulture, $"(?<_{i + 1}>"));
        return output.ToString();
    }

    private PatternPart Fail(string why)
    {
        _fault ??= string.Create(CultureInfo.InvariantCulture, $"pattern, character {_at + 1}: {why}");
        _at = _pattern.Length;
        return PatternPart.Opaque();
    }

    private PatternPart Alternatives()
    {
        var first = Sequence();
        if (_at >= _pattern.Length || _pattern[_at] != '|') return first;
        var (cost, ways) = (first.Cost, first.Ways);
        var needles = first.Required is { } some ? new List<string>(some) : null;
        while (_at < _pattern.Length && _pattern[_at] == '|')
        {
            _plain.Append(_pattern[_at++]);
            var next = Sequence();
            cost += next.Cost;
            ways += next.Ways;
            if (next.Required is { } more && needles is not null && needles.Count + more.Count <= MostNeedles) needles.AddRange(more);
            else needles = null;
        }
        return new(cost, null, needles) { Ways = ways };
    }

    private PatternPart Sequence()
    {
        long cost = 1;
        double ways = 1;
        var run = new StringBuilder();
        var exact = true;
        IReadOnlyList<string>? best = null;
        void Flush()
        {
            if (run.Length > 0) best = PatternPart.Better(best, [run.ToString()]);
            run.Clear();
        }
        while (_at < _pattern.Length && _pattern[_at] is not ('|' or ')') && _fault is null)
        {
            var part = Atom();
            var (least, most) = Quantifier();
            ways *= Ways(part.Ways, least, most);
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
            if (least > 0) best = PatternPart.Better(best, part.Required);
        }
        if (exact) return new(cost, run.ToString(), null) { Ways = ways };
        Flush();
        return new(cost, null, best) { Ways = ways };
    }

    /// <summary>Of a repeated part: of all numbers of times that it may stand.</summary>
    private double Ways(double once, int least, int most)
    {
        if (_isOpen) return double.PositiveInfinity;
        if (once == 1) return most - least + 1;
        double ways = 0;
        for (var times = least; times <= most && ways < double.MaxValue; times++) ways += Math.Pow(once, times);
        return ways;
    }

    /// <summary>How often the last part may stand; the most is what it unrolls to where it is open.</summary>
    private (int Least, int Most) Quantifier()
    {
        _isOpen = false;
        if (_at >= _pattern.Length) return (1, 1);
        int least, most;
        switch (_pattern[_at])
        {
            case '*': (least, most, _isOpen) = (0, 1, true); _plain.Append(_pattern[_at++]); break;
            case '+': (least, most, _isOpen) = (1, 2, true); _plain.Append(_pattern[_at++]); break;
            case '?': (least, most) = (0, 1); _plain.Append(_pattern[_at++]); break;
            case '{' when Braces(out var end) is { } counts:
                (least, most) = counts;
                _plain.Append(_pattern, _at, end + 1 - _at);
                _at = end + 1;
                if (least > 1000 || most > 1001) Fail("a repetition counts to 1,000 at most");
                if (most < least) Fail("the repetition ends before it begins");
                break;
            default: return (1, 1);
        }
        var lazy = _lazy;
        if (_at < _pattern.Length && _pattern[_at] == '?')
        {
            lazy = !lazy;
            _at++;
        }
        if (lazy) _plain.Append('?');
        if (_at < _pattern.Length && (_pattern[_at] is '*' or '+' or '?' || (_pattern[_at] == '{' && Braces(out _) is not null))) Fail("a repetition repeats a repetition");
        return (least, most);
    }

    /// <summary>{n}, {n,} or {n,m}; anything else is text.</summary>
    private (int, int)? Braces(out int end)
    {
        end = _pattern.IndexOf('}', _at);
        if (end < 0 || end - _at > 14) return null;
        var inside = _pattern.AsSpan(_at + 1, end - _at - 1);
        var comma = inside.IndexOf(',');
        // A leading zero makes it text.
        if (inside is ['0', >= '0' and <= '9', ..] || (comma >= 0 && inside[(comma + 1)..] is ['0', >= '0' and <= '9', ..])) return null;
        if (!int.TryParse(comma < 0 ? inside : inside[..comma], NumberStyles.None, CultureInfo.InvariantCulture, out var least)) return null;
        var most = least;
        if (comma >= 0 && comma + 1 < inside.Length && !int.TryParse(inside[(comma + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out most)) return null;
        if (comma >= 0 && comma + 1 == inside.Length) (most, _isOpen) = (least + 1, true);
        return (least, most);
    }

    /// <summary>
    /// What follows repeats: * or +, where it makes no difference whether a pair of surrogates is one or two; or, in a pattern that is too large otherwise, a span (<c>.{0,25}</c>).
    /// </summary>
    private bool Repeats => _at < _pattern.Length && (_pattern[_at] is '*' or '+' || (_shortSpans && _pattern[_at] == '{' && Braces(out _) is var (least, most) && least != most));

    private PatternPart Atom()
    {
        var c = _pattern[_at];
        switch (c)
        {
            case '(': return Group();
            case '[': return Class();
            case '\\': return Escape();
            case '.':
                _at++;
                var any = new CodePoints { IsNegated = true };
                if (!_dotAll) any.Add('\n', '\n');
                return PatternPart.Opaque(any.Write(_plain, Repeats));
            case '^':
                _at++;
                _plain.Append(_multiline ? "(?m:^)" : @"\A");
                return new(1, "", null);
            case '$':
                _at++;
                _plain.Append(_multiline ? "(?m:$)" : @"\z");
                return new(1, "", null);
            case '*' or '+' or '?': return Fail($"{c} repeats nothing");
            case '{' when Braces(out _) is not null: return Fail("{ repeats nothing");
        }
        return Literal();
    }

    private PatternPart Literal()
    {
        if (!Rune.TryGetRuneAt(_pattern, _at, out var rune)) return Fail("half a surrogate pair is no character");
        _at += rune.Utf16SequenceLength;
        return One(rune.Value);
    }

    private PatternPart One(int code)
    {
        if (code >= 0x80) _named?.Add((code, code));
        if (code > 0xFFFF)
        {
            var pair = char.ConvertFromUtf32(code);
            _plain.Append(CultureInfo.InvariantCulture, $"(?:\\u{(int)pair[0]:X4}\\u{(int)pair[1]:X4})");
            return PatternPart.Opaque(2);
        }
        CodePoints.AppendUnit(_plain, code);
        return code < 0x80 ? new(1, char.ToLowerInvariant((char)code).ToString(), null) : PatternPart.Opaque();
    }

    private void Note(CodePoints set)
    {
        if (set.Named is { } named) _named?.AddRange(named);
        else _named = null;
    }

    private PatternPart Class()
    {
        var reader = new ClassReader(_pattern, _at);
        if (reader.Read(out var end) is not { } set) return Fail(reader.Fault);
        _at = end;
        Note(set);
        var cost = set.Write(_plain, Repeats);
        return set.Single >= 0 ? new(1, char.ToLowerInvariant((char)set.Single).ToString(), null) : PatternPart.Opaque(cost);
    }

    private PatternPart Escape()
    {
        if (_at + 1 >= _pattern.Length) return Fail("a backslash ends the pattern");
        var c = _pattern[_at + 1];
        switch (c)
        {
            case 'b' or 'B' or 'A' or 'z':
                _hasWordEdge |= c is 'b' or 'B';
                _plain.Append('\\').Append(c);
                _at += 2;
                return new(1, "", null);
            case 'Q': return Quoted();
            case >= '1' and <= '9': return Fail($"\\{c} refers back to a group, which no linear engine has");
            case 'C': return Fail("\\C is a byte; patterns here read characters");
        }
        var reader = new ClassReader(_pattern, _at);
        var set = new CodePoints();
        if (reader.TryShorthand(set))
        {
            _at = reader.At;
            Note(set);
            return PatternPart.Opaque(set.Write(_plain, Repeats));
        }
        if (reader.Fault.Length > 0) return Fail(reader.Fault);
        if (!reader.TryEscaped(out var code)) return Fail($"there is no escape \\{c}");
        _at = reader.At;
        return One(code);
    }

    /// <summary>\Q…\E: text as it stands.</summary>
    private PatternPart Quoted()
    {
        _at += 2;
        var end = _pattern.IndexOf(@"\E", _at, StringComparison.Ordinal);
        var start = _at;
        for (var stop = end < 0 ? _pattern.Length : end; _at < stop && _fault is null;) Literal();
        if (_fault is null && end >= 0) _at = end + 2;
        return PatternPart.Opaque(_at - start + 1);
    }

    private PatternPart Group()
    {
        if (++_depth > MaxDepth) return Fail($"groups stand deeper than {MaxDepth}");
        var (multiline, dotAll, lazy) = (_multiline, _dotAll, _lazy);
        _at++;
        if (_at < _pattern.Length && _pattern[_at] == '?')
        {
            if (GroupKind() is not { } opened) return PatternPart.Opaque();
            if (!opened)
            {
                _depth--;
                return new(1, "", null);
            }
        }
        else
        {
            Open(null);
        }
        var inside = Alternatives();
        if (_fault is not null) return inside;
        if (_at >= _pattern.Length) return Fail("a ( is never closed");
        _at++;
        _plain.Append(')');
        (_multiline, _dotAll, _lazy) = (multiline, dotAll, lazy);
        _depth--;
        return inside with { Cost = inside.Cost + 1 };
    }

    private void Open(string? name)
    {
        _groupStarts.Add(_plain.Length);
        _groups.Add(name);
        _plain.Append("(?:");
    }

    /// <summary>After "(?": true when a group was opened, false when flags were set, null when refused.</summary>
    private bool? GroupKind()
    {
        var rest = _pattern.AsSpan(_at + 1);
        if (rest.StartsWith("=") || rest.StartsWith("!") || rest.StartsWith("<=") || rest.StartsWith("<!"))
        {
            Fail("look-around is not part of these patterns (RE2); use a second pattern and 'not'");
            return null;
        }
        var name = rest.StartsWith("P<") ? 2 : rest.StartsWith("<") ? 1 : 0;
        if (name > 0)
        {
            var close = rest.IndexOf('>');
            if (close <= name || rest[name..close].ContainsAnyExcept(NameCharacters))
            {
                Fail("the name of a group is made of letters, digits and _, and closed with >");
                return null;
            }
            Open(rest[name..close].ToString());
            _at += close + 2;
            return true;
        }
        var end = rest.IndexOfAny(')', ':');
        if (end < 0 || rest[..end].ContainsAnyExcept("imsU-") || rest[..end].Count('-') > 1 || (end == 0 && rest[0] == ')'))
        {
            Fail("what follows (? is not understood; known are (?:…), (?P<name>…) and the flags i, m, s, U");
            return null;
        }
        SetFlags(rest[..end], rest[end]);
        _at += end + 2;
        return rest[end] == ':';
    }

    /// <summary>i is left to the engine; m, s and U decide what is written.</summary>
    private void SetFlags(ReadOnlySpan<char> flags, char end)
    {
        var on = true;
        string? ignoreCase = null;
        foreach (var flag in flags)
        {
            switch (flag)
            {
                case '-': on = false; break;
                case 'i': ignoreCase = on ? "i" : "-i"; break;
                case 'm': _multiline = on; break;
                case 's': _dotAll = on; break;
                default: _lazy = on; break;
            }
        }
        if (end == ':') _plain.Append("(?").Append(ignoreCase).Append(':');
        else if (ignoreCase is not null) _plain.Append("(?").Append(ignoreCase).Append(')');
    }
}
