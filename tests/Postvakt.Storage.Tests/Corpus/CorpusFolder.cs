namespace Postvakt.Storage.Tests.Corpus;

/// <summary>Where the cases lie: tests/corpus of the source tree.</summary>
internal static class CorpusFolder
{
    public static readonly string Root = Checkout.At("tests", "corpus");

    public static string History => Path.Combine(Root, "nordwind", "history");

    public static IEnumerable<string> Cases() =>
        Directory.EnumerateFiles(Root, "*.case", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(Root, f)).Order(StringComparer.Ordinal);
}
