namespace Postvakt.Documents.Basic;

internal enum BasicTokenKind : byte
{
    End,
    NewLine,
    Name,
    Text,
    Number,
    Symbol,
}
