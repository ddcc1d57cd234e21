using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Archives;

/// <summary>
/// Long runs of one byte that make a file too big for scanners (Emotet, March 2023: documents of 500 MB, nearly all zeros, in a zip of under 1 MB).
/// </summary>
internal static class Filling
{
    private const int Block = 4096;

    /// <summary>Less is alignment and reserve, as many formats have it. 1 MiB.</summary>
    private const long Least = 1 << 20;

    public static void Look(InspectedFile file, ReadOnlySpan<byte> content)
    {
        if (content.Length < Least || file.Kind is FileKind.Iso or FileKind.Udf or FileKind.Fat or FileKind.Vhd or FileKind.Vhdx or FileKind.Tar or FileKind.Bmp or FileKind.Tiff or FileKind.Media) return;
        var filling = Bytes(content);
        if (filling < Least || filling <= content.Length / 2) return;
        file.Find(FindingKinds.Padded, $"{filling >> 20} of {content.Length >> 20} MiB are one byte over and over");
    }

    /// <summary>Bytes in blocks that hold one value only.</summary>
    public static long Bytes(ReadOnlySpan<byte> content)
    {
        long filling = 0;
        for (; content.Length >= Block; content = content[Block..])
        {
            if (content[..Block].IndexOfAnyExcept(content[0]) < 0) filling += Block;
        }
        return filling;
    }
}
