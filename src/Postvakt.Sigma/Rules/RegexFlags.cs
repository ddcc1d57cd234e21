namespace Postvakt.Sigma.Rules;

/// <summary>Sub-modifiers of re.</summary>
[Flags]
internal enum RegexFlags
{
    None = 0,
    IgnoreCase = 1,
    Multiline = 2,
    DotAll = 4,
}
