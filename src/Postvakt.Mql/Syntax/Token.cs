namespace Postvakt.Mql.Syntax;

internal readonly record struct Token(TokenKind Kind, string Text, Place Place)
{
    public bool Is(string symbol) => Kind is TokenKind.Operator or TokenKind.Name && Text == symbol;
}
