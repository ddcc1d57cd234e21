using System.Text;
using Postvakt.Documents.Archives;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Scripts;
using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Packages;

/// <summary>OpenDocument (ISO 26300): shown text, links, Basic and script modules, events that start them, objects inside.</summary>
internal static class OpenDocument
{
    private const int MaxText = 100_000;

    public static void Read(InspectedFile file, ZipFile zip, Inspection inspection)
    {
        // Part 2, 4.8.3: encrypted entries are stored as noise that the manifest describes.
        if (zip.Find("META-INF/manifest.xml") is { Encrypted: false } manifest && zip.Read(manifest).Span.IndexOf("encryption-data"u8) >= 0)
        {
            file.Locked = true;
            file.Find(FindingKinds.Locked, file.Name);
        }
        foreach (var entry in zip.Entries)
        {
            var name = entry.Name.Replace('\\', '/');
            if (entry.IsFolder || entry.Encrypted) continue;
            if (file.Locked)
            {
                // Noise, but for what an archive's reader would find in it.
                if (RunsOnClick.Is(name)) inspection.Open(file, name, zip.Read(entry));
            }
            else if (name is "content.xml" or "styles.xml" or "meta.xml") Content(file, zip.Read(entry), name, inspection);
            else if (name.StartsWith("Basic/", StringComparison.Ordinal) && !name.EndsWith("-lc.xml", StringComparison.Ordinal) && !name.EndsWith("-lb.xml", StringComparison.Ordinal)) Module(file, zip.Read(entry), name, inspection);
            else if (name.StartsWith("Scripts/", StringComparison.Ordinal) || name.StartsWith("Object", StringComparison.Ordinal) && !name.Contains('/', StringComparison.Ordinal)) inspection.Open(file, name, zip.Read(entry));
            else if (FileNameKinds.Extension(name) is not ("xml" or "rdf" or "png" or "jpg" or "jpeg" or "gif" or "svg" or "svm" or "emf" or "wmf" or "bin" or "") && name != "mimetype") inspection.Open(file, name, zip.Read(entry));
            else if (name.StartsWith("Pictures/", StringComparison.Ordinal) && entry.Size < 1 << 20) inspection.Picture(file, name, zip.Read(entry));
        }
    }

    private static void Content(InspectedFile file, ReadOnlyMemory<byte> part, string name, Inspection inspection)
    {
        var text = new StringBuilder();
        using var xml = new PartXml(part, inspection.Budget);
        while (xml.Read())
        {
            if (xml.IsText && text.Length < MaxText) text.Append(xml.Value);
            if (xml.IsEnd && xml.Name is "p" or "h" && text.Length < MaxText) text.Append('\n');
            if (!xml.IsElement) continue;
            if (xml.Attribute("href") is { } target && target.Contains("://", StringComparison.Ordinal))
            {
                if (target.StartsWith("vnd.sun.star.script:", StringComparison.Ordinal)) file.Find(FindingKinds.OfficeEvent, $"{xml.Attribute("event-name")} runs {target}", name);
                else if (xml.Name is "object" or "object-ole" or "plugin") RemoteParts.Object(file, target, name);
                else file.Link(target, name);
            }
            else if (xml.Name == "event-listener" && xml.Attribute("href") is { } macro)
            {
                file.Find(FindingKinds.OfficeEvent, $"{xml.Attribute("event-name")} runs {macro}", name);
            }
            if (xml.Name is "dde-connection-decl" or "dde-source") file.Find(FindingKinds.Dde, $"{xml.Attribute("dde-application")} {xml.Attribute("dde-topic")} {xml.Attribute("dde-item")}", name);
        }
        inspection.Show(file, text.ToString(), name);
    }

    private static void Module(InspectedFile file, ReadOnlyMemory<byte> part, string name, Inspection inspection)
    {
        using var xml = new PartXml(part, inspection.Budget);
        while (xml.Read())
        {
            if (xml.IsElement && xml.Name == "module") ScriptReader.Look(file, xml.Text(1 << 20), name, inspection);
        }
    }
}
