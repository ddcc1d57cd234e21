using System.Text;

namespace Postvakt.Sharing.Patterns;

/// <summary>Cuts a STIX pattern into tokens (STIX 2.1, 9): one pass.</summary>
internal sealed class PatternLexer(string text)
{
    private int _at;

    public PatternToken Next()
    {
        while (_at < text.Length && char.IsWhiteSpace(text[_at])) _at++;
        if (_at == text.Length) return new PatternToken(PatternTokenKind.End, "", _at);
        var (start, c) = (_at, text[_at]);
        if (c == '\'') return new PatternToken(PatternTokenKind.Text, Quoted(), start);
        if (c is 'b' or 'h' or 't' && start + 1 < text.Length && text[start + 1] == '\'')
        {
            _at++;
            return new PatternToken(PatternTokenKind.Constant, Quoted(), start);
        }
        if (char.IsAsciiLetter(c) || c == '_') return new PatternToken(PatternTokenKind.Word, While(n => char.IsAsciiLetterOrDigit(n) || n is '_' or '-'), start);
        if (char.IsAsciiDigit(c) || (c is '-' or '+' && start + 1 < text.Length && char.IsAsciiDigit(text[start + 1])))
        {
            _at++;
            While(n => char.IsAsciiDigit(n) || n == '.');
            return new PatternToken(PatternTokenKind.Constant, text[start.._at], start);
        }
        var sign = start + 1 < text.Length && text.AsSpan(start, 2) is "!=" or "<=" or ">=" or "<>" or "==" ? text[start..(start + 2)] : c is '[' or ']' or '(' or ')' or ':' or '.' or ',' or '*' or '=' or '<' or '>' ? text[start..(start + 1)] : throw new PatternException("an unknown sign", start);
        _at += sign.Length;
        return new PatternToken(PatternTokenKind.Sign, sign, start);
    }

    private string While(Func<char, bool> belongs)
    {
        var start = _at;
        while (_at < text.Length && belongs(text[_at])) _at++;
        return text[start.._at];
    }

    /// <summary>A quote and a backslash have a backslash before them, and nothing else has.</summary>
    private string Quoted()
    {
        var (start, value) = (_at++, new StringBuilder());
        while (_at < text.Length)
        {
            var c = text[_at++];
            if (c == '\'') return value.ToString();
            if (c == '\\' && (_at == text.Length || (c = text[_at++]) is not ('\'' or '\\'))) throw new PatternException("a backslash that escapes nothing", _at - 1);
            value.Append(c);
        }
        throw new PatternException("a text without an end", start);
    }
}
