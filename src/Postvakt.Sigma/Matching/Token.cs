namespace Postvakt.Sigma.Matching;

/// <param name="Char">Of a literal; of a dash as it was written.</param>
internal readonly record struct Token(TokenKind Kind, char Char)
{
    public static readonly Token Any = new(TokenKind.Any, '*');
}
