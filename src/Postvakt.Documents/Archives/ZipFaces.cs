using Postvakt.Documents.Report;

namespace Postvakt.Documents.Archives;

/// <summary>
/// Holds a zip's directory against its local headers. Programs differ in which they believe, so an archive whose two lists disagree shows a scanner one
/// file and a person another.
/// </summary>
internal static class ZipFaces
{
    private const int MaxLooks = 1000;

    public static void Look(InspectedFile file, ZipFile zip)
    {
        if (zip.Directory.Overlaps) file.Find(FindingKinds.ArchiveBomb, "entries share the same bytes");
        foreach (var entry in zip.Directory.Unlisted.Take(MaxLooks)) file.Find(FindingKinds.TwoFacedArchive, $"{entry.Name} is not in the directory");
        foreach (var entry in zip.Entries.Take(MaxLooks))
        {
            // With masked values (4.4.4 bit 13) the headers say nothing by design.
            if (entry.Masked || zip.Directory.HeaderOf(entry) is not { } header) continue;
            if (header.Name != entry.Name && !Same(header.Name, entry.Name)) file.Find(FindingKinds.TwoFacedArchive, $"{entry.Name} is {header.Name} in its header");
            else if (header.Method != entry.Method) file.Find(FindingKinds.TwoFacedArchive, $"{entry.Name} is packed by method {entry.Method} and by {header.Method}");
            else if (header.Encrypted != entry.Encrypted) file.Find(FindingKinds.TwoFacedArchive, $"{entry.Name} is encrypted in one place and in plain in the other");
            else if (!header.Streamed && header.Packed != entry.Packed && header.Packed != 0) file.Find(FindingKinds.TwoFacedArchive, $"{entry.Name} has {entry.Packed:N0} and {header.Packed:N0} packed bytes");
        }
    }

    /// <summary>Some programs write "\" in one place and "/" in the other, or flag only one name as UTF-8: no second face.</summary>
    private static bool Same(string one, string other) => string.Equals(one.Replace('\\', '/'), other.Replace('\\', '/'), StringComparison.Ordinal) || one.Length > 0 && one.Any(c => c > 127) && other.Any(c => c > 127);
}
