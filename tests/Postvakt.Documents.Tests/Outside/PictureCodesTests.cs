using Postvakt.Documents.Outside;

namespace Postvakt.Documents.Tests.Outside;

public sealed class PictureCodesTests
{
    [Theory]
    [InlineData("https://a.example/login?x=1", false)]
    [InlineData("https://a.example/login?x=1", true)]
    public void Code_IsReadDarkOnLightAndLightOnDark(string text, bool inverted) => Assert.Equal([text], PictureCodes.Read(Code(text, inverted))!.Texts);

    [Fact]
    public void CodeThroughTheWorker_IsTheSame()
    {
        var wire = new WireWriter();
        WorkerProtocol.Write(wire, PictureCodes.Read(Code("https://a.example/", false)));
        using var stream = new MemoryStream();
        wire.WriteTo(stream);
        stream.Position = 0;
        Assert.Equal(["https://a.example/"], WorkerProtocol.ReadCodes(new WireReader(stream, 10_000))!.Texts);
    }

    [Fact]
    public void NoPicture_IsUnknown() => Assert.Null(PictureCodes.Read(new byte[] { 0x89, (byte)'P', (byte)'N', (byte)'G', 1, 2, 3 }));

    [Fact]
    public void PictureWithoutACode_HasNone() => Assert.Empty(PictureCodes.Read(Bitmap(40, 40, (_, _) => 255))!.Texts);

    [Fact]
    public void PictureThatEndsBeforeItsNextMarker_EndsToo()
    {
        // JFIF, then a segment that is said to be longer than the file: the decoder looks for the marker behind it in zeros.
        var picture = Convert.FromHexString("FFD8FFE000104A46494600010200006400640000FFECFF1144756365");
        Assert.Null(PictureCodes.Read(picture));
        Assert.Null(PictureLikeness.Of(picture));
    }

    [Fact]
    public void EnormousPicture_IsNotDecoded()
    {
        var header = Bitmap(1, 1, (_, _) => 0);
        BitConverter.TryWriteBytes(header.AsSpan(18), 100_000);
        BitConverter.TryWriteBytes(header.AsSpan(22), 100_000);
        Assert.Null(PictureCodes.Read(header));
    }

    [Fact]
    public void LargePicture_IsMadeSmaller()
    {
        var small = new GreyPicture([.. Enumerable.Repeat((byte)7, 10 * 4)], 10, 4).Within(5);
        Assert.Equal((5, 2), (small.Width, small.Height));
        Assert.All(small.Values, v => Assert.Equal(7, v));
    }

    private static byte[] Code(string text, bool inverted)
    {
        var matrix = new ZXing.QrCode.QRCodeWriter().encode(text, ZXing.BarcodeFormat.QR_CODE, 200, 200);
        return Bitmap(matrix.Width, matrix.Height, (x, y) => matrix[x, y] ^ inverted ? (byte)0 : (byte)255);
    }

    /// <summary>24 bits a point, rows from below.</summary>
    private static byte[] Bitmap(int width, int height, Func<int, int, byte> value)
    {
        var row = (width * 3 + 3) & ~3;
        var bytes = new byte[54 + row * height];
        "BM"u8.CopyTo(bytes);
        BitConverter.TryWriteBytes(bytes.AsSpan(2), bytes.Length);
        BitConverter.TryWriteBytes(bytes.AsSpan(10), 54);
        BitConverter.TryWriteBytes(bytes.AsSpan(14), 40);
        BitConverter.TryWriteBytes(bytes.AsSpan(18), width);
        BitConverter.TryWriteBytes(bytes.AsSpan(22), height);
        bytes[26] = 1;
        bytes[28] = 24;
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++) bytes.AsSpan(54 + (height - 1 - y) * row + x * 3, 3).Fill(value(x, y));
        }
        return bytes;
    }
}
