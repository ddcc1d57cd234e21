using System.Collections.Frozen;

namespace Postvakt.Documents.Kinds;

/// <summary>What a kind is called elsewhere: the usual extension, and the media type (RFC 6838).</summary>
public static class FileTypes
{
    private const string Unknown = "unknown";
    private const string Bytes = "application/octet-stream";
    private const string Ooxml = "application/vnd.openxmlformats-officedocument.";

    private static readonly FrozenDictionary<FileKind, (string Type, string Media)> Known = new Dictionary<FileKind, (string, string)>
    {
        [FileKind.Zip] = ("zip", "application/zip"), [FileKind.Package] = ("zip", "application/zip"), [FileKind.SevenZip] = ("7z", "application/x-7z-compressed"), [FileKind.Rar] = ("rar", "application/x-rar"),
        [FileKind.Tar] = ("tar", "application/x-tar"), [FileKind.Gzip] = ("gz", "application/gzip"), [FileKind.Bzip2] = ("bz2", "application/x-bzip2"), [FileKind.Xz] = ("xz", "application/x-xz"),
        [FileKind.Cab] = ("cab", "application/vnd.ms-cab-compressed"), [FileKind.Arj] = ("arj", "application/x-arj"), [FileKind.Lzh] = ("lzh", "application/x-lzh-compressed"), [FileKind.Ace] = ("ace", "application/x-ace-compressed"),
        [FileKind.Iso] = ("iso", "application/x-iso9660-image"), [FileKind.Udf] = ("udf", "application/x-iso9660-image"), [FileKind.Vhd] = ("vhd", Bytes), [FileKind.Vhdx] = ("vhdx", Bytes),
        [FileKind.Eml] = ("eml", "message/rfc822"), [FileKind.Mht] = ("mht", "message/rfc822"), [FileKind.Msg] = ("msg", "application/vnd.ms-outlook"), [FileKind.Tnef] = ("tnef", "application/vnd.ms-tnef"),
        [FileKind.Doc] = ("doc", "application/msword"), [FileKind.Xls] = ("xls", "application/vnd.ms-excel"), [FileKind.Ppt] = ("ppt", "application/vnd.ms-powerpoint"),
        [FileKind.Compound] = (Unknown, "application/CDFV2"), [FileKind.VbaProject] = (Unknown, "application/CDFV2"), [FileKind.LockedOffice] = (Unknown, "application/encrypted"), [FileKind.Msi] = ("msi", "application/x-msi"),
        [FileKind.Docx] = ("docx", Ooxml + "wordprocessingml.document"), [FileKind.Docm] = ("docm", Ooxml + "wordprocessingml.document"),
        [FileKind.Xlsx] = ("xlsx", Ooxml + "spreadsheetml.sheet"), [FileKind.Xlsm] = ("xlsm", Ooxml + "spreadsheetml.sheet"), [FileKind.Xlsb] = ("xlsb", Ooxml + "spreadsheetml.sheet"),
        [FileKind.Pptx] = ("pptx", Ooxml + "presentationml.presentation"), [FileKind.Pptm] = ("pptm", Ooxml + "presentationml.presentation"), [FileKind.OpenDocument] = ("odt", "application/vnd.oasis.opendocument.text"),
        [FileKind.Rtf] = ("rtf", "text/rtf"), [FileKind.WordXml] = ("xml", "text/xml"), [FileKind.ExcelXml] = ("xml", "text/xml"), [FileKind.Xml] = ("xml", "text/xml"),
        [FileKind.Pdf] = ("pdf", "application/pdf"), [FileKind.Html] = ("html", "text/html"), [FileKind.Hta] = ("html", "text/html"), [FileKind.Svg] = ("svg", "image/svg+xml"),
        [FileKind.Lnk] = ("lnk", "application/x-ms-shortcut"), [FileKind.OneNote] = ("one", "application/onenote"), [FileKind.Chm] = ("chm", "application/vnd.ms-htmlhelp"),
        [FileKind.Exe] = ("exe", "application/x-dosexec"), [FileKind.Dll] = ("dll", "application/x-dosexec"), [FileKind.Elf] = ("elf", "application/x-executable"), [FileKind.Jar] = ("jar", "application/java-archive"),
        [FileKind.Png] = ("png", "image/png"), [FileKind.Jpeg] = ("jpg", "image/jpeg"), [FileKind.Gif] = ("gif", "image/gif"), [FileKind.Bmp] = ("bmp", "image/x-ms-bmp"), [FileKind.Tiff] = ("tif", "image/tiff"), [FileKind.Emf] = ("emf", "image/emf"),
        // Text has no magic bytes: its file type is not known, its media type is.
        [FileKind.JavaScript] = (Unknown, "text/javascript"), [FileKind.Batch] = (Unknown, "text/x-msdos-batch"), [FileKind.Empty] = (Unknown, "application/x-empty"),
    }.ToFrozenDictionary();

    private static readonly FrozenSet<FileKind> Texts = [FileKind.Text, FileKind.Csv, FileKind.Slk, FileKind.Query, FileKind.InternetShortcut, FileKind.VbScript, FileKind.EncodedScript, FileKind.WindowsScript, FileKind.PowerShell];

    /// <summary>The kind by content; the name decides only between kinds of text.</summary>
    public static FileKind Tell(ReadOnlySpan<byte> content, string name) => FileSniffer.Tell(content, name);

    /// <summary>Told by magic bytes, as an extension without its dot (jpg, tif, gz); "unknown" for text and what has none.</summary>
    public static string TypeOf(FileKind kind, ReadOnlySpan<byte> content) => ByHead(kind, content)?.Type ?? (Known.TryGetValue(kind, out var known) ? known.Type : Unknown);

    /// <summary>Media type by content, as file(1) names it.</summary>
    public static string MediaTypeOf(FileKind kind, ReadOnlySpan<byte> content) => ByHead(kind, content)?.Media ?? (Known.TryGetValue(kind, out var known) ? known.Media : Texts.Contains(kind) ? "text/plain" : Bytes);

    /// <summary>Text that a person or program reads as such.</summary>
    internal static bool IsText(FileKind kind) => Texts.Contains(kind) || kind is FileKind.JavaScript or FileKind.Batch or FileKind.Html or FileKind.Hta or FileKind.Svg or FileKind.Xml or FileKind.WordXml or FileKind.ExcelXml or FileKind.Rtf or FileKind.Eml or FileKind.Mht;

    /// <summary>Kinds that are one to our readers and several to others.</summary>
    private static (string Type, string Media)? ByHead(FileKind kind, ReadOnlySpan<byte> b) => kind switch
    {
        FileKind.Media when b.Length >= 12 && b.StartsWith("RIFF"u8) => b[8..].StartsWith("WEBP"u8) ? ("webp", "image/webp") : b[8..].StartsWith("WAVE"u8) ? ("wav", "audio/x-wav") : ("avi", "video/x-msvideo"),
        FileKind.Media when b.StartsWith("ID3"u8) => ("mp3", "audio/mpeg"),
        FileKind.Media when b.StartsWith("OggS"u8) => ("ogg", "audio/ogg"),
        FileKind.Media when b.Length >= 12 && b[4..].StartsWith("ftyp"u8) => b[8..].StartsWith("hei"u8) || b[8..].StartsWith("mif1"u8) || b[8..].StartsWith("hev"u8) ? ("heif", "image/heif") : ("mp4", "video/mp4"),
        FileKind.Media => ("mkv", "video/x-matroska"),
        FileKind.Text when b.TrimStart(" \t\r\n\xEF\xBB\xBF"u8).StartsWith("BEGIN:VCALENDAR"u8) => ("ics", "text/calendar"),
        FileKind.Unknown or FileKind.Text => b switch
        {
            [0, 0, 1, 0, > 0, 0, ..] => ("ico", "image/vnd.microsoft.icon"),
            [0, 0, 0, 12, (byte)'j', (byte)'P', 32, 32, ..] => ("jp2", "image/jp2"),
            [(byte)'I', (byte)'I', 0xBC, ..] => ("jxr", "image/jxr"),
            [(byte)'L', (byte)'Z', (byte)'I', (byte)'P', ..] => ("lz", "application/x-lzip"),
            [0xFF, 0xFB or 0xF3 or 0xF2, ..] => ("mp3", "audio/mpeg"),
            _ when IsMachO(b) => ("macho", "application/x-mach-binary"),
            _ => null,
        },
        _ => null,
    };

    /// <summary>mach-o/loader.h: 32 and 64 bits, of either byte order.</summary>
    internal static bool IsMachO(ReadOnlySpan<byte> b) => b is [0xFE, 0xED, 0xFA, 0xCE or 0xCF, ..] or [0xCE or 0xCF, 0xFA, 0xED, 0xFE, ..];
}
