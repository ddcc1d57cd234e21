using Postvakt.Documents.Archives;
using Postvakt.Documents.Compound;
using Postvakt.Documents.Excel;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Texts;
using Postvakt.Documents.Vba;

namespace Postvakt.Documents.Packages;

/// <summary>
/// Word, Excel and PowerPoint packages (ECMA-376): every relation of every part is followed as to what it fetches, starts or carries; then the text that
/// a reader would see.
/// </summary>
internal static class OfficePackage
{
    /// <summary>Parts with relations that are read; Office writes one a sheet or slide.</summary>
    private const int MaxRelationParts = 1000;

    private const int MaxPictures = 20;
    private const int MaxPictureBytes = 1 << 20;

    public static void Read(InspectedFile file, ZipFile zip, Inspection inspection)
    {
        file.Kind = FileKind.Package;
        var types = ContentTypes.Read(zip, inspection.Budget);
        var main = Relations.Read(zip, "", inspection.Budget).FirstOrDefault(r => r.Kind == "officeDocument")?.Target ?? MainPart(zip);
        file.Kind = ContentTypes.KindOf(types.Of(main));
        if (file.Kind == FileKind.Package)
        {
            ZipReader.Unpack(file, zip, inspection);
            return;
        }
        inspection.Part(file, () => PackageProperties.Read(file, zip, inspection));
        var (followed, carried) = (new HashSet<string>(StringComparer.OrdinalIgnoreCase), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        var parts = PartsWithRelations(zip).ToList();
        if (parts.Count > MaxRelationParts) file.Find(FindingKinds.AnalysisIncomplete, $"relations of more than {MaxRelationParts:N0} parts");
        foreach (var part in parts.Take(MaxRelationParts))
        {
            var relations = Relations.Read(zip, part, inspection.Budget);
            if (relations.Count == Relations.Most) file.Find(FindingKinds.AnalysisIncomplete, $"more than {Relations.Most:N0} relations", part);
            foreach (var relation in relations)
            {
                if (relation.External) Leads(file, relation, part);
                else if (followed.Add($"{relation.Kind} {relation.Target}")) inspection.Part(file, () => Carries(file, zip, relation, carried, inspection));
            }
        }
        inspection.Part(file, () => Unlinked(file, zip, types, carried, inspection));
        if (file.Kind is FileKind.Xlsx or FileKind.Xlsm or FileKind.Xlsb) inspection.Part(file, () => ExcelPackage.Read(file, zip, main, inspection));
        inspection.Part(file, () => PackageText.Read(file, zip, types, inspection));
    }

    /// <summary>Office opens a package whose root relation is missing by trying its usual names.</summary>
    private static string MainPart(ZipFile zip) =>
        ((ReadOnlySpan<string>)["word/document.xml", "xl/workbook.xml", "xl/workbook.bin", "ppt/presentation.xml"]).ToArray().FirstOrDefault(p => zip.Find(p) is not null) ?? "";

    private static IEnumerable<string> PartsWithRelations(ZipFile zip)
    {
        foreach (var entry in zip.Entries)
        {
            if (!entry.Name.EndsWith(".rels", StringComparison.OrdinalIgnoreCase)) continue;
            var name = entry.Name.Replace('\\', '/').TrimStart('/');
            var at = name.LastIndexOf("_rels/", StringComparison.OrdinalIgnoreCase);
            if (at >= 0 && name.Length - at > 11) yield return name[..at] + name[(at + 6)..^5];
        }
    }

    /// <summary>A relation to something outside the package.</summary>
    private static void Leads(InspectedFile file, Relation relation, string part)
    {
        switch (relation.Kind)
        {
            case "hyperlink" or "externalLinkPath" or "xlPathMissing" or "externalLinkLongPath" or "audio" or "video" or "media":
                if (relation.Target.Contains("://", StringComparison.Ordinal)) file.Link(relation.Target, part);
                break;
            case "image":
                if (RemoteParts.IsRemote(relation.Target)) file.Find(FindingKinds.RemotePicture, relation.Target, part);
                break;
            case "attachedTemplate":
                RemoteParts.Template(file, relation.Target, part);
                break;
            default:
                RemoteParts.Object(file, relation.Target, $"{part} {relation.Kind}");
                break;
        }
    }

    /// <summary>A relation to a part that is a file of its own, or code.</summary>
    /// <param name="carried">Parts that were read so.</param>
    private static void Carries(InspectedFile file, ZipFile zip, Relation relation, HashSet<string> carried, Inspection inspection)
    {
        switch (relation.Kind)
        {
            case "vbaProject" when zip.Find(relation.Target) is not null && carried.Add(relation.Target):
                var project = zip.Read(relation.Target)!.Value;
                VbaProjectReader.Read(file, CompoundFile.Open(project, inspection.Budget), relation.Target, inspection);
                break;
            case "oleObject" or "package" or "aFChunk" or "control" or "activeXControlBinary" when zip.Find(relation.Target) is not null && carried.Add(relation.Target):
                if (zip.Read(relation.Target) is not { IsEmpty: false } embedded) break;
                var inner = inspection.Open(file, relation.Target[(relation.Target.LastIndexOf('/') + 1)..], embedded);
                if (inner is not null && RunsOnClick.Is(inner)) file.Find(FindingKinds.EmbeddedCode, inner.Name);
                break;
            case "image" when file.Pictures.Count < MaxPictures && zip.Find(relation.Target) is { Size: < MaxPictureBytes } picture:
                inspection.Picture(file, relation.Target, zip.Read(picture));
                break;
            default:
                break;
        }
    }

    /// <summary>Entries that no relation leads to and that are no known kind of part: hidden loads, projects left behind, an archive dressed as a package.</summary>
    private static void Unlinked(InspectedFile file, ZipFile zip, ContentTypes types, HashSet<string> carried, Inspection inspection)
    {
        foreach (var entry in zip.Entries)
        {
            var name = entry.Name.Replace('\\', '/').TrimStart('/');
            if (entry.IsFolder || entry.Encrypted || carried.Contains(name)) continue;
            if (name.EndsWith("vbaProject.bin", StringComparison.OrdinalIgnoreCase) || types.Of(name).EndsWith(".vbaProject", StringComparison.OrdinalIgnoreCase))
            {
                inspection.Part(file, () => VbaProjectReader.Read(file, CompoundFile.Open(zip.Read(entry), inspection.Budget), name, inspection));
            }
            else if (!IsPart(name, types))
            {
                inspection.Part(file, () => inspection.Open(file, name, zip.Read(entry)));
            }
        }
    }

    /// <summary>What Office itself writes: XML, pictures, fonts, and binary parts whose type says what they are.</summary>
    private static bool IsPart(string name, ContentTypes types) => FileNameKinds.Extension(name) switch
    {
        "xml" or "rels" or "vml" or "png" or "jpg" or "jpeg" or "gif" or "emf" or "wmf" or "tif" or "tiff" or "bmp" or "wdp" or "fntdata" or "odttf" => true,
        "bin" => types.Of(name).Length > 0,
        _ => false,
    };
}
