namespace Postvakt.Sigma.Matching;

internal enum TokenKind : byte
{
    Literal,

    /// <summary>? : exactly one character.</summary>
    One,

    /// <summary>* : any characters, or none.</summary>
    Any,

    /// <summary>Any of the characters that windash exchanges.</summary>
    Dash,
}
