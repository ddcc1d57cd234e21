using StbImageSharp;

namespace Postvakt.Documents.Outside;

/// <summary>A picture as brightness values, row by row.</summary>
internal sealed record GreyPicture(byte[] Values, int Width, int Height)
{
    /// <summary>A small file may state an enormous picture. 16 million.</summary>
    private const long MaxPixels = 16_000_000;

    /// <summary>Null when it cannot be decoded or states too large a size.</summary>
    public static GreyPicture? Decode(ReadOnlyMemory<byte> picture)
    {
        try
        {
            using var stream = PictureBytes.Of(picture);
            // Dimensions first, without decoding.
            if (ImageInfo.FromStream(stream) is not { Width: > 0, Height: > 0 } info || (long)info.Width * info.Height > MaxPixels) return null;
            stream.Position = 0;
            var grey = ImageResult.FromStream(stream, ColorComponents.GreyAlpha);
            return grey.Data.LongLength >= 2L * grey.Width * grey.Height ? new GreyPicture(OnWhite(grey.Data, grey.Width * grey.Height), grey.Width, grey.Height) : null;
        }
        // The border to a parser that is not ours: whatever it throws, the picture is none that it reads.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return null;
        }
    }

    /// <summary>What is transparent shows the white of a mail: a code drawn black on nothing is black on white.</summary>
    private static byte[] OnWhite(byte[] data, int count)
    {
        var values = new byte[count];
        for (var i = 0; i < count; i++)
        {
            var (value, alpha) = (data[2 * i], data[2 * i + 1]);
            values[i] = alpha == 255 ? value : (byte)((value * alpha + 255 * (255 - alpha)) / 255);
        }
        return values;
    }

    /// <summary>The same, so much smaller by a whole number that no side is longer than this.</summary>
    public GreyPicture Within(int side)
    {
        var by = (Math.Max(Width, Height) + side - 1) / side;
        if (by <= 1) return this;
        var (width, height) = (Math.Max(Width / by, 1), Math.Max(Height / by, 1));
        var values = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var sum = 0;
                for (var row = y * by; row < Math.Min((y + 1) * by, Height); row++)
                {
                    for (var column = x * by; column < Math.Min((x + 1) * by, Width); column++) sum += Values[row * Width + column];
                }
                values[y * width + x] = (byte)(sum / ((Math.Min((y + 1) * by, Height) - y * by) * (Math.Min((x + 1) * by, Width) - x * by)));
            }
        }
        return new GreyPicture(values, width, height);
    }
}
