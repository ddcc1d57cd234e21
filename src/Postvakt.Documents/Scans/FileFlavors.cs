using System.Text;
using Postvakt.Documents.Kinds;

namespace Postvakt.Documents.Scans;

/// <summary>What Strelka's rules for telling files would call a file, as far as public rules ask for it. By kind, not by YARA.</summary>
internal static class FileFlavors
{
    private const int MaxBytes = 2 << 20;

    /// <summary>Beginnings of a program in Base64: "MZ" and the usual values behind it.</summary>
    private static readonly byte[][] Programs = [.. ((ReadOnlySpan<string>)["TVqQAA", "TVpQAA", "TVoAAA", "TVpBUl", "TVqAAA", "TVroAA", "TVpFUu"]).ToArray().Select(Encoding.ASCII.GetBytes)];

    public static IReadOnlyList<string> Of(FileNode node)
    {
        var flavors = new List<string>();
        if (ByKind(node.Kind) is { } name) flavors.Add(name);
        if (node.Kind == FileKind.Unknown && FileTypes.IsMachO(node.Bytes)) flavors.Add("macho_file");
        if (node.Zip is { Encrypted: true }) flavors.Add("encrypted_zip");
        if (node.IsText && HasProgram(node.Bytes[..Math.Min(node.Bytes.Length, MaxBytes)])) flavors.Add("base64_pe");
        return flavors;
    }

    private static string? ByKind(FileKind kind) => kind switch
    {
        FileKind.Zip => "zip_file",
        FileKind.Docx or FileKind.Docm or FileKind.Xlsx or FileKind.Xlsm or FileKind.Xlsb or FileKind.Pptx or FileKind.Pptm => "ooxml_file",
        FileKind.Rar => "rar_file",
        FileKind.SevenZip => "_7zip_file",
        FileKind.Cab => "cab_file",
        FileKind.Gzip => "gzip_file",
        FileKind.Tar => "tar_file",
        FileKind.Iso => "iso_file",
        FileKind.Html => "html_file",
        FileKind.Hta => "hta_file",
        FileKind.JavaScript => "javascript_file",
        FileKind.VbScript => "vb_file",
        FileKind.Batch => "batch_file",
        FileKind.Pdf => "pdf_file",
        FileKind.Rtf => "rtf_file",
        FileKind.Xml => "xml_file",
        FileKind.Eml => "email_file",
        FileKind.Mht => "mhtml_file",
        FileKind.Tnef => "tnef_file",
        FileKind.Lnk => "lnk_file",
        FileKind.OneNote => "onenote_file",
        FileKind.Exe or FileKind.Dll => "mz_file",
        FileKind.Elf => "elf_file",
        FileKind.Doc or FileKind.Xls or FileKind.Ppt or FileKind.Compound or FileKind.LockedOffice or FileKind.Msg or FileKind.Msi => "olecf_file",
        FileKind.Png => "png_file",
        FileKind.Jpeg => "jpeg_file",
        FileKind.Gif => "gif_file",
        FileKind.Bmp => "bmp_file",
        _ => null,
    };

    private static bool HasProgram(ReadOnlySpan<byte> text)
    {
        foreach (var start in Programs)
        {
            if (text.IndexOf(start) >= 0) return true;
        }
        return false;
    }
}
