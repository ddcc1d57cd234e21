using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Scans.Metadata;

/// <summary>Reads what a file says of itself. Broken or cut off, it says less.</summary>
internal static class MetadataReader
{
    /// <param name="report">What the inspection found; null for a file that it did not open.</param>
    public static FileMetadata Read(FileKind kind, ReadOnlyMemory<byte> content, InspectedFile? report, Budget budget)
    {
        var metadata = new FileMetadata();
        try
        {
            switch (kind)
            {
                case FileKind.Pdf:
                    PdfMetadata.Read(metadata, content, report, budget);
                    break;
                case FileKind.Png:
                    PictureMetadata.Png(metadata, content, budget);
                    break;
                case FileKind.Jpeg:
                    PictureMetadata.Jpeg(metadata, content.Span);
                    break;
                case FileKind.Gif or FileKind.Bmp:
                    PictureMetadata.Simple(metadata, kind, content.Span);
                    break;
                case FileKind.Tiff:
                    ExifReader.Read(metadata, content.Span);
                    break;
                case FileKind.Docx or FileKind.Docm or FileKind.Xlsx or FileKind.Xlsm or FileKind.Xlsb or FileKind.Pptx or FileKind.Pptm:
                    PackageMetadata.Read(metadata, content, budget);
                    break;
                case FileKind.Lnk:
                    OldMetadata.Shortcut(metadata, content.Span, report);
                    break;
                default:
                    OldMetadata.Document(metadata, report);
                    break;
            }
            PackageMetadata.Archive(metadata, kind, content, report, budget);
        }
        catch (Exception e) when (e is MalformedException or LimitException)
        {
            metadata.Add("Warning", "File format error");
        }
        return metadata;
    }
}
