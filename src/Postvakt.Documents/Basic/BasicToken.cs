namespace Postvakt.Documents.Basic;

/// <summary>A piece of Basic source.</summary>
/// <param name="Text">Name in lower case, content of a string, or the symbol.</param>
/// <param name="Start">Offset in the source.</param>
/// <param name="IsSpaced">White space stands before it.</param>
internal readonly record struct BasicToken(BasicTokenKind Kind, string Text, double Number, int Line, int Start, int End, bool IsSpaced)
{
    public bool Is(string symbol) => Kind == BasicTokenKind.Symbol && Text == symbol;

    public bool IsName(string name) => Kind == BasicTokenKind.Name && Text == name;

    public bool EndsStatement => Kind is BasicTokenKind.End or BasicTokenKind.NewLine || Is(":");
}
