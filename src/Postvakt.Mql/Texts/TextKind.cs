namespace Postvakt.Mql.Texts;

internal enum TextKind
{
    Contains,
    StartsWith,
    EndsWith,
    Like,
    PatternContains,
    PatternMatches,
}
