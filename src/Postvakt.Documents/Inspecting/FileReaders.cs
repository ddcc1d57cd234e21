using Postvakt.Documents.Archives;
using Postvakt.Documents.Excel.Texts;
using Postvakt.Documents.Html;
using Postvakt.Documents.Disks;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Mail;
using Postvakt.Documents.Notebooks;
using Postvakt.Documents.Packages;
using Postvakt.Documents.Pdf;
using Postvakt.Documents.Rtf;
using Postvakt.Documents.Scripts;
using Postvakt.Documents.Shortcuts;

namespace Postvakt.Documents.Inspecting;

/// <summary>Which reader reads which kind. A kind without one is reported by its kind, size and hash alone.</summary>
internal static class FileReaders
{
    private static readonly ZipReader Zip = new();
    private static readonly Compound.CompoundReader Compound = new();
    private static readonly OutsideArchiveReader OutsideArchive = new();
    private static readonly GzipReader Gzip = new();
    private static readonly TarReader Tar = new();
    private static readonly CabReader Cab = new();
    private static readonly LzhReader Lzh = new();
    private static readonly OpticalReader Optical = new();

    public static IFileReader? For(FileKind kind) => kind switch
    {
        // Archives and disk images.
        FileKind.Zip => Zip,
        FileKind.SevenZip or FileKind.Rar or FileKind.Arj or FileKind.Ace or FileKind.Bzip2 or FileKind.Xz => OutsideArchive,
        FileKind.Gzip => Gzip,
        FileKind.Tar => Tar,
        FileKind.Cab => Cab,
        FileKind.Lzh => Lzh,
        FileKind.Iso or FileKind.Udf => Optical,
        FileKind.Fat or FileKind.Vhd or FileKind.Vhdx => new DiskReader(kind),

        // Compound files and VBA.
        FileKind.Compound or FileKind.VbaProject => Compound,

        // Excel.
        FileKind.Slk => new SlkReader(),
        FileKind.Csv => new CsvReader(),
        FileKind.Query => new QueryReader(),
        FileKind.ExcelXml => new ExcelXmlReader(),

        // Packages.
        FileKind.WordXml => new WordXmlReader(),

        // Pages, papers, links, notebooks.
        FileKind.Html or FileKind.Svg => new PageReader(kind),
        FileKind.Hta or FileKind.WindowsScript or FileKind.JavaScript or FileKind.VbScript or FileKind.EncodedScript or FileKind.PowerShell or FileKind.Batch => new ScriptReader(kind),
        FileKind.Pdf => new PdfReader(),
        FileKind.Rtf => new RtfReader(),
        FileKind.Lnk => new LinkReader(),
        FileKind.InternetShortcut => new InternetShortcutReader(),
        FileKind.OneNote => new NotebookReader(),

        // Mail.
        FileKind.Eml or FileKind.Mht => new MailReader(),
        FileKind.Tnef => new TnefFileReader(),
        FileKind.ActiveMime => new ActiveMimeReader(),

        _ => null,
    };
}
