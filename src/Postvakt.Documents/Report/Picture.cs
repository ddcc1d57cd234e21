namespace Postvakt.Documents.Report;

/// <summary>A picture inside a document, by its hashes: lures are used again and again.</summary>
/// <param name="Sha256">Lower-case hex.</param>
/// <param name="Likeness">64-bit difference hash, which survives recompression; null when the picture was not decoded.</param>
public sealed record Picture(string Name, string Sha256, long Size, ulong? Likeness)
{
    /// <summary>The bytes, where they were to be held; else null.</summary>
    public ReadOnlyMemory<byte>? Content { get; init; }
}
