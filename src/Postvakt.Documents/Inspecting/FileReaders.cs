using Postvakt.Documents.Archives;
using Postvakt.Documents.Kinds;

namespace Postvakt.Documents.Inspecting;

/// <summary>Which reader reads which kind. A kind without one is reported by its kind, size and hash alone.</summary>
internal static class FileReaders
{
    private static readonly ZipReader Zip = new();

    public static IFileReader? For(FileKind kind) => kind switch
    {
        // Archives and disk images.
        FileKind.Zip => Zip,

        // Compound files and VBA.

        // Excel.

        // Packages.

        // Pages, papers, links, notebooks.

        // Mail.

        _ => null,
    };
}
