using System.Text;

namespace Postvakt.Sigma.Matching;

/// <summary>A value with wildcards, as tokens (Sigma rules specification 2.1.0, "String Wildcard" and "Escaping").</summary>
internal sealed class TextPattern
{
    /// <summary>Characters that stand for each other after windash (modifiers appendix 2.1.0): hyphen, slash, en dash, em dash, horizontal bar.</summary>
    public const string Dashes = "-/\u2013\u2014\u2015";

    public TextPattern(IReadOnlyList<Token> tokens)
    {
        // Two stars in a row are one: a pattern of stars alone must not cost more than one.
        var list = new List<Token>(tokens.Count);
        foreach (var token in tokens)
            if (token.Kind != TokenKind.Any || list.Count == 0 || list[^1].Kind != TokenKind.Any) list.Add(token);
        Tokens = [.. list];
    }

    public Token[] Tokens { get; }

    public bool IsPlain => Array.TrueForAll(Tokens, t => t.Kind == TokenKind.Literal);

    /// <summary>A backslash escapes a wildcard or a backslash and is itself before anything else.</summary>
    public static TextPattern Parse(string value)
    {
        var tokens = new List<Token>(value.Length);
        for (var i = 0; i < value.Length; i++)
        {
            var c = value[i];
            if (c == '\\' && i + 1 < value.Length && value[i + 1] is '\\' or '*' or '?') tokens.Add(new(TokenKind.Literal, value[++i]));
            else if (c == '*') tokens.Add(Token.Any);
            else if (c == '?') tokens.Add(Token.One);
            else tokens.Add(new(TokenKind.Literal, c));
        }
        return new(tokens);
    }

    public static TextPattern Plain(string text) => new([.. text.Select(c => new Token(TokenKind.Literal, c))]);

    public TextPattern Anchored(bool start, bool end)
    {
        var tokens = new List<Token>(Tokens.Length + 2);
        if (!start) tokens.Add(Token.Any);
        tokens.AddRange(Tokens);
        if (!end) tokens.Add(Token.Any);
        return new(tokens);
    }

    public TextPattern WithDashes() => new([.. Tokens.Select(t => t.Kind == TokenKind.Literal && Dashes.Contains(t.Char, StringComparison.Ordinal) ? Token.Dash : t)]);

    /// <summary>The text of a pattern without wildcards.</summary>
    public string Literal => string.Create(Tokens.Length, Tokens, (span, tokens) =>
    {
        for (var i = 0; i < tokens.Length; i++) span[i] = tokens[i].Char;
    });

    /// <summary>Tells patterns apart, whatever they hold: what is not itself stands as a mark and its kind.</summary>
    public string Key
    {
        get
        {
            const char mark = '\u0001';
            var key = new StringBuilder(Tokens.Length + 8);
            foreach (var token in Tokens)
            {
                if (token.Kind == TokenKind.Literal && token.Char != mark) key.Append(token.Char);
                else key.Append(mark).Append((int)token.Kind);
            }
            return key.ToString();
        }
    }
}
