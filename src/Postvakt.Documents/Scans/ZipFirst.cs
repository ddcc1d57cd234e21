namespace Postvakt.Documents.Scans;

/// <summary>An entry as the list of a zip archive states it.</summary>
/// <param name="Flags">APPNOTE 4.4.4.</param>
public sealed record ZipFirst(string Name, long Size, long Packed, int Flags);
