using Postvakt.Documents.Archives;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Packages;

/// <summary>Takes a zip that is a package: Office (ECMA-376), OpenDocument, Java or another, and tells which.</summary>
internal static class PackageDoor
{
    public static void Read(InspectedFile file, ZipFile zip, Inspection inspection)
    {
        if (zip.Find("[Content_Types].xml") is not null)
        {
            OfficePackage.Read(file, zip, inspection);
        }
        else if (zip.Find("mimetype") is { } type && zip.Read(type) is { Length: < 200 } name && name.Span.StartsWith("application/vnd.oasis.opendocument"u8))
        {
            file.Kind = FileKind.OpenDocument;
            OpenDocument.Read(file, zip, inspection);
        }
        else
        {
            file.Kind = zip.Find("META-INF/MANIFEST.MF") is not null ? FileKind.Jar : FileKind.Package;
            if (file.Kind == FileKind.Jar) file.Find(FindingKinds.Program, file.Name);
            ZipReader.Unpack(file, zip, inspection);
        }
    }
}
