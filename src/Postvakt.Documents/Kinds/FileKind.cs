namespace Postvakt.Documents.Kinds;

/// <summary>What a file is, by its content.</summary>
public enum FileKind
{
    Unknown,
    Empty,
    Text,

    // Archives.
    Zip,
    SevenZip,
    Rar,
    Tar,
    Gzip,
    Bzip2,
    Xz,
    Cab,
    Arj,
    Lzh,
    Ace,

    // Disk images.
    Iso,
    Udf,
    Fat,
    Vhd,
    Vhdx,

    // Mail.
    Eml,
    Msg,
    Tnef,
    Mht,
    ActiveMime,

    // Office, old binary.
    Compound,
    Doc,
    Xls,
    Ppt,

    /// <summary>An Office package encrypted as a whole (MS-OFFCRYPTO).</summary>
    LockedOffice,

    /// <summary>vbaProject.bin: a compound file that is nothing but a VBA project.</summary>
    VbaProject,

    /// <summary>An embedded file in the wrapper of Object Packager.</summary>
    OlePackage,

    // Office, packages.
    Docx,
    Docm,
    Xlsx,
    Xlsm,
    Xlsb,
    Pptx,
    Pptm,
    OpenDocument,

    /// <summary>A zip that is a package of another kind (visio, msix, jar, apk).</summary>
    Package,

    // Office as text.
    Rtf,
    WordXml,
    ExcelXml,
    Slk,
    Csv,

    /// <summary>Query files of Excel and links that Office opens.</summary>
    Query,

    Pdf,
    Html,
    Svg,
    Xml,
    Lnk,
    InternetShortcut,
    OneNote,
    Chm,

    // Scripts.
    JavaScript,
    VbScript,
    EncodedScript,
    WindowsScript,
    Hta,
    PowerShell,
    Batch,

    // Programs.
    Exe,
    Dll,
    Msi,
    Jar,
    Elf,

    // Pictures and media.
    Png,
    Jpeg,
    Gif,
    Bmp,
    Tiff,
    Emf,
    Media,
}
