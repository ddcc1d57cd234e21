namespace Postvakt.Documents.Outside;

/// <param name="Name">Path in the archive, as found.</param>
/// <param name="Size">Size that the archive states; the content may be cut.</param>
public sealed record UnpackedFile(string Name, long Size, ReadOnlyMemory<byte> Content);
