namespace Postvakt.Sharing.Patterns;

/// <summary>
/// Reads a STIX pattern (STIX 2.1, 9) into alternatives, each a list of comparisons that hold together. The whole grammar is read; what cannot be said so (NOT, order, repetition)
/// is a comparison that says what it needs.
/// </summary>
internal sealed class PatternParser
{
    /// <summary>Brackets within brackets: each is a call.</summary>
    private const int MaxDepth = 24;

    /// <summary>Comparisons in all alternatives together: (a OR b) AND (c OR d) are four times two, so a short pattern can have millions.</summary>
    private const int MaxTerms = 2_000;

    private static readonly string[] Comparers = ["=", "==", "!=", "<>", "<", ">", "<=", ">=", "LIKE", "MATCHES", "ISSUPERSET", "ISSUBSET"];

    private readonly PatternLexer _lexer;
    private PatternToken _token;
    private int _depth;

    public PatternParser(string text) => (_lexer, _token) = (new PatternLexer(text), default);

    /// <exception cref="PatternException">It is no pattern.</exception>
    public IReadOnlyList<IReadOnlyList<PatternTerm>> Parse()
    {
        Step();
        var found = Sequence();
        return _token.Kind == PatternTokenKind.End ? found : throw Wrong("the end");
    }

    /// <summary>FOLLOWEDBY binds least, then OR, then AND (STIX 2.1, 9.5).</summary>
    private IReadOnlyList<IReadOnlyList<PatternTerm>> Sequence()
    {
        var first = Alternatives(Observations);
        while (Take("FOLLOWEDBY"))
        {
            Alternatives(Observations);
            first = Needing("one mail after another");
        }
        return first;
    }

    private IReadOnlyList<IReadOnlyList<PatternTerm>> Observations()
    {
        var found = Observation();
        while (Take("AND"))
        {
            Observation();
            found = Needing("several things seen together");
        }
        return found;
    }

    private IReadOnlyList<IReadOnlyList<PatternTerm>> Observation()
    {
        IReadOnlyList<IReadOnlyList<PatternTerm>> found;
        if (Take("("))
        {
            found = Deeper(Sequence);
            Expect(")");
        }
        else
        {
            Expect("[");
            found = Alternatives(Comparisons);
            Expect("]");
        }
        while (true)
        {
            if (Take("REPEATS"))
            {
                var once = _token.Text == "1";
                Constant();
                Expect("TIMES");
                if (!once) found = Needing("something seen several times");
            }
            else if (Take("WITHIN"))
            {
                Constant();
                Expect("SECONDS");
            }
            else if (Take("START"))
            {
                Constant();
                Expect("STOP");
                Constant();
                found = Needing("a time within which it holds");
            }
            else
            {
                return found;
            }
        }
    }

    private IReadOnlyList<IReadOnlyList<PatternTerm>> Comparisons()
    {
        var found = Comparison();
        while (Take("AND")) found = Both(found, Comparison());
        return found;
    }

    private IReadOnlyList<IReadOnlyList<PatternTerm>> Comparison()
    {
        if (Take("("))
        {
            var inner = Deeper(() => Alternatives(Comparisons));
            Expect(")");
            return inner;
        }
        // The standard writes NOT after the path; older patterns have it in front.
        var isNot = Take("NOT");
        if (Take("EXISTS")) return [[PatternTerm.Other(Path(), "EXISTS")]];
        var path = Path();
        isNot |= Take("NOT");
        if (Take("IN")) return Set(path, isNot);
        var comparer = _token.Text;
        if (_token.Kind == PatternTokenKind.End || !Comparers.Contains(comparer)) throw Wrong("a comparison");
        Step();
        var value = _token;
        if (value.Kind is not (PatternTokenKind.Text or PatternTokenKind.Constant) && !value.Is("true") && !value.Is("false")) throw Wrong("a value");
        Step();
        return [[isNot ? PatternTerm.Other(path, "NOT") : comparer is not ("=" or "==") ? PatternTerm.Other(path, comparer) : Equal(path, value)]];
    }

    private IReadOnlyList<IReadOnlyList<PatternTerm>> Set(string path, bool isNot)
    {
        Expect("(");
        var found = new List<IReadOnlyList<PatternTerm>>();
        do
        {
            if (_token.Kind is not (PatternTokenKind.Text or PatternTokenKind.Constant)) throw Wrong("a value");
            found.Add([isNot ? PatternTerm.Other(path, "NOT") : Equal(path, _token)]);
            Step();
        }
        while (Take(","));
        Expect(")");
        return found;
    }

    private static PatternTerm Equal(string path, PatternToken value) => value.Kind == PatternTokenKind.Text ? PatternTerm.Of(path, value.Text) : PatternTerm.Other(path, "a number");

    /// <summary>"file:hashes.'SHA-256'", "process:opened_ref[*].value".</summary>
    private string Path()
    {
        var path = Word();
        Expect(":");
        path += ":" + Word();
        while (true)
        {
            if (Take(".")) path += "." + Word();
            else if (Take("["))
            {
                if (!Take("*")) Constant();
                Expect("]");
                path += "[]";
            }
            else return path;
        }
    }

    private string Word()
    {
        if (_token.Kind is not (PatternTokenKind.Word or PatternTokenKind.Text)) throw Wrong("a name");
        var word = _token.Text;
        Step();
        return word;
    }

    private IReadOnlyList<IReadOnlyList<PatternTerm>> Alternatives(Func<IReadOnlyList<IReadOnlyList<PatternTerm>>> part)
    {
        var first = part();
        if (!_token.Is("OR")) return first;
        var all = new List<IReadOnlyList<PatternTerm>>(first);
        while (Take("OR")) all.AddRange(part());
        return all;
    }

    private IReadOnlyList<IReadOnlyList<PatternTerm>> Both(IReadOnlyList<IReadOnlyList<PatternTerm>> one, IReadOnlyList<IReadOnlyList<PatternTerm>> other)
    {
        var terms = one.Sum(a => (long)a.Count) * other.Count + other.Sum(a => (long)a.Count) * one.Count;
        if (terms > MaxTerms) throw new PatternException("too many combinations", _token.At);
        return [.. one.SelectMany(a => other.Select(b => (IReadOnlyList<PatternTerm>)[.. a, .. b]))];
    }

    private static IReadOnlyList<IReadOnlyList<PatternTerm>> Needing(string what) => [[PatternTerm.Other("", what)]];

    private T Deeper<T>(Func<T> read)
    {
        if (++_depth > MaxDepth) throw new PatternException("too many brackets within brackets", _token.At);
        var found = read();
        _depth--;
        return found;
    }

    private void Constant()
    {
        if (_token.Kind != PatternTokenKind.Constant) throw Wrong("a number or time");
        Step();
    }

    private void Expect(string sign)
    {
        if (!Take(sign)) throw Wrong($"\"{sign}\"");
    }

    private bool Take(string word)
    {
        if (!_token.Is(word)) return false;
        Step();
        return true;
    }

    private void Step() => _token = _lexer.Next();

    private PatternException Wrong(string expected) => new($"{expected} is missing", _token.At);
}
