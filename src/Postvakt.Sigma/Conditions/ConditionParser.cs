using System.Globalization;

namespace Postvakt.Sigma.Conditions;

/// <summary>
/// Conditions after the rules specification 2.1.0: or binds least, then and, not, "1 of" and "all of", brackets. Operators are read without case, as old rules write OR; names with it.
/// </summary>
internal sealed class ConditionParser
{
    /// <summary>Characters of a condition.</summary>
    private const int MaxLength = 16_384;

    /// <summary>Brackets and negations within each other.</summary>
    private const int MaxDepth = 64;

    /// <summary>Nodes of the expression with its selections put in: "1 of" over many selections, repeated, multiplies.</summary>
    private const int MaxSize = 100_000;

    private readonly IReadOnlyDictionary<string, Expr> _selections;
    private readonly List<string> _tokens = [];
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);
    private int _at;
    private int _depth;
    private int _size;
    private string? _fault;

    private ConditionParser(IReadOnlyDictionary<string, Expr> selections) => _selections = selections;

    public static ConditionReading Read(string text, IReadOnlyDictionary<string, Expr> selections)
    {
        var parser = new ConditionParser(selections);
        var expr = parser.Parse(text);
        return new(parser._fault is null ? expr : null, parser._fault, parser._used);
    }

    private Expr Parse(string text)
    {
        if (text.Length > MaxLength) return Fail($"a condition may have {MaxLength:N0} characters");
        if (text.Contains('|', StringComparison.Ordinal)) return Fail("aggregations after | left Sigma with version 2; write a correlation rule (event_count, value_count, temporal) instead");
        Split(text);
        if (_tokens.Count == 0) return Fail("the condition is empty");
        var whole = Or();
        if (_fault is null && _at < _tokens.Count) Fail(_tokens[_at] == ")" ? "a ) closes nothing" : $"'{_tokens[_at]}' stands where and, or or the end is expected");
        return whole;
    }

    private void Split(string text)
    {
        for (var i = 0; i < text.Length;)
        {
            if (char.IsWhiteSpace(text[i]))
            {
                i++;
                continue;
            }
            var start = i;
            if (text[i] is '(' or ')') i++;
            else while (i < text.Length && !char.IsWhiteSpace(text[i]) && text[i] is not ('(' or ')')) i++;
            _tokens.Add(text[start..i]);
        }
    }

    private Expr Fail(string why)
    {
        _fault = "condition: " + why;
        _at = _tokens.Count;
        return Expr.False;
    }

    private bool Take(string word)
    {
        if (_at >= _tokens.Count || !_tokens[_at].Equals(word, StringComparison.OrdinalIgnoreCase)) return false;
        _at++;
        return true;
    }

    private Expr Or()
    {
        var parts = new List<Expr> { And() };
        while (Take("or")) parts.Add(And());
        return Expr.Or(parts);
    }

    private Expr And()
    {
        var parts = new List<Expr> { Not() };
        while (Take("and")) parts.Add(Not());
        return Expr.And(parts);
    }

    private Expr Not()
    {
        if (!Take("not")) return Term();
        if (++_depth > MaxDepth) return Fail($"nested deeper than {MaxDepth}");
        var part = Not();
        _depth--;
        return Expr.Not(part);
    }

    private Expr Term()
    {
        if (_fault is not null) return Expr.False;
        if (_at >= _tokens.Count) return Fail("it ends where the name of a selection is expected");
        if (Take("("))
        {
            if (++_depth > MaxDepth) return Fail($"nested deeper than {MaxDepth}");
            var inside = Or();
            _depth--;
            return _fault is not null || Take(")") ? inside : Fail("a ( is never closed");
        }
        var token = _tokens[_at++];
        if (token == ")") return Fail("a ) stands where the name of a selection is expected");
        if (token.ToLowerInvariant() is "and" or "or") return Fail($"'{token}' stands where the name of a selection is expected");
        if (_at < _tokens.Count && _tokens[_at].Equals("of", StringComparison.OrdinalIgnoreCase) && !_selections.ContainsKey(token))
        {
            _at++;
            return Quantified(token);
        }
        if (!_selections.TryGetValue(token, out var selection)) return Fail($"there is no selection '{token}'" + Suggestion.For(token, _selections.Keys));
        _used.Add(token);
        return Count(selection);
    }

    private Expr Quantified(string how)
    {
        var all = how.Equals("all", StringComparison.OrdinalIgnoreCase);
        if (!all && how != "1" && !how.Equals("any", StringComparison.OrdinalIgnoreCase))
            return Fail(int.TryParse(how, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? $"'{how} of' is not part of Sigma; there are '1 of' and 'all of'" : $"'{how} of' is not known; there are '1 of' and 'all of'");
        if (_at >= _tokens.Count) return Fail($"'{how} of' needs a pattern of names, or them");
        var pattern = _tokens[_at++];
        var them = pattern.Equals("them", StringComparison.OrdinalIgnoreCase) && !_selections.ContainsKey(pattern);
        // Names with _ in front are left to those who call them by name (specification, "1/all of them").
        var names = _selections.Keys.Where(n => them ? !n.StartsWith('_') : Glob(n, pattern) && (pattern.StartsWith('_') || !n.StartsWith('_'))).ToList();
        if (names.Count == 0) return Fail(them ? "there is no selection for 'them'" : $"no selection is named like '{pattern}'" + Suggestion.For(pattern.Replace("*", "", StringComparison.Ordinal), _selections.Keys));
        _used.UnionWith(names);
        var parts = names.ConvertAll(n => Count(_selections[n]));
        return all ? Expr.And(parts) : Expr.Or(parts);
    }

    private Expr Count(Expr selection)
    {
        _size += selection.Size;
        return _size > MaxSize ? Fail($"with its selections put in it has more than {MaxSize:N0} parts") : selection;
    }

    /// <summary>Star anywhere; names are told apart by case.</summary>
    private static bool Glob(string name, string pattern)
    {
        int n = 0, p = 0, star = -1, back = 0;
        while (n < name.Length)
        {
            if (p < pattern.Length && pattern[p] == '*')
            {
                star = p++;
                back = n;
            }
            else if (p < pattern.Length && pattern[p] == name[n])
            {
                n++;
                p++;
            }
            else if (star >= 0)
            {
                p = star + 1;
                n = ++back;
            }
            else
            {
                return false;
            }
        }
        while (p < pattern.Length && pattern[p] == '*') p++;
        return p == pattern.Length;
    }
}
