using Postvakt.Documents.Kinds;

namespace Postvakt.Documents.Inspecting;

/// <summary>Which reader reads which kind. A kind without one is reported by its kind, size and hash alone.</summary>
internal static class FileReaders
{
    private static readonly Compound.CompoundReader Compound = new();

    public static IFileReader? For(FileKind kind) => kind switch
    {
        // Archives and disk images.

        // Compound files and VBA.
        FileKind.Compound or FileKind.VbaProject => Compound,

        // Excel.

        // Packages.

        // Pages, papers, links, notebooks.

        // Mail.

        _ => null,
    };
}
