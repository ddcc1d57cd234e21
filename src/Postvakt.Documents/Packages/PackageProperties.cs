using Postvakt.Documents.Archives;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Packages;

/// <summary>What a package says of itself (ECMA-376 part 1, 22.2; part 2, 11).</summary>
internal static class PackageProperties
{
    private static readonly Dictionary<string, string> Names = new()
    {
        ["title"] = "title", ["creator"] = "author", ["lastModifiedBy"] = "last author", ["created"] = "created", ["modified"] = "modified",
        ["Application"] = "application", ["Company"] = "company", ["Template"] = "template", ["description"] = "comments",
    };

    public static void Read(InspectedFile file, ZipFile zip, Inspection inspection)
    {
        foreach (var part in (ReadOnlySpan<string>)["docProps/core.xml", "docProps/app.xml"])
        {
            if (zip.Read(part) is not { } bytes) continue;
            try
            {
                using var xml = new PartXml(bytes, inspection.Budget);
                while (xml.Read())
                {
                    if (xml.IsElement && Names.TryGetValue(xml.Name, out var name)) file.Property(name, xml.Text(300));
                }
            }
            catch (MalformedException)
            {
                // Properties are a courtesy; a document without them opens all the same.
            }
        }
    }
}
