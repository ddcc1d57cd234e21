using System.Buffers.Binary;

namespace Postvakt.Documents.Tests.Building;

/// <summary>Writes Windows bitmaps of 24 bits.</summary>
internal static class BitmapMaker
{
    /// <summary>Brighter to the right in the upper half, darker in the lower one.</summary>
    public static byte[] Slope(int width, int height, int noise = 0) =>
        Of(width, height, (x, y) => (byte)Math.Clamp((y < height / 2 ? x : width - 1 - x) * 250 / width + (noise == 0 ? 0 : (x * 7 + y * 13) % noise), 0, 255));

    public static byte[] Of(int width, int height, Func<int, int, byte> grey)
    {
        var line = (width * 3 + 3) & ~3;
        var bytes = new byte[54 + line * height];
        (bytes[0], bytes[1], bytes[10], bytes[14], bytes[26], bytes[28]) = ((byte)'B', (byte)'M', 54, 40, 1, 24);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(2), bytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(22), height);
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++) bytes.AsSpan(54 + (height - 1 - y) * line + 3 * x, 3).Fill(grey(x, y));
        }
        return bytes;
    }
}
