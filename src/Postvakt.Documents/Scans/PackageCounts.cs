using Postvakt.Documents.Archives;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Packages;

namespace Postvakt.Documents.Scans;

/// <summary>How much an Office package shows, and where it leads.</summary>
/// <param name="Slides">0 for what is no presentation.</param>
/// <param name="Relations">To what is outside; at most 1,000.</param>
public sealed record PackageCounts(int Words, int Images, int Slides, IReadOnlyList<OutsideRelation> Relations)
{
    private const int MaxParts = 200;
    private const int MaxRelations = 1_000;

    /// <summary>Null for what is no package any more.</summary>
    internal static PackageCounts? Read(ReadOnlyMemory<byte> content, Budget budget)
    {
        try
        {
            var zip = ZipFile.Open(content, budget);
            var names = zip.Entries.Select(e => e.Name.Replace('\\', '/').TrimStart('/')).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();
            var slides = names.Where(n => n.StartsWith("ppt/slides/slide", StringComparison.OrdinalIgnoreCase) && n.EndsWith(".xml", StringComparison.OrdinalIgnoreCase)).Take(MaxParts).ToArray();
            var words = slides.Prepend("word/document.xml").Sum(part => WordsOf(zip, part, budget));
            var images = names.Count(n => n.Contains("/media/", StringComparison.OrdinalIgnoreCase));
            return new PackageCounts(words, images, slides.Length, [.. Outside(zip, names, budget).Take(MaxRelations)]);
        }
        catch (Exception e) when (e is MalformedException or LimitException)
        {
            return null;
        }
    }

    private static int WordsOf(ZipFile zip, string part, Budget budget)
    {
        try
        {
            if (zip.Read(part) is not { } bytes) return 0;
            using var xml = new PartXml(bytes, budget);
            var words = 0;
            while (xml.Read())
            {
                if (xml.IsElement && xml.Name == "t") words += xml.Text(65_536).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
            }
            return words;
        }
        catch (MalformedException)
        {
            return 0;
        }
    }

    private static IEnumerable<OutsideRelation> Outside(ZipFile zip, string[] names, Budget budget)
    {
        foreach (var name in names.Where(n => n.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)).Take(MaxParts))
        {
            var at = name.LastIndexOf("_rels/", StringComparison.OrdinalIgnoreCase);
            if (at < 0 || name.Length - at < 11) continue;
            foreach (var relation in Packages.Relations.Read(zip, name[..at] + name[(at + 6)..^5], budget))
            {
                if (relation.External) yield return new OutsideRelation(relation.Kind, relation.Target);
            }
        }
    }
}
