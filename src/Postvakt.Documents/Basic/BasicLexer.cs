using System.Globalization;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Basic;

/// <summary>Cuts Basic source (VBA, VBScript) into tokens: [MS-VBAL] 3.2 and 3.3, taking whatever does not fit as a symbol.</summary>
internal ref struct BasicLexer(string source, BasicNames names, List<BasicToken> tokens)
{
    /// <summary>The largest module of our harmless documents has 100,000; each takes 48 bytes.</summary>
    private const int MaxTokens = 1_000_000;

    private const int MaxBracketed = 256;

    private static readonly string[] Symbols = BuildSymbols();

    private readonly ReadOnlySpan<char> _text = source;
    private int _at = 0;
    private int _line = 1;
    private bool _isSpaced = false;

    /// <exception cref="LimitException">More tokens than any macro has.</exception>
    public static List<BasicToken> Cut(string source, BasicNames names, Budget budget)
    {
        var tokens = new List<BasicToken>(Math.Min(source.Length / 5, MaxTokens) + 16);
        var lexer = new BasicLexer(source, names, tokens);
        for (var turn = 1; lexer._at < source.Length; turn++)
        {
            lexer.Next();
            if (turn % 8192 == 0) budget.Look();
            if (tokens.Count >= MaxTokens) throw new LimitException($"more than {MaxTokens:N0} words of code");
        }
        tokens.Add(new BasicToken(BasicTokenKind.NewLine, "", 0, lexer._line, source.Length, source.Length, false));
        tokens.Add(new BasicToken(BasicTokenKind.End, "", 0, lexer._line, source.Length, source.Length, false));
        return tokens;
    }

    private readonly bool AtLineStart => tokens.Count == 0 || tokens[^1].Kind == BasicTokenKind.NewLine;

    private readonly char Peek(int ahead = 1) => _at + ahead < _text.Length ? _text[_at + ahead] : '\0';

    private void Next()
    {
        var c = _text[_at];
        if (c is ' ' or '\t' or '\u00A0' or '\0')
        {
            while (++_at < _text.Length && _text[_at] == ' ') ;
            _isSpaced = true;
        }
        else if (c is '\r' or '\n') NewLine();
        else if (c == '\'') Comment();
        else if (c == '"') Text();
        else if (char.IsAsciiLetter(c) || c > 127 && char.IsLetter(c)) Name();
        else if (c == '_' && ContinuesLine()) return;
        else if (c == '_') Name();
        else if (char.IsAsciiDigit(c) || c == '.' && char.IsAsciiDigit(Peek()) && !AfterOperand()) Number();
        else if (c == '&' && (Peek() | 0x20) is 'h' or 'o' && char.IsAsciiHexDigit(Peek(2))) BasedNumber();
        else if (c == '[' && _text.Slice(_at, Math.Min(MaxBracketed, _text.Length - _at)).IndexOfAny(']', '\r', '\n') is var close && close > 0 && _text[_at + close] == ']') Bracketed(close);
        else if (c == '#' && AtLineStart) SkipLine();
        else Symbol(c);
    }

    private void Add(BasicTokenKind kind, string text, double number, int start)
    {
        tokens.Add(new BasicToken(kind, text, number, _line, start, _at, _isSpaced));
        _isSpaced = false;
    }

    private void NewLine()
    {
        var start = _at;
        _at += _text[_at] == '\r' && Peek() == '\n' ? 2 : 1;
        if (tokens.Count > 0 && tokens[^1].Kind != BasicTokenKind.NewLine) Add(BasicTokenKind.NewLine, "", 0, start);
        _line++;
    }

    /// <summary>3.2.2: a blank, an underscore and the end of the line.</summary>
    private bool ContinuesLine()
    {
        var at = _at + 1;
        while (at < _text.Length && _text[at] is ' ' or '\t') at++;
        if (at < _text.Length && _text[at] is not ('\r' or '\n')) return false;
        if (at < _text.Length) at += _text[at] == '\r' && at + 1 < _text.Length && _text[at + 1] == '\n' ? 2 : 1;
        _at = at;
        _line++;
        _isSpaced = true;
        return true;
    }

    private void SkipLine()
    {
        var end = _text[_at..].IndexOfAny('\r', '\n');
        _at = end < 0 ? _text.Length : _at + end;
    }

    private void Comment()
    {
        while (true)
        {
            var from = _at;
            SkipLine();
            // A comment too goes on behind a blank and an underscore.
            if (_at - from < 2 || _at >= _text.Length || _text[_at - 1] != '_' || _text[_at - 2] is not (' ' or '\t')) return;
            _at += _text[_at] == '\r' && Peek() == '\n' ? 2 : 1;
            _line++;
        }
    }

    private void Text()
    {
        var start = _at++;
        var doubled = false;
        while (true)
        {
            var next = _text[_at..].IndexOfAny('"', '\r', '\n');
            _at = next < 0 ? _text.Length : _at + next;
            if (next < 0 || _text[_at] != '"' || Peek() != '"') break;
            doubled = true;
            _at += 2;
        }
        var text = _text[(start + 1).._at].ToString();
        if (_at < _text.Length && _text[_at] == '"') _at++;
        Add(BasicTokenKind.Text, doubled ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text, 0, start);
    }

    private void Name()
    {
        var start = _at;
        SkipPlain();
        while (_at < _text.Length && _text[_at] > 127 && (char.IsLetterOrDigit(_text[_at]) || char.IsSurrogate(_text[_at])))
        {
            _at++;
            SkipPlain();
        }
        if (_at == start) _at++;
        var name = names.Keep(_text[start.._at]);
        if (name == "rem" && (AtLineStart || tokens[^1].Is(":")))
        {
            Comment();
            return;
        }
        Add(BasicTokenKind.Name, name, 0, start);
        if (_at < _text.Length && IsSuffix(_text[_at])) _at++;
    }

    private void SkipPlain()
    {
        while (_at < _text.Length && (char.IsAsciiLetterOrDigit(_text[_at]) || _text[_at] == '_')) _at++;
    }

    /// <summary>3.3.5.3: a type sign right behind a name. "&amp;" joins strings too, "!" names a member too.</summary>
    private readonly bool IsSuffix(char c) => c switch
    {
        '$' or '%' or '@' => true,
        '#' => !char.IsAsciiDigit(Peek()),
        '!' => !char.IsLetter(Peek()) && Peek() != '[',
        '&' => _text[(_at + 1)..].TrimStart(" \t") is not [not ('=' or ',' or ')' or ':' or '\r' or '\n' or '\''), ..],
        _ => false,
    };

    private readonly bool AfterOperand() => !_isSpaced && tokens.Count > 0 && (tokens[^1].Kind == BasicTokenKind.Name || tokens[^1].Is(")"));

    private void Number()
    {
        var start = _at;
        while (_at < _text.Length && (char.IsAsciiDigit(_text[_at]) || _text[_at] == '.')) _at++;
        if (_at < _text.Length && (_text[_at] | 0x20) is 'e' or 'd' && (char.IsAsciiDigit(Peek()) || Peek() is '+' or '-' && char.IsAsciiDigit(Peek(2))))
        {
            _at += 2;
            while (_at < _text.Length && char.IsAsciiDigit(_text[_at])) _at++;
        }
        _ = double.TryParse(_text[start.._at], NumberStyles.Float, CultureInfo.InvariantCulture, out var number);
        Suffix();
        Add(BasicTokenKind.Number, "", double.IsFinite(number) ? number : 0, start);
    }

    private void BasedNumber()
    {
        var start = _at;
        var isHex = (Peek() | 0x20) == 'h';
        _at += 2;
        long number = 0;
        var digits = 0;
        for (; _at < _text.Length && char.IsAsciiHexDigit(_text[_at]); _at++, digits++) number = number * (isHex ? 16 : 8) + Convert.ToInt32(char.ToString(_text[_at]), 16) & 0xFFFFFFFF;
        // 3.3.2: four digits without a sign make an Integer, which is signed; so do eight a Long.
        if (isHex && digits <= 4 && number > 0x7FFF && Peek(0) != '&') number -= 0x10000;
        else if (number > 0x7FFFFFFF) number -= 0x100000000;
        Suffix();
        Add(BasicTokenKind.Number, "", number, start);
    }

    private void Suffix()
    {
        if (_at < _text.Length && (_text[_at] is '%' or '!' or '#' or '@' || _text[_at] == '&' && IsSuffix('&'))) _at++;
    }

    private void Bracketed(int close)
    {
        var start = _at;
        _at += close + 1;
        Add(BasicTokenKind.Name, names.Keep(_text.Slice(start + 1, close - 1)), 0, start);
    }

    private void Symbol(char c)
    {
        var start = _at;
        var pair = (c, Peek()) switch
        {
            ('<', '=') => "<=",
            ('>', '=') => ">=",
            ('<', '>') => "<>",
            (':', '=') => ":=",
            _ => null,
        };
        _at += pair is null ? 1 : 2;
        Add(BasicTokenKind.Symbol, pair ?? (c < 128 ? Symbols[c] : "?"), 0, start);
    }

    private static string[] BuildSymbols()
    {
        var symbols = new string[128];
        for (var i = 0; i < symbols.Length; i++) symbols[i] = string.Intern(((char)i).ToString());
        return symbols;
    }
}
