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
        file.Kind = FileKind.Package;
        _ = (zip, inspection);
    }
}
