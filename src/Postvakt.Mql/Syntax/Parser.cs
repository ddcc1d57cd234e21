using System.Globalization;

namespace Postvakt.Mql.Syntax;

/// <summary>
/// Reads a source by its grammar, loosest first: or, and, not, N of, comparison, sum, product, what follows a value. After a fault it goes on at the next condition, so that one run tells most of what is wrong.
/// </summary>
internal sealed class Parser
{
    private static readonly string[] Comparisons = ["==", "!=", "<", "<=", ">", ">=", "=~", "!~"];
    private static readonly string[] Reserved = ["and", "or", "not", "in", "in~", "is", "of"];

    private readonly List<Fault> _faults;
    private readonly List<Token> _tokens;
    private int _at;
    private int _depth;
    private int _nodes;

    private Parser(string source, List<Fault> faults)
    {
        _faults = faults;
        _tokens = new Lexer(source, faults).Read();
    }

    private Token Current => _tokens[_at];

    /// <summary>The tree of a source; with faults it has holes (<see cref="NodeKind.Error"/>), or is null.</summary>
    public static Node? Read(string source, List<Fault> faults)
    {
        if (source.Length > SourceLimits.MaxLength)
        {
            faults.Add(new(new(1, 1, 0, 0), string.Create(CultureInfo.InvariantCulture, $"a source may have {SourceLimits.MaxLength:N0} characters; this one has {source.Length:N0}")));
            return null;
        }
        var parser = new Parser(source, faults);
        if (parser.Current.Kind == TokenKind.End)
        {
            if (faults.Count == 0) faults.Add(new(parser.Current.Place, "the source is empty"));
            return null;
        }
        return parser.Whole();
    }

    private Node? Whole()
    {
        try
        {
            var root = Or();
            if (Current.Kind != TokenKind.End && _faults.Count == 0) throw Unexpected("'and', 'or' or the end");
            return root;
        }
        catch (SyntaxFaultException broken)
        {
            Report(broken);
            return null;
        }
    }

    private Node Or() => Chain("or", NodeKind.Or, And);

    private Node And() => Chain("and", NodeKind.And, Recover);

    private Node Chain(string word, NodeKind kind, Func<Node> part)
    {
        var first = part();
        if (!Current.Is(word)) return first;
        var parts = new List<Node> { first };
        while (Current.Is(word))
        {
            _at++;
            parts.Add(part());
        }
        return Make(kind, first.Place.To(parts[^1].Place), word, parts);
    }

    /// <summary>A condition, or, after a fault in it, nothing; what stands behind it is still read.</summary>
    private Node Recover()
    {
        var (start, depth) = (Current.Place, _depth);
        try
        {
            return Not();
        }
        catch (SyntaxFaultException broken) when (_faults.Count < SourceLimits.MaxFaults && _nodes <= SourceLimits.MaxNodes)
        {
            Report(broken);
            _depth = depth;
            for (var open = 0; Current.Kind != TokenKind.End; _at++)
            {
                if (open == 0 && (Current.Is("and") || Current.Is("or") || Current.Is(",") || Current.Is(")") || Current.Is("]"))) break;
                if (Current.Is("(") || Current.Is("[")) open++;
                if (Current.Is(")") || Current.Is("]")) open--;
            }
            return new(NodeKind.Error, start, "", []);
        }
    }

    private Node Not()
    {
        if (!Current.Is("not")) return Of();
        var start = Current.Place;
        _at++;
        Enter(start);
        var inner = Not();
        _depth--;
        return Make(NodeKind.Not, start.To(inner.Place), "not", [inner]);
    }

    private Node Of()
    {
        var number = Current;
        if (number.Kind != TokenKind.Integer || !_tokens[_at + 1].Is("of")) return Comparison();
        _at += 2;
        Expect("(", "after 'of' come conditions in brackets");
        var parts = Items(")", number.Place, out var end);
        if (parts.Count == 0) throw new SyntaxFaultException(number.Place, "'of' needs conditions in its brackets");
        return Make(NodeKind.Of, number.Place.To(end), number.Text, parts);
    }

    private Node Comparison()
    {
        var left = Sum();
        var at = Current;
        if (at.Kind == TokenKind.Operator && Array.IndexOf(Comparisons, at.Text) >= 0)
        {
            _at++;
            var right = Sum();
            if (at.Text is "<" or "<=" && Current.Is("<") | Current.Is("<=")) return Range(left, at.Text, right);
            if (Current.Kind == TokenKind.Operator && Array.IndexOf(Comparisons, Current.Text) >= 0) throw new SyntaxFaultException(Current.Place, "only < and <= can be chained; write 'and' between two comparisons");
            return Make(NodeKind.Compare, left.Place.To(right.Place), at.Text, [left, right]);
        }
        if (at.Is("is"))
        {
            _at++;
            var negated = Take("not");
            var end = Current.Place;
            Expect("null", "after 'is' comes 'null' or 'not null'");
            return Make(NodeKind.IsNull, left.Place.To(end), negated ? "is not null" : "is null", [left]);
        }
        var not = at.Is("not") && (_tokens[_at + 1].Is("in") || _tokens[_at + 1].Is("in~"));
        if (not) _at++;
        if (Current.Is("in") || Current.Is("in~"))
        {
            var word = Current.Text;
            _at++;
            var right = Current.Is("(") ? Tuple() : Sum();
            return Make(NodeKind.In, left.Place.To(right.Place), not ? "not " + word : word, [left, right]);
        }
        return left;
    }

    private Node Range(Node first, string one, Node second)
    {
        var parts = new List<Node> { first, second };
        var operators = one;
        while (Current.Is("<") || Current.Is("<="))
        {
            operators += " " + Current.Text;
            _at++;
            parts.Add(Sum());
        }
        return Make(NodeKind.Range, first.Place.To(parts[^1].Place), operators, parts);
    }

    private Node Tuple()
    {
        var start = Current.Place;
        _at++;
        var items = Items(")", start, out var end);
        return Make(NodeKind.Tuple, start.To(end), "", items);
    }

    private Node Sum() => Arithmetic(() => Current.Is("+") || Current.Is("-"), Product);

    private Node Product() => Arithmetic(() => Current.Is("*") || Current.Is("/") || Current.Is("%"), Value);

    private Node Arithmetic(Func<bool> more, Func<Node> part)
    {
        var left = part();
        var depth = _depth;
        while (more())
        {
            var word = Current;
            Enter(word.Place);
            _at++;
            var right = part();
            left = Make(NodeKind.Arithmetic, left.Place.To(right.Place), word.Text, [left, right]);
        }
        _depth = depth;
        return left;
    }

    /// <summary>A value with what follows it: members, indexes, arguments.</summary>
    private Node Value()
    {
        var value = Primary();
        var depth = _depth;
        while (true)
        {
            var at = Current;
            if (at.Kind == TokenKind.Dots && at.Text.Length == 1 && _tokens[_at + 1] is { Kind: TokenKind.Name } name)
            {
                _at += 2;
                value = Make(NodeKind.Member, value.Place.To(name.Place), name.Text, [value]);
            }
            else if (at.Is("[")) value = Bracket(value);
            else if (at.Is("(")) value = Call(value);
            else break;
            // A chain is as deep a tree as brackets are.
            Enter(at.Place);
        }
        _depth = depth;
        return value;
    }

    private Node Bracket(Node value)
    {
        var start = Current.Place;
        Enter(start);
        _at++;
        var from = Current.Is(":") ? Nothing() : Or();
        var slice = Take(":");
        var to = slice && !Current.Is("]") ? Or() : Nothing();
        var end = Current.Place;
        Expect("]", "the [ is not closed");
        _depth--;
        return slice ? Make(NodeKind.Slice, value.Place.To(end), "", [value, from, to]) : Make(NodeKind.Index, value.Place.To(end), "", [value, from]);
        Node Nothing() => Make(NodeKind.Null, Current.Place, "", []);
    }

    private Node Call(Node callee)
    {
        if (FunctionName(callee) is not { } name) throw new SyntaxFaultException(Current.Place, "only a function can be called; before ( stands a value");
        _at++;
        var arguments = Items(")", callee.Place, out var end, named: true);
        return Make(NodeKind.Call, callee.Place.To(end), name, arguments);
    }

    private static string? FunctionName(Node callee) => callee.Kind switch
    {
        NodeKind.Name => callee.Text,
        NodeKind.Member => FunctionName(callee[0]) is { } first ? first + "." + callee.Text : null,
        _ => null,
    };

    private Node Primary()
    {
        var at = Current;
        switch (at.Kind)
        {
            case TokenKind.Text: return Leaf(NodeKind.Text);
            case TokenKind.Integer: return Leaf(NodeKind.Integer);
            case TokenKind.Decimal: return Leaf(NodeKind.Decimal);
            case TokenKind.List: return Leaf(NodeKind.List);
            case TokenKind.Dots: return Scope();
            case TokenKind.Name when Array.IndexOf(Reserved, at.Text) < 0:
                return Leaf(at.Text switch { "true" => NodeKind.True, "false" => NodeKind.False, "null" => NodeKind.Null, _ => NodeKind.Name });
            case TokenKind.Operator when at.Text == "(":
                Enter(at.Place);
                _at++;
                var inner = Or();
                Expect(")", "the ( is not closed");
                _depth--;
                return inner;
            case TokenKind.Operator when at.Text == "[":
                _at++;
                var items = Items("]", at.Place, out var end);
                return Make(NodeKind.Array, at.Place.To(end), "", items);
        }
        throw Unexpected("a value");
    }

    private Node Scope()
    {
        var dots = Current;
        _at++;
        var scope = Make(NodeKind.Scope, dots.Place, "", [], dots.Text.Length);
        if (Current.Kind != TokenKind.Name || Current.Place.Start != dots.Place.End) return scope;
        var name = Current;
        _at++;
        return Make(NodeKind.Member, dots.Place.To(name.Place), name.Text, [scope]);
    }

    /// <summary>What stands between brackets, up to the one that closes; a comma may stand at the end.</summary>
    private List<Node> Items(string close, Place opened, out Place end, bool named = false)
    {
        Enter(opened);
        var items = new List<Node>();
        while (!Current.Is(close))
        {
            items.Add(named && Current.Kind == TokenKind.Name && _tokens[_at + 1].Is("=") ? Named() : Or());
            if (Take(",")) continue;
            if (!Current.Is(close)) throw Unexpected($"',' or '{close}'");
        }
        end = Current.Place;
        _at++;
        _depth--;
        return items;
    }

    private Node Named()
    {
        var name = Current;
        _at += 2;
        var value = Or();
        return Make(NodeKind.Named, name.Place.To(value.Place), name.Text, [value]);
    }

    private Node Leaf(NodeKind kind)
    {
        var at = Current;
        _at++;
        return Make(kind, at.Place, at.Text, []);
    }

    private Node Make(NodeKind kind, Place place, string text, IReadOnlyList<Node> children, int dots = 0)
    {
        if (++_nodes > SourceLimits.MaxNodes) throw new SyntaxFaultException(place, string.Create(CultureInfo.InvariantCulture, $"the source has more than {SourceLimits.MaxNodes:N0} parts"));
        return new(kind, place, text, children, dots);
    }

    private void Enter(Place place)
    {
        if (++_depth > SourceLimits.MaxDepth) throw new SyntaxFaultException(place, $"nested deeper than {SourceLimits.MaxDepth} levels");
    }

    private bool Take(string symbol)
    {
        if (!Current.Is(symbol)) return false;
        _at++;
        return true;
    }

    private void Expect(string symbol, string otherwise)
    {
        if (!Take(symbol)) throw new SyntaxFaultException(Current.Place, otherwise);
    }

    private SyntaxFaultException Unexpected(string wanted) =>
        new(Current.Place, Current.Kind == TokenKind.End ? $"the source ends where {wanted} should stand" : $"{Show(Current)} stands where {wanted} should");

    private static string Show(Token token) => token.Kind switch
    {
        TokenKind.Text => "a text",
        TokenKind.List => $"${token.Text}",
        _ => $"'{token.Text}'",
    };

    private void Report(SyntaxFaultException broken)
    {
        if (_faults.Count < SourceLimits.MaxFaults) _faults.Add(new(broken.Place, broken.Message));
    }
}
