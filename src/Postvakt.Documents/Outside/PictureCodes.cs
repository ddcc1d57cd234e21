using ZXing;
using ZXing.Common;
using ZXing.Multi.QrCode;

namespace Postvakt.Documents.Outside;

/// <summary>QR codes in a picture (ISO/IEC 18004): what a phone would open.</summary>
internal static class PictureCodes
{
    private const int MaxCodes = 20;
    private const int MaxText = 4_096;

    /// <summary>A side in points; a code that a phone reads off a screen is read at this size too, and time grows with the area.</summary>
    private const int MaxSide = 1_600;

    private static readonly Dictionary<DecodeHintType, object> Hints = new() { [DecodeHintType.TRY_HARDER] = true, [DecodeHintType.POSSIBLE_FORMATS] = new List<BarcodeFormat> { BarcodeFormat.QR_CODE } };

    /// <summary>Null when it cannot be decoded.</summary>
    public static CodeAnswer? Read(ReadOnlyMemory<byte> picture)
    {
        if (GreyPicture.Decode(picture)?.Within(MaxSide) is not { } grey) return null;
        var source = new RGBLuminanceSource(grey.Values, grey.Width, grey.Height, RGBLuminanceSource.BitmapFormat.Gray8);
        // Light on dark is read by phones as well.
        var texts = Read(source);
        return new CodeAnswer(texts.Count > 0 ? texts : Read(source.invert()));
    }

    private static IReadOnlyList<string> Read(LuminanceSource source)
    {
        try
        {
            var found = new QRCodeMultiReader().decodeMultiple(new BinaryBitmap(new HybridBinarizer(source)), Hints);
            return [.. (found ?? []).Select(r => r.Text ?? "").Where(t => t.Length > 0).Distinct(StringComparer.Ordinal).Take(MaxCodes).Select(t => t.Length > MaxText ? t[..MaxText] : t)];
        }
        // The border to a parser that is not ours: whatever it throws, there is no code that it reads.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return [];
        }
    }
}
