namespace Postvakt.Classification.Words;

internal enum WordKind : byte
{
    Text,
    Number,
    Money,
    Phone,
    Link,
    Address,
}
