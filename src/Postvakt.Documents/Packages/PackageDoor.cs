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
            inspection.Part(file, () => OfficePackage.Read(file, zip, inspection));
        }
        else if (zip.Find("mimetype") is { } type && zip.Read(type) is { Length: < 200 } name && name.Span.StartsWith("application/vnd.oasis.opendocument"u8))
        {
            file.Kind = FileKind.OpenDocument;
            inspection.Part(file, () => OpenDocument.Read(file, zip, inspection));
        }
        else
        {
            file.Kind = zip.Find("META-INF/MANIFEST.MF") is not null ? FileKind.Jar : FileKind.Package;
            if (file.Kind == FileKind.Jar) file.Find(FindingKinds.Program, file.Name);
            ZipReader.Unpack(file, zip, inspection);
            return;
        }
        // Office locks no single parts: who opens it as an archive is asked for the password.
        if (file.Kind != FileKind.Package && zip.Entries.Any(e => e.Encrypted)) inspection.Part(file, () => ZipReader.Unpack(file, zip, inspection, onlyLocked: true));
    }
}
