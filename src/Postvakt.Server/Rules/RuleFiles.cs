namespace Postvakt.Server.Rules;

/// <summary>What the files of rules and lists look like from outside: two equal looks mean that nothing was changed between them.</summary>
/// <param name="Newest">When one was written last; null where there is none.</param>
internal sealed record RuleFiles(int Files, long Bytes, DateTimeOffset? Newest, long Mixed)
{
    /// <summary>Files that are looked at. 200,000: a mistaken path (the root of a disk) must end.</summary>
    private const int MaxFiles = 200_000;

    private static readonly string[] Endings = [".yml", ".yaml", ".txt", ".csv", ".json"];

    private static readonly EnumerationOptions How = new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = FileAttributes.ReparsePoint, MaxRecursionDepth = 64 };

    public static RuleFiles Look(IEnumerable<string> paths)
    {
        var (files, bytes, newest, mixed) = (0, 0L, DateTime.MinValue, 0L);
        foreach (var file in paths.SelectMany(Of).Take(MaxFiles))
        {
            files++;
            bytes += file.Length;
            if (file.LastWriteTimeUtc > newest) newest = file.LastWriteTimeUtc;
            // In any order: a folder is not listed in the same one twice.
            mixed += HashCode.Combine(file.FullName.GetHashCode(StringComparison.Ordinal), file.LastWriteTimeUtc, file.Length);
        }
        return new(files, bytes, files > 0 ? new DateTimeOffset(newest) : null, mixed);
    }

    private static IReadOnlyList<FileInfo> Of(string path)
    {
        try
        {
            var file = new FileInfo(path);
            if (file.Exists) return [file];
            var folder = new DirectoryInfo(path);
            return folder.Exists ? [.. folder.EnumerateFiles("*", How).Take(MaxFiles).Where(f => Endings.Contains(f.Extension.ToLowerInvariant()))] : [];
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            // The reader of rules says so.
            return [];
        }
    }
}
