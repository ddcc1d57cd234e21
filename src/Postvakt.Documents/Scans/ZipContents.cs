using Postvakt.Documents.Archives;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Scans;

/// <summary>What the list of a zip archive says.</summary>
/// <param name="Paths">Files and folders as named; at most 1,000.</param>
/// <param name="Encrypted">Some entry needs a password.</param>
/// <param name="First">The first entry: exiftool's view of an archive.</param>
public sealed record ZipContents(IReadOnlyList<string> Paths, IReadOnlyList<string> Files, bool Encrypted, ZipFirst? First)
{
    private const int MaxPaths = 1_000;

    /// <summary>Null for what is no zip archive.</summary>
    internal static ZipContents? Read(ReadOnlyMemory<byte> content, Budget budget)
    {
        try
        {
            var zip = ZipFile.Open(content, budget);
            var entries = zip.Entries.Take(MaxPaths).ToArray();
            return new ZipContents(
                [.. entries.Select(e => e.Name)], [.. entries.Where(e => !e.IsFolder).Select(e => e.Name)], entries.Any(e => e.Encrypted),
                entries.Length == 0 ? null : new ZipFirst(entries[0].Name, entries[0].Size, entries[0].Packed, entries[0].Flags));
        }
        catch (Exception e) when (e is MalformedException or LimitException)
        {
            return null;
        }
    }
}
