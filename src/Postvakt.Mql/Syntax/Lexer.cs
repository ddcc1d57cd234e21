using System.Globalization;
using System.Text;

namespace Postvakt.Mql.Syntax;

/// <summary>Cuts a source into tokens. What it cannot read is a fault, and it goes on behind it.</summary>
internal sealed class Lexer(string source, List<Fault> faults)
{
    private static readonly string[] Doubles = ["==", "!=", "<=", ">=", "=~", "!~"];

    private readonly List<Token> _tokens = [];
    private int _at;
    private int _line = 1;
    private int _lineStart;

    public List<Token> Read()
    {
        while (_at < source.Length)
        {
            var c = source[_at];
            if (c == '\n')
            {
                _at++;
                _line++;
                _lineStart = _at;
            }
            else if (char.IsWhiteSpace(c) || c == '\uFEFF') _at++;
            else if (c == '/' && _at + 1 < source.Length && source[_at + 1] == '/') SkipLine();
            else ReadToken(c);
        }
        // Where the last token ends, not behind the line breaks of its file.
        _tokens.Add(new(TokenKind.End, "", _tokens.Count == 0 ? new(1, 1, 0, 0) : _tokens[^1].Place is var last ? new(last.Line, last.Column + last.Length, last.End, 0) : default));
        return _tokens;
    }

    private void SkipLine()
    {
        var end = source.IndexOf('\n', _at);
        _at = end < 0 ? source.Length : end;
    }

    private void ReadToken(char c)
    {
        var start = _at;
        if (IsNameStart(c))
        {
            while (_at < source.Length && (IsNameStart(source[_at]) || char.IsAsciiDigit(source[_at]))) _at++;
            if (_at - start == 2 && source.AsSpan(start, 2) is "in" && _at < source.Length && source[_at] == '~') _at++;
            Add(TokenKind.Name, start, source[start.._at]);
        }
        else if (char.IsAsciiDigit(c)) ReadNumber();
        else if (c == '"') ReadEscaped();
        else if (c == '\'') ReadRaw();
        else if (c == '.')
        {
            while (_at < source.Length && source[_at] == '.') _at++;
            Add(TokenKind.Dots, start, source[start.._at]);
        }
        else if (c == '$') ReadList();
        else if (_at + 1 < source.Length && source[_at + 1] is '=' or '~' && Array.IndexOf(Doubles, source.Substring(_at, 2)) >= 0)
        {
            _at += 2;
            Add(TokenKind.Operator, start, source.Substring(start, 2));
        }
        else if ("()[],:<>=+-*/%".Contains(c, StringComparison.Ordinal))
        {
            _at++;
            Add(TokenKind.Operator, start, c.ToString());
        }
        else
        {
            _at += char.IsHighSurrogate(c) && _at + 1 < source.Length && char.IsLowSurrogate(source[_at + 1]) ? 2 : 1;
            Report(start, $"'{source[start.._at]}' means nothing here");
        }
    }

    private void ReadList()
    {
        var start = _at++;
        while (_at < source.Length && (IsNameStart(source[_at]) || char.IsAsciiDigit(source[_at]))) _at++;
        if (_at == start + 1) Report(start, "after $ comes the name of a list");
        else Add(TokenKind.List, start, source[(start + 1).._at]);
    }

    private void ReadNumber()
    {
        var start = _at;
        while (_at < source.Length && char.IsAsciiDigit(source[_at])) _at++;
        var kind = TokenKind.Integer;
        if (_at + 1 < source.Length && source[_at] == '.' && char.IsAsciiDigit(source[_at + 1]))
        {
            kind = TokenKind.Decimal;
            for (_at++; _at < source.Length && char.IsAsciiDigit(source[_at]);) _at++;
        }
        var text = source[start.._at];
        if (kind == TokenKind.Integer && !long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _)) Report(start, "the number is too large");
        else Add(kind, start, text);
    }

    /// <summary>'…': no escapes; two quotes are one.</summary>
    private void ReadRaw()
    {
        var start = _at++;
        var text = new StringBuilder();
        var (line, lineStart) = (_line, _lineStart);
        while (_at < source.Length)
        {
            var c = source[_at++];
            if (c == '\'')
            {
                if (_at >= source.Length || source[_at] != '\'')
                {
                    _tokens.Add(new(TokenKind.Text, text.ToString(), new(line, start - lineStart + 1, start, _at - start)));
                    return;
                }
                _at++;
            }
            if (c == '\n')
            {
                _line++;
                _lineStart = _at;
            }
            text.Append(c);
        }
        faults.Add(new(new(line, start - lineStart + 1, start, 1), "the text that begins here is never closed"));
    }

    /// <summary>"…" with \r \n \t \' \" \\ \u{hex}; any other escape is a fault.</summary>
    private void ReadEscaped()
    {
        var start = _at++;
        var text = new StringBuilder();
        while (_at < source.Length && source[_at] is not ('"' or '\n'))
        {
            if (source[_at] == '\\') ReadEscape(text);
            else text.Append(source[_at++]);
        }
        if (_at >= source.Length || source[_at] == '\n')
        {
            Report(start, "the text that begins here is not closed in its line");
            return;
        }
        _at++;
        Add(TokenKind.Text, start, text.ToString());
    }

    private void ReadEscape(StringBuilder text)
    {
        var start = _at;
        var c = _at + 1 < source.Length ? source[_at + 1] : '\n';
        if (c == '\n')
        {
            _at++;
            return;
        }
        _at += 2;
        switch (c)
        {
            case 'n': text.Append('\n'); return;
            case 'r': text.Append('\r'); return;
            case 't': text.Append('\t'); return;
            case '\'' or '"' or '\\': text.Append(c); return;
            case 'u' when TryCodePoint(out var rune): text.Append(rune); return;
        }
        Report(start, c == 'u' ? "\\u is followed by the number of a character in braces: \\u{200b}" : $"there is no escape \\{c}; known are \\n \\r \\t \\' \\\" \\\\ \\u{{…}}; 'single quotes' need none");
    }

    private bool TryCodePoint(out string text)
    {
        text = "";
        if (_at >= source.Length || source[_at] != '{') return false;
        var end = source.IndexOf('}', _at);
        if (end - _at is < 3 or > 9 || !int.TryParse(source.AsSpan(_at + 1, end - _at - 1), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || !Rune.IsValid(code)) return false;
        text = new Rune(code).ToString();
        _at = end + 1;
        return true;
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    private void Add(TokenKind kind, int start, string text) => _tokens.Add(new(kind, text, PlaceOf(start)));

    private Place PlaceOf(int start) => new(_line, start - _lineStart + 1, start, Math.Max(0, _at - start));

    private void Report(int start, string message)
    {
        if (faults.Count < SourceLimits.MaxFaults) faults.Add(new(PlaceOf(start), message));
    }
}
