namespace Postvakt.Hunts;

/// <summary>Files below paths, in the order of their names. Links are not followed.</summary>
internal static class HuntFiles
{
    /// <param name="left">Sentences about what was left out.</param>
    public static IEnumerable<string> Below(IEnumerable<string> paths, HuntLimits limits, ICollection<string> left)
    {
        var count = 0;
        foreach (var path in paths)
        {
            foreach (var file in File.Exists(path) ? [path] : Walk(path, 0, limits, left))
            {
                if (count++ == limits.Files)
                {
                    left.Add($"More than {limits.Files:N0} files: the rest is left out.");
                    yield break;
                }
                yield return file;
            }
        }
    }

    private static IEnumerable<string> Walk(string folder, int depth, HuntLimits limits, ICollection<string> left)
    {
        if (depth > limits.Depth)
        {
            left.Add($"{folder}: folders lie more than {limits.Depth} deep; this one is left out.");
            yield break;
        }
        FileSystemInfo[] all;
        try
        {
            all = [.. new DirectoryInfo(folder).EnumerateFileSystemInfos().Where(i => !i.Attributes.HasFlag(FileAttributes.ReparsePoint)).OrderBy(i => i.Name, StringComparer.Ordinal)];
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            left.Add($"{folder}: cannot be read: {refused.Message}");
            yield break;
        }
        foreach (var one in all)
        {
            if (one is FileInfo) yield return one.FullName;
            else foreach (var file in Walk(one.FullName, depth + 1, limits, left)) yield return file;
        }
    }
}
