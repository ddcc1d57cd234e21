namespace Postvakt.Protocols.Milter;

/// <summary>One header field as it stands in the mail. Valid until the handler has answered.</summary>
/// <param name="Name">The bytes before the colon.</param>
/// <param name="Value">The bytes after the colon without the last line end: folds are CRLF and white space; the first space is included where the server sends it.</param>
public readonly record struct MilterHeader(ReadOnlyMemory<byte> Name, ReadOnlyMemory<byte> Value);
