namespace Postvakt.Sharing.Patterns;

internal enum PatternTokenKind
{
    /// <summary>A name or keyword: letters, digits, "_" and "-".</summary>
    Word,
    Text,

    /// <summary>A number, time, binary or hexadecimal constant: nothing here compares it.</summary>
    Constant,
    Sign,
    End,
}
