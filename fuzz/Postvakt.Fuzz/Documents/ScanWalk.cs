using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;
using Postvakt.Documents.Scans;

namespace Postvakt.Fuzz.Documents;

/// <summary>Everything that rules may ask of the bytes of files: each scan ends and stays within its bounds. Pictures are not decoded: that library can run without end, for which reason it is behind the wall of a worker.</summary>
internal static class ScanWalk
{
    private const int MostTexts = 30_000;

    public static void Check(InspectedFile root)
    {
        var nodes = FileTree.Of(root, new ContentKeep(), TimeProvider.System, out _);
        Invariants.Hold(nodes.Count is > 0 and <= 1_000, "more files than a tree has");
        foreach (var node in nodes.Take(50))
        {
            Invariants.Hold(node.Extension.Length <= 20 && node.MediaType.Contains('/', StringComparison.Ordinal), "an ending or media type that is none");
            Invariants.Hold(node.EntropyOfBytes is >= 0 and <= 8.000001, "an entropy that is none");
            Texts(node.Strings);
            Texts(node.Flavors);
            Texts(node.Urls);
            Texts(node.Script?.Identifiers);
            Texts(node.Script?.Keywords);
            Texts(node.Script?.Texts);
            Texts(node.Script?.Patterns);
            Texts(node.Page?.Links);
            Texts(node.Page?.SpanStyles);
            Texts(node.Tags);
            Texts(node.Zip?.Paths);
            Invariants.Hold((node.Page?.Scripts.Count ?? 0) <= 500, "more scripts than a page has");
            foreach (var calendar in node.Calendars ?? []) Calendar(calendar, 0);
            foreach (var field in node.Metadata.Fields) Invariants.Hold(field.Key.Length > 0 && field.Value.Length <= 4_096, "a property longer than the limit");
            Invariants.Hold(node.Package is null or { Words: >= 0, Images: >= 0 }, "counts below nothing");
            Invariants.Hold(node.Sha256.Length is 0 or 64 && node.Md5.Length == 32 && node.Raw.Length <= 3 << 20, "hashes or text of a wrong length");
        }
    }

    private static void Calendar(CalendarComponent component, int depth)
    {
        Invariants.Hold(depth < 8, "components deeper than the limit");
        foreach (var property in component.Properties) Invariants.Hold(property.Name.Length <= 200 && property.Text.Length <= property.Value.Length, "a property longer than it was written");
        foreach (var part in component.Parts) Calendar(part, depth + 1);
    }

    private static void Texts(IReadOnlyList<string>? texts)
    {
        Invariants.Hold((texts?.Count ?? 0) <= MostTexts, "more texts than the limit");
        foreach (var text in texts ?? []) Invariants.Hold(text.Length <= 65_536, "a text longer than the limit");
    }
}
