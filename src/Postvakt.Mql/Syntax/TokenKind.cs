namespace Postvakt.Mql.Syntax;

internal enum TokenKind
{
    /// <summary>A word: name, function or keyword; also <c>in~</c>.</summary>
    Name,

    /// <summary>One or more dots: a member follows, or it is a scope.</summary>
    Dots,

    Text,
    Integer,
    Decimal,

    /// <summary><c>$name</c>, without the dollar sign.</summary>
    List,

    Operator,
    End,
}
