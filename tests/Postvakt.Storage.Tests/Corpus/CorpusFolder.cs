namespace Postvakt.Storage.Tests.Corpus;

/// <summary>Where the cases lie: tests/corpus of the source tree.</summary>
internal static class CorpusFolder
{
    public static readonly string Root = Find();

    public static string History => Path.Combine(Root, "nordwind", "history");

    public static IEnumerable<string> Cases() =>
        Directory.EnumerateFiles(Root, "*.case", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Root, f)).Order(StringComparer.Ordinal);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Postvakt.slnx"))) return Path.Combine(folder.FullName, "tests", "corpus");
        }
        throw new DirectoryNotFoundException("the source tree with tests/corpus was not found above " + AppContext.BaseDirectory);
    }
}
