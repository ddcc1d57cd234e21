namespace Postvakt.Sigma.Matching;

/// <summary>A value with or without wildcards against a whole text.</summary>
internal sealed class TextMatcher : Matcher
{
    private readonly Token[] _tokens;
    private readonly bool _cased;

    /// <summary>Runs between stars: start and end in the tokens.</summary>
    private readonly (int Start, int End)[] _runs;

    private readonly string[]? _needles;

    public TextMatcher(TextPattern pattern, bool cased)
        : base((cased ? "cased:" : "text:") + (cased ? pattern.Key : Folding.Fold(pattern.Key)))
    {
        _cased = cased;
        _tokens = cased ? pattern.Tokens : [.. pattern.Tokens.Select(t => t with { Char = Folding.Fold(t.Char) })];
        _runs = [.. Runs(_tokens)];
        (Shape, Literal) = ShapeOf();
        if (LongestLiteral() is { Length: > 0 } needle) _needles = [needle];
    }

    /// <summary>Wild also where case counts: the index is folded and only leads there.</summary>
    public TextShape Shape { get; }

    /// <summary>The folded literal of a shape that is not wild.</summary>
    public string Literal { get; }

    public override IReadOnlyList<string>? Needles => _needles;

    public override bool Matches(ReadOnlySpan<char> text, Fuel fuel)
    {
        if (_tokens.Length == 0) return text.IsEmpty;
        bool openStart = _tokens[0].Kind == TokenKind.Any, openEnd = _tokens[^1].Kind == TokenKind.Any;
        if (_runs.Length == 0) return true;
        int at = 0, first = 0, last = _runs.Length;
        if (!openStart)
        {
            at = _runs[0].End;
            if (!RunAt(text, 0, 0, at)) return false;
            first = 1;
            if (_runs.Length == 1 && !openEnd) return at == text.Length;
        }
        var limit = text.Length;
        if (!openEnd)
        {
            var (start, end) = _runs[--last];
            limit -= end - start;
            if (limit < at || !RunAt(text, limit, start, end)) return false;
        }
        for (var i = first; i < last; i++)
        {
            var (start, end) = _runs[i];
            var found = Find(text, at, limit, start, end, fuel);
            if (found < 0) return false;
            at = found + (end - start);
        }
        return true;
    }

    /// <summary>The first place of a run; the leftmost is enough, because what follows only needs room.</summary>
    private int Find(ReadOnlySpan<char> text, int from, int limit, int start, int end, Fuel fuel)
    {
        var length = end - start;
        for (var at = from; at + length <= limit; at++)
        {
            if ((fuel.Left -= 1) < 0) return -1;
            var i = 0;
            while (i < length && TokenAt(text[at + i], _tokens[start + i])) i++;
            if (i == length) return at;
            fuel.Left -= i;
        }
        return -1;
    }

    private bool RunAt(ReadOnlySpan<char> text, int at, int start, int end)
    {
        if (at + (end - start) > text.Length) return false;
        for (var i = start; i < end; i++)
            if (!TokenAt(text[at + i - start], _tokens[i])) return false;
        return true;
    }

    private bool TokenAt(char c, Token token) => token.Kind switch
    {
        TokenKind.Literal => (_cased ? c : Folding.Fold(c)) == token.Char,
        TokenKind.Dash => TextPattern.Dashes.Contains(c, StringComparison.Ordinal),
        _ => true,
    };

    private static IEnumerable<(int, int)> Runs(Token[] tokens)
    {
        for (var i = 0; i < tokens.Length; i++)
        {
            if (tokens[i].Kind == TokenKind.Any) continue;
            var start = i;
            while (i < tokens.Length && tokens[i].Kind != TokenKind.Any) i++;
            yield return (start, i);
        }
    }

    private (TextShape, string) ShapeOf()
    {
        if (_cased || _runs.Length > 1 || (_runs.Length == 0 && _tokens.Length > 0)) return (TextShape.Wild, "");
        if (_tokens.Any(t => t.Kind is TokenKind.One or TokenKind.Dash)) return (TextShape.Wild, "");
        var literal = new string([.. _tokens.Where(t => t.Kind == TokenKind.Literal).Select(t => t.Char)]);
        var openStart = _tokens.Length > 0 && _tokens[0].Kind == TokenKind.Any;
        var openEnd = _tokens.Length > 0 && _tokens[^1].Kind == TokenKind.Any;
        return ((openStart, openEnd) switch { (false, false) => TextShape.Whole, (false, true) => TextShape.Prefix, (true, false) => TextShape.Suffix, _ => TextShape.Part }, literal);
    }

    private string LongestLiteral()
    {
        var best = "";
        for (var i = 0; i < _tokens.Length; i++)
        {
            var start = i;
            while (i < _tokens.Length && _tokens[i].Kind == TokenKind.Literal) i++;
            if (i - start > best.Length) best = string.Concat(_tokens[start..i].Select(t => Folding.Fold(t.Char)));
        }
        return best;
    }
}
