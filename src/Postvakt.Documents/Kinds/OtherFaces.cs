using System.Text;

namespace Postvakt.Documents.Kinds;

/// <summary>
/// What else a file is to programs that open it: they go by its name, or look for a mark further in, whatever stands at its beginning. All of it is read,
/// or a few bytes in front would hide the rest.
/// </summary>
internal static class OtherFaces
{
    /// <summary>Bytes that are looked through for the beginning of a web archive or a page. 1 MiB.</summary>
    private const int MaxFront = 1 << 20;

    /// <summary>Kinds beside the one it was told for, each with the place where it begins.</summary>
    public static List<(FileKind Kind, int From)> Of(FileKind told, ReadOnlySpan<byte> bytes, string name)
    {
        var faces = new List<(FileKind, int)>();
        if (told == FileKind.Empty) return faces;
        var extension = FileNameKinds.Extension(name);
        if (ByName(told, extension) is { } named && named != told) faces.Add((named, 0));
        foreach (var kind in (ReadOnlySpan<FileKind>)[FileKind.Iso, FileKind.Udf, FileKind.Tar, FileKind.Vhd, FileKind.Fat, FileKind.Pdf])
        {
            // Discs are marked so that nothing else bears their mark by chance; the others are looked for where the name says so.
            if (kind != told && (kind is FileKind.Iso or FileKind.Udf || Claims(extension, kind)) && FileSniffer.IsAt(kind, bytes)) faces.Add((kind, 0));
        }
        // Excel and Word take a page for a page, whatever its comments name.
        if (told is FileKind.WordXml or FileKind.ExcelXml or FileKind.Xml && IsOffice(extension) && HoldsPage(bytes)) faces.Add((FileKind.Html, 0));
        if (told is not (FileKind.Mht or FileKind.Eml or FileKind.Compound or FileKind.Zip) && IsOffice(extension) && WebArchive(bytes) is { } from) faces.Add((FileKind.Mht, from));
        return faces;
    }

    private static bool Claims(string extension, FileKind kind) => FileNameKinds.ClaimsOf(extension)?.Contains(kind) ?? false;

    /// <summary>Names of files that Office opens by their content.</summary>
    private static bool IsOffice(string extension) => extension is "doc" or "dot" or "rtf" or "xls" or "xlt" or "xla" or "mht" or "mhtml";

    private static bool HoldsPage(ReadOnlySpan<byte> bytes) => Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, MaxFront)]).Contains("<html", StringComparison.OrdinalIgnoreCase);

    private static FileKind? ByName(FileKind told, string extension) => FileNameKinds.TextKind(extension) switch
    {
        // Windows and browsers take whatever stands there for what the name says.
        (FileKind.JavaScript or FileKind.VbScript or FileKind.EncodedScript or FileKind.WindowsScript or FileKind.Hta or FileKind.PowerShell or FileKind.Batch or FileKind.Html or FileKind.Svg or FileKind.InternetShortcut) and var kind => kind,
        // Excel and mail programs ask for text.
        (FileKind.Csv or FileKind.Query or FileKind.Slk or FileKind.Eml) and var kind when IsText(told) => kind,
        // Excel takes any text under a workbook's name for a table.
        null when told == FileKind.Text && Claims(extension, FileKind.Xls) => FileKind.Csv,
        _ => null,
    };

    /// <summary>Told by words that may stand in any text.</summary>
    private static bool IsText(FileKind kind) => kind is FileKind.Text or FileKind.Xml or FileKind.Html or FileKind.Svg or FileKind.Eml or FileKind.Mht or FileKind.Rtf or FileKind.WordXml or FileKind.ExcelXml or FileKind.Slk
        or FileKind.Pdf or FileKind.InternetShortcut or FileKind.JavaScript or FileKind.VbScript or FileKind.EncodedScript or FileKind.WindowsScript or FileKind.Hta or FileKind.PowerShell or FileKind.Batch;

    /// <summary>Office finds a web archive (RFC 2557) behind lines of another kind, the objects of a PDF among them.</summary>
    private static int? WebArchive(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.Latin1.GetString(bytes[..Math.Min(bytes.Length, MaxFront)]);
        var at = text.IndexOf("\nMIME-Version:", StringComparison.OrdinalIgnoreCase);
        return at >= 0 && text.AsSpan(at).Contains("multipart/", StringComparison.OrdinalIgnoreCase) ? at + 1 : null;
    }
}
