namespace Postvakt.Documents.Compound;

/// <summary>A storage or stream of a compound file.</summary>
/// <param name="Path">Names from the root, joined by "/"; the root itself is "".</param>
/// <param name="Start">First sector, or first mini sector.</param>
internal sealed record CompoundEntry(string Name, string Path, bool IsStorage, Guid ClassId, uint Start, long Size)
{
    /// <summary>No tree reaches it: Office does not see it, tools that walk the tree do not either.</summary>
    public bool Hidden { get; init; }

    public bool IsStream => !IsStorage;

    /// <summary>Path of the storage that holds it.</summary>
    public string Folder => Path.LastIndexOf('/') is var slash && slash >= 0 ? Path[..slash] : "";
}
