using Postvakt.Documents.Kinds;

namespace Postvakt.Documents.Inspecting;

/// <summary>Which reader reads which kind. A kind without one is reported by its kind, size and hash alone.</summary>
internal static class FileReaders
{
    public static IFileReader? For(FileKind kind) => kind switch
    {
        // Archives and disk images.

        // Compound files and VBA.

        // Excel.

        // Packages.

        // Pages, papers, links, notebooks.

        // Mail.

        _ => null,
    };
}
