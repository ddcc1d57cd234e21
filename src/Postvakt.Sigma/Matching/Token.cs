namespace Postvakt.Sigma.Matching;

/// <param name="Char">Of a literal; else the same for all of a kind.</param>
internal readonly record struct Token(TokenKind Kind, char Char)
{
    public static readonly Token Any = new(TokenKind.Any, '*');

    public static readonly Token One = new(TokenKind.One, '?');

    public static readonly Token Dash = new(TokenKind.Dash, '-');
}
