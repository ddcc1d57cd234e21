using System.Buffers.Binary;
using System.Text;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Scans;
using Postvakt.Documents.Scans.Metadata;

namespace Postvakt.Documents.Tests.Scans;

public sealed class MetadataReaderTests
{
    private const string Paper = """
        %PDF-1.6
        1 0 obj << /Title (Plan) /Author <FEFF0041> /Producer () /Creator (Lamp) /CreationDate (D:20240131120000+01'00') >> endobj
        2 0 obj << /Type /Metadata /Length 200 >> stream
        <x:xmpmeta x:xmptk="Kit 5"><rdf:Description pdf:Producer="Second"><xmp:CreatorTool>Lamp &amp; Co</xmp:CreatorTool></rdf:Description></x:xmpmeta>
        endstream endobj
        3 0 obj << /Type /Page >> endobj
        4 0 obj << /Type /Sig /Reason (I agree) >> endobj
        trailer << /Info 1 0 R /Root 3 0 R >>
        startxref
        9999
        %%EOF
        """;

    private static FileMetadata Read(string name, byte[] content) => FileTree.Of(DocumentInspector.Inspect(name, content, new InspectionOptions { Keep = new ContentKeep() }).Root, new ContentKeep(), TimeProvider.System, out _)[0].Metadata;

    [Theory]
    [InlineData("Title", "Plan")]
    [InlineData("Author", "A")]
    [InlineData("Producer", "")]
    [InlineData("Creator", "Lamp")]
    [InlineData("CreateDate", "2024:01:31 12:00:00+01:00")]
    [InlineData("CreatorTool", "Lamp & Co")]
    [InlineData("XMPToolkit", "Kit 5")]
    [InlineData("PageCount", "1")]
    [InlineData("PDFVersion", "1.6")]
    [InlineData("Linearized", "No")]
    [InlineData("SigningReason", "I agree")]
    [InlineData("Warning", "Invalid xref table")]
    [InlineData("Encryption", null)]
    public void Paper_SaysWhatItIs(string key, string? value) => Assert.Equal(value, Read("a.pdf", Encoding.Latin1.GetBytes(Paper))[key]);

    [Fact]
    public void TableThatStandsWhereItSays_IsNoFault() => Assert.Null(Read("a.pdf", Encoding.Latin1.GetBytes(Paper.Replace("9999", "9", StringComparison.Ordinal)))["Warning"]);

    [Theory]
    [InlineData("Model", "Lamp1")]
    [InlineData("UserComment", "Screenshot")]
    [InlineData("Comment", "made by lamp")]
    [InlineData("DeviceManufacturer", "Apple Computer Inc.")]
    [InlineData("ImageWidth", "30")]
    [InlineData("ImageHeight", "20")]
    public void Photo_SaysWhatMadeIt(string key, string value) => Assert.Equal(value, Read("a.jpg", Jpeg())[key]);

    [Fact]
    public void PictureThatIsCutOff_SaysSo()
    {
        byte[] png = [0x89, .. "PNG\r\n\x1a\n"u8, 0, 0, 0, 13, .. "IHDR"u8, 0, 0, 1, 0, 0, 0, 0, 2, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 10, .. "tEXtSoftware\0x"u8, 0, 0, 0, 0];
        var metadata = Read("a.png", png);
        Assert.Equal((256, 2, "x", "Truncated PNG image"), (metadata.Number("ImageWidth"), metadata.Number("ImageHeight"), metadata["Software"], metadata["Warning"]));
    }

    [Fact]
    public void DirectoriesThatLeadToEachOther_End()
    {
        // Each entry leads to the directory that it stands in.
        byte[] exif = [.. "II*\0"u8, 8, 0, 0, 0, 2, 0, .. Entry(0x8769, 4, 1, 8), .. Entry(0x0110, 2, uint.MaxValue, uint.MaxValue - 3)];
        Assert.Empty(Read("a.tif", exif).Fields);
    }

    [Fact]
    public void EveryBeginningOfAFile_IsRead()
    {
        foreach (var (name, whole) in new[] { ("a.jpg", Jpeg()), ("a.pdf", Encoding.Latin1.GetBytes(Paper)) })
        {
            for (var length = 1; length < whole.Length; length += 7) Assert.NotNull(Read(name, whole[..length]).Fields);
        }
    }

    private static byte[] Entry(ushort tag, ushort type, uint count, uint value)
    {
        var entry = new byte[12];
        BinaryPrimitives.WriteUInt16LittleEndian(entry, tag);
        BinaryPrimitives.WriteUInt16LittleEndian(entry.AsSpan(2), type);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(4), count);
        BinaryPrimitives.WriteUInt32LittleEndian(entry.AsSpan(8), value);
        return entry;
    }

    private static byte[] Jpeg()
    {
        // Two entries of the first directory end at 8 + 2 + 24 + 4 = 38; the second directory stands at 44 and ends at 62.
        byte[] exif = [.. "Exif\0\0"u8, .. "II*\0"u8, 8, 0, 0, 0, 2, 0, .. Entry(0x0110, 2, 6, 38), .. Entry(0x8769, 4, 1, 44), 0, 0, 0, 0, .. "Lamp1\0"u8, 1, 0, .. Entry(0x9286, 7, 18, 62), 0, 0, 0, 0, .. "ASCII\0\0\0Screenshot"u8];
        var profile = new byte[128];
        "acsp"u8.CopyTo(profile.AsSpan(36));
        "APPL"u8.CopyTo(profile.AsSpan(48));
        return [0xFF, 0xD8, .. Segment(0xE1, exif), .. Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, .. profile]), .. Segment(0xFE, "made by lamp"u8), .. Segment(0xC0, [8, 0, 20, 0, 30, 1, 1, 0x11, 0]), 0xFF, 0xDA, 0, 2, 0xFF, 0xD9];
    }

    private static byte[] Segment(byte marker, ReadOnlySpan<byte> data) => [0xFF, marker, (byte)((data.Length + 2) >> 8), (byte)(data.Length + 2), .. data];
}
