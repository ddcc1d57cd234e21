using StbImageSharp;

namespace Postvakt.Documents.Outside;

/// <summary>
/// A difference hash: 64 comparisons of neighbouring fields of a 9 by 8 grid of mean brightness. Scaling, recompression and small edits leave most of them
/// as they are.
/// </summary>
internal static class PictureLikeness
{
    /// <summary>A small file may state an enormous picture. 16 million.</summary>
    private const long MaxPixels = 16_000_000;

    private const int Columns = 9;
    private const int Rows = 8;

    /// <summary>Null when it cannot be decoded or states too large a size.</summary>
    public static ulong? Of(ReadOnlyMemory<byte> picture)
    {
        try
        {
            using var stream = PictureBytes.Of(picture);
            // Dimensions first, without decoding.
            if (ImageInfo.FromStream(stream) is not { Width: > 0, Height: > 0 } info || (long)info.Width * info.Height > MaxPixels) return null;
            stream.Position = 0;
            var grey = ImageResult.FromStream(stream, ColorComponents.Grey);
            return grey.Data.LongLength >= (long)grey.Width * grey.Height ? Hash(grey.Data, grey.Width, grey.Height) : null;
        }
        // The border to a parser that is not ours: whatever it throws, the picture is none that it reads.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null;
        }
    }

    internal static ulong Hash(ReadOnlySpan<byte> grey, int width, int height)
    {
        Span<long> fields = stackalloc long[Columns * Rows];
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++) fields[row * Columns + column] = Mean(grey, width, height, row, column);
        }
        ulong hash = 0;
        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column + 1 < Columns; column++) hash = hash << 1 | (fields[row * Columns + column] < fields[row * Columns + column + 1] ? 1u : 0u);
        }
        return hash;
    }

    private static long Mean(ReadOnlySpan<byte> grey, int width, int height, int row, int column)
    {
        var (top, left) = ((int)((long)row * height / Rows), (int)((long)column * width / Columns));
        var bottom = Math.Max(top + 1, (int)((row + 1L) * height / Rows));
        var right = Math.Max(left + 1, (int)((column + 1L) * width / Columns));
        long sum = 0;
        for (var y = top; y < bottom; y++)
        {
            foreach (var value in grey.Slice(y * width + left, right - left)) sum += value;
        }
        return sum / ((long)(bottom - top) * (right - left));
    }
}
