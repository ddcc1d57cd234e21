using Postvakt.Documents.Report;

namespace Postvakt.Documents.Archives;

/// <summary>Names for files that have none of their own: those in gzip, bzip2 and xz, which programs name after the archive.</summary>
internal static class InnerNames
{
    private static readonly (string End, string Becomes)[] Ends = [(".tgz", ".tar"), (".tbz2", ".tar"), (".tbz", ".tar"), (".txz", ".tar"), (".gz", ""), (".bz2", ""), (".xz", ""), (".z", "")];

    public static string Of(InspectedFile archive)
    {
        var name = archive.Name[(archive.Name.LastIndexOfAny(['/', '\\']) + 1)..];
        foreach (var (end, becomes) in Ends)
        {
            if (name.Length > end.Length && name.EndsWith(end, StringComparison.OrdinalIgnoreCase)) return name[..^end.Length] + becomes;
        }
        return name.Length > 0 ? name + ".out" : "content";
    }
}
