using System.Collections.Frozen;

namespace Postvakt.Documents.Scans;

/// <summary>
/// Takes JavaScript apart into tokens (ECMA-262 12), without asking whether they are a program: what attackers send is broken, cut off, or made so that
/// parsers give up. One pass, no recursion, never throws.
/// </summary>
internal ref struct ScriptTokenizer
{
    /// <summary>Characters that are read. 2 Mi.</summary>
    private const int MaxSource = 2 << 20;

    /// <summary>Different tokens of a kind.</summary>
    private const int MaxTokens = 10_000;

    private const int MaxText = 65_536;

    /// <summary>Braces inside templates inside each other; what lies deeper is read as if it were outside.</summary>
    private const int MaxDepth = 64;

    private static readonly FrozenSet<string> Reserved = FrozenSet.ToFrozenSet(
    [
        "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do", "else", "export", "extends", "finally", "for", "function", "if", "import", "in", "instanceof", "let", "new", "return", "super", "switch",
        "this", "throw", "try", "typeof", "var", "void", "while", "with", "yield",
    ], StringComparer.Ordinal);

    /// <summary>After these a slash begins a pattern, after other words it divides (12.1).</summary>
    private static readonly FrozenSet<string> BeforePattern = FrozenSet.ToFrozenSet(["return", "typeof", "case", "do", "else", "in", "instanceof", "new", "void", "delete", "throw", "yield"], StringComparer.Ordinal);

    private static readonly FrozenSet<string> Constants = FrozenSet.ToFrozenSet(["true", "false", "null"], StringComparer.Ordinal);

    private readonly ReadOnlySpan<char> _source;
    private readonly OrderedSet _identifiers = new(MaxTokens);
    private readonly OrderedSet _keywords = new(MaxTokens);
    private readonly OrderedSet _texts = new(MaxTokens);
    private readonly OrderedSet _patterns = new(MaxTokens);

    /// <summary>For each open template, how many braces are open in its substitution.</summary>
    private readonly Stack<int> _templates = new();

    private int _at;
    private bool _divides;

    private ScriptTokenizer(ReadOnlySpan<char> source) => _source = source[..Math.Min(source.Length, MaxSource)];

    public static ScriptTokens Read(ReadOnlySpan<char> source)
    {
        var tokenizer = new ScriptTokenizer(source);
        while (tokenizer._at < tokenizer._source.Length) tokenizer.Next();
        return new ScriptTokens(tokenizer._identifiers.Items, tokenizer._keywords.Items, tokenizer._texts.Items, tokenizer._patterns.Items);
    }

    private void Next()
    {
        var c = _source[_at];
        if (char.IsWhiteSpace(c)) _at++;
        else if (c == '/' && Following('/')) _at = After('\n', _at);
        else if (c == '/' && Following('*')) _at = _source[(_at + 2)..].IndexOf("*/") is var end && end >= 0 ? _at + 2 + end + 2 : _source.Length;
        else if (c is '"' or '\'') Quoted(c);
        else if (c == '`') Template();
        else if (c == '/' && !_divides) Pattern();
        else if (IsWord(c)) Word();
        else Mark(c);
    }

    private readonly bool Following(char c) => _at + 1 < _source.Length && _source[_at + 1] == c;

    private readonly int After(char c, int from) => _source[from..].IndexOf(c) is var at && at >= 0 ? from + at + 1 : _source.Length;

    /// <summary>Letters beyond ASCII are words; so is what is written as an escape (\u0062).</summary>
    private static bool IsWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '$' or '\\' or '#' || c > 127;

    private void Word()
    {
        var start = _at++;
        while (_at < _source.Length && !char.IsWhiteSpace(_source[_at]) && (IsWord(_source[_at]) || _source[_at] is '{' or '}' && InEscape(start))) _at++;
        var word = _source[start..Math.Min(_at, start + MaxText)];
        if (char.IsAsciiDigit(word[0]))
        {
            _divides = true;
            return;
        }
        var text = word.ToString();
        if (Reserved.Contains(text)) _keywords.Add(text);
        else if (!Constants.Contains(text)) _identifiers.Add(text);
        _divides = !BeforePattern.Contains(text);
    }

    /// <summary>\u{61} in a word: at most eight characters.</summary>
    private readonly bool InEscape(int start)
    {
        var from = Math.Max(start, _at - 8);
        var back = _source[from.._at].LastIndexOf(@"\u");
        if (back < 0) return false;
        var inside = _source[(from + back + 2).._at];
        return _source[_at] == '{' ? inside.IsEmpty : inside.StartsWith('{') && !inside.Contains('}');
    }

    private void Quoted(char quote)
    {
        var start = ++_at;
        while (_at < _source.Length && _source[_at] != quote && _source[_at] is not ('\n' or '\r')) _at += _source[_at] == '\\' ? _source[_at..].StartsWith("\\\r\n") ? 3 : 2 : 1;
        Text(start, Math.Min(_at, _source.Length), _texts);
        if (_at < _source.Length && _source[_at] == quote) _at++;
        _divides = true;
    }

    /// <summary>A template up to its end or its next substitution.</summary>
    private void Template()
    {
        var start = ++_at;
        while (_at < _source.Length && _source[_at] != '`')
        {
            if (_source[_at] == '$' && Following('{') && _templates.Count < MaxDepth)
            {
                Text(start, _at, _texts);
                _templates.Push(0);
                _at += 2;
                _divides = false;
                return;
            }
            _at += _source[_at] == '\\' ? 2 : 1;
        }
        Text(start, Math.Min(_at, _source.Length), _texts);
        _at++;
        _divides = true;
    }

    private void Pattern()
    {
        var start = _at++;
        var inClass = false;
        while (_at < _source.Length && _source[_at] is not ('\n' or '\r') && (inClass || _source[_at] != '/'))
        {
            inClass = _source[_at] switch { '[' => true, ']' => false, _ => inClass };
            _at += _source[_at] == '\\' ? 2 : 1;
        }
        if (_at >= _source.Length || _source[_at] != '/')
        {
            // No pattern after all.
            _at = start + 1;
            _divides = false;
            return;
        }
        _at++;
        while (_at < _source.Length && char.IsAsciiLetter(_source[_at])) _at++;
        Text(start, _at, _patterns);
        _divides = true;
    }

    private void Mark(char c)
    {
        if (_templates.Count > 0 && c == '{') _templates.Push(_templates.Pop() + 1);
        if (_templates.Count > 0 && c == '}')
        {
            var open = _templates.Pop();
            if (open == 0)
            {
                Template();
                return;
            }
            _templates.Push(open - 1);
        }
        _divides = c is ')' or ']' or '}';
        _at++;
    }

    private readonly void Text(int start, int end, OrderedSet into)
    {
        if (end > start) into.Add(_source[start..Math.Min(end, start + MaxText)].ToString());
    }

    /// <summary>Texts, each once, in their order.</summary>
    private sealed class OrderedSet(int most)
    {
        private readonly HashSet<string> _seen = new(StringComparer.Ordinal);

        public List<string> Items { get; } = [];

        public void Add(string text)
        {
            if (Items.Count < most && _seen.Add(text)) Items.Add(text);
        }
    }
}
