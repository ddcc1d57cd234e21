using System.Buffers.Binary;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Pdf;
using Postvakt.Documents.Report;

namespace Postvakt.Documents.Scans;

/// <summary>Pictures in a PDF (ISO 32000-2 8.9.5): codes to be scanned hide there. JPEG as it lies there, plain samples as a bitmap; other forms are left out.</summary>
internal static class PaperPictures
{
    private const int MaxPictures = 20;
    private const int MaxJpeg = 1 << 20;

    /// <summary>Points of one picture. 4 million: a code fills a page at 200 dpi.</summary>
    private const long MaxPoints = 4_000_000;

    /// <returns>The number of the object and the bytes of a file.</returns>
    public static IReadOnlyList<(int Number, byte[] Picture)> Find(ReadOnlyMemory<byte> content, InspectedFile report, Budget budget)
    {
        var found = new List<(int, byte[])>();
        try
        {
            var pdf = PdfFile.Open(content, budget);
            if (pdf.Follow(pdf.Trailer["Encrypt"]) is PdfDictionary encrypt)
            {
                var id = pdf.Follow(pdf.Trailer["ID"]) is PdfArray { Items: [PdfString first, ..] } ? first.Bytes : [];
                if (PdfLock.Open(encrypt, id, report.Password ?? "", budget) is not { } opened) return found;
                pdf.Lock = opened;
            }
            foreach (var each in pdf.Objects)
            {
                if (found.Count >= MaxPictures) break;
                if (each is { StreamStart: >= 0, Dictionary: { } dictionary } && dictionary["Subtype"] is PdfName { Value: "Image" } && Picture(pdf, each, dictionary) is { } picture) found.Add((each.Number, picture));
            }
        }
        catch (Exception e) when (e is MalformedException or LimitException)
        {
            // What was found so far is what can be looked at.
        }
        return found;
    }

    private static byte[]? Picture(PdfFile pdf, PdfObject stream, PdfDictionary dictionary)
    {
        var filter = pdf.Follow(dictionary["Filter"]) switch { PdfName name => name.Value, PdfArray { Items: [.., PdfName last] } => last.Value, _ => "" };
        if (filter is "DCTDecode" or "DCT") return pdf.Data(stream, MaxJpeg) is { Length: > 2 } jpeg && jpeg.Span is [0xFF, 0xD8, ..] ? jpeg.ToArray() : null;
        if (filter is not ("FlateDecode" or "Fl" or "LZWDecode" or "RunLengthDecode" or "ASCII85Decode" or "ASCIIHexDecode" or "")) return null;
        var (width, height, bits) = (Number(pdf, dictionary["Width"]), Number(pdf, dictionary["Height"]), pdf.Follow(dictionary["ImageMask"]) is PdfName { Value: "true" } ? 1 : Number(pdf, dictionary["BitsPerComponent"]));
        if (width <= 0 || height <= 0 || width * height > MaxPoints || bits is not (1 or 8) || Colours(pdf, dictionary["ColorSpace"]) is not { } colours || bits == 1 && colours != 1) return null;
        var row = bits == 1 ? (width + 7) / 8 : width * colours;
        var samples = pdf.Data(stream, (int)Math.Min(row * height, 3 * MaxPoints));
        return samples.Length < row * height ? null : Bitmap(samples.Span, (int)width, (int)height, (int)row, (int)bits, colours);
    }

    /// <summary>8.6: how many values a point has; null for spaces whose values are no brightness.</summary>
    private static int? Colours(PdfFile pdf, PdfValue? space) => pdf.Follow(space) switch
    {
        null or PdfName { Value: "DeviceGray" or "CalGray" or "G" } => 1,
        PdfName { Value: "DeviceRGB" or "CalRGB" or "RGB" } => 3,
        PdfArray { Items: [PdfName { Value: "ICCBased" }, var profile, ..] } => pdf.Find(profile)?.Dictionary?["N"] is PdfNumber { Value: 1 or 3 } number ? (int)number.Value : null,
        PdfArray { Items: [PdfName { Value: "CalGray" }, ..] } => 1,
        PdfArray { Items: [PdfName { Value: "CalRGB" }, ..] } => 3,
        _ => null,
    };

    private static long Number(PdfFile pdf, PdfValue? value) => pdf.Follow(value) is PdfNumber number ? (long)Math.Clamp(number.Value, 0, 1_000_000) : 0;

    /// <summary>Brightness as a BMP of 8 bits with a grey palette, rows from below.</summary>
    private static byte[] Bitmap(ReadOnlySpan<byte> samples, int width, int height, int row, int bits, int colours)
    {
        const int Head = 54 + 1024;
        var to = (width + 3) & ~3;
        var bytes = new byte[Head + to * height];
        "BM"u8.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(2), bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(10), Head);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), height);
        (bytes[26], bytes[28]) = (1, 8);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(46), 256);
        for (var i = 0; i < 256; i++) bytes.AsSpan(54 + i * 4, 3).Fill((byte)i);
        for (var y = 0; y < height; y++)
        {
            var from = y * row;
            var line = bytes.AsSpan(Head + (height - 1 - y) * to, width);
            for (var x = 0; x < width; x++)
            {
                line[x] = bits == 1 ? ((samples[from + x / 8] >> (7 - x % 8)) & 1) == 1 ? (byte)255 : (byte)0
                    : colours == 1 ? samples[from + x]
                    : (byte)((samples[from + x * 3] * 3 + samples[from + x * 3 + 1] * 6 + samples[from + x * 3 + 2]) / 10);
            }
        }
        return bytes;
    }
}
