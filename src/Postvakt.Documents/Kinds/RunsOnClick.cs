using Postvakt.Documents.Report;

namespace Postvakt.Documents.Kinds;

/// <summary>Files that run code when they are clicked, by content or by the name that Windows goes by.</summary>
internal static class RunsOnClick
{
    public static bool Is(InspectedFile file) => Is(file.Kind) || Is(file.Name);

    /// <summary>By the name that Windows goes by.</summary>
    public static bool Is(string name) => FileNameKinds.ClaimsOf(FileNameKinds.Extension(name)) is { } claims && Is(claims[0]);

    public static bool Is(FileKind kind) => kind is FileKind.Exe or FileKind.Dll or FileKind.Msi or FileKind.Jar or FileKind.Lnk or FileKind.JavaScript or FileKind.VbScript
        or FileKind.EncodedScript or FileKind.WindowsScript or FileKind.Hta or FileKind.PowerShell or FileKind.Batch or FileKind.Chm;
}
