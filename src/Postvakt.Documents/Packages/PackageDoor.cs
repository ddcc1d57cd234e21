using Postvakt.Documents.Archives;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Packages;

/// <summary>Takes a zip that is a package: Office, OpenDocument, Java or another.</summary>
internal static class PackageDoor
{
    public static void Read(InspectedFile file, ZipFile zip, Inspection inspection)
    {
        file.Kind = zip.Find("[Content_Types].xml") is null && zip.Find("META-INF/MANIFEST.MF") is not null ? FileKind.Jar : FileKind.Package;
        _ = inspection;
    }
}
