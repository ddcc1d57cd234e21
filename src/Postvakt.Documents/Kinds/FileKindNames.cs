namespace Postvakt.Documents.Kinds;

/// <summary>What people call a kind, lower case, one to three words.</summary>
public static class FileKindNames
{
    public static string Of(FileKind kind) => kind switch
    {
        FileKind.SevenZip => "7z",
        FileKind.Compound => "compound file",
        FileKind.LockedOffice => "encrypted office",
        FileKind.VbaProject => "vba project",
        FileKind.OlePackage => "packaged file",
        FileKind.OpenDocument => "opendocument",
        FileKind.WordXml => "word 2003 xml",
        FileKind.ExcelXml => "excel 2003 xml",
        FileKind.InternetShortcut => "internet shortcut",
        FileKind.Lnk => "shortcut",
        FileKind.OneNote => "onenote",
        FileKind.EncodedScript => "encoded script",
        FileKind.WindowsScript => "windows script",
        FileKind.Exe => "windows program",
        FileKind.Dll => "windows library",
        FileKind.Elf => "linux program",
        FileKind.Fat => "disk image",
        _ => kind.ToString().ToLowerInvariant(),
    };
}
