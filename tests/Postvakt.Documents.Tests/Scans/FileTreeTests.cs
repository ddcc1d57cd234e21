using System.Text;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Outside;
using Postvakt.Documents.Report;
using Postvakt.Documents.Scans;
using Postvakt.Documents.Tests.Building;
using Postvakt.Documents.Tests.Outside;

namespace Postvakt.Documents.Tests.Scans;

public sealed class FileTreeTests
{
    private static IReadOnlyList<FileNode> Tree(string name, byte[] content, ContentKeep? keep = null) =>
        FileTree.Of(DocumentInspector.Inspect(name, content, new InspectionOptions { Keep = keep ?? new ContentKeep() }).Root, new ContentKeep(), TimeProvider.System, out _);

    private static IReadOnlyList<FileNode> Tree(string name, string content) => Tree(name, Encoding.UTF8.GetBytes(content));

    [Fact]
    public void FilesInside_FollowWithTheirDepth()
    {
        var tree = Tree("a.zip", ZipMaker.Of("in/b.html", "<html><script>var a = 'b';</script><script language='VBScript'>x</script></html>"u8.ToArray()));
        Assert.Equal([(0, FileKind.Zip, ""), (1, FileKind.Html, "archive"), (2, FileKind.JavaScript, "script"), (2, FileKind.VbScript, "script")], tree.Select(n => (n.Depth, n.Kind, n.Source)));
        Assert.Equal("b", Assert.Single(tree[2].Script!.Texts));
    }

    [Theory]
    [InlineData(400, false)]
    [InlineData(1_100, true)]
    public void PackageOfManyParts_IsWhole_OrSaysThatItIsCut(int parts, bool cut)
    {
        var docx = new ZipMaker().Add("[Content_Types].xml", "<Types/>"u8.ToArray()).Add("word/document.xml", "<document/>"u8.ToArray());
        for (var n = 0; n < parts; n++) docx.Add($"word/media/{n}.bin", [1, 2, 3]);
        var tree = FileTree.Of(DocumentInspector.Inspect("a.docx", docx.Build(), new InspectionOptions { Keep = new ContentKeep() }).Root, new ContentKeep(), TimeProvider.System, out var isCut);
        Assert.Equal(cut, isCut);
        Assert.Equal(cut ? 1_000 : parts + 3, tree.Count);
    }

    [Fact]
    public void ContentForWhichThereIsNoRoom_IsUnknown()
    {
        var zip = ZipMaker.Of("b.txt", new byte[5_000]);
        var tree = Tree("a.zip", zip, new ContentKeep(most: zip.Length));
        Assert.Equal([true, false], tree.Select(n => n.Content is not null));
    }

    [Fact]
    public void FileLargerThanIsHeld_IsUnknown() => Assert.Null(Tree("a.txt", new byte[100], new ContentKeep(mostFile: 50))[0].Content);

    [Fact]
    public void SmallPartOfALargeArray_IsHeldAlone()
    {
        var all = new byte[100_000];
        var keep = new ContentKeep(most: 2_000);
        Assert.Equal(1_000, keep.Take(all.AsMemory(500, 1_000))!.Value.Length);
        Assert.NotNull(keep.Take(all.AsMemory(0, 1_000)));
        Assert.Null(keep.Take(all.AsMemory(0, 1_000)));
    }

    [Fact]
    public void ArrayThatIsHeld_IsCountedOnce()
    {
        var all = new byte[1_000];
        var keep = new ContentKeep(most: 1_000);
        Assert.NotNull(keep.Take(all));
        Assert.NotNull(keep.Take(all.AsMemory(10, 900)));
        Assert.Null(keep.Take(new byte[1]));
    }

    [Fact]
    public void WithoutRoom_TheReportHoldsNothing() => Assert.Null(DocumentInspector.Inspect("a.txt", "text"u8.ToArray(), new InspectionOptions()).Root.Content);

    [Fact]
    public void Strings_AreRunsOfFourAndMore() => Assert.Equal(["abcd", "long text"], Tree("a.bin", "\u0001abcd\u0002abc\u0003long text\u0000").Single().Strings);

    [Theory]
    [InlineData("a.txt", "aaaa", 0)]
    [InlineData("b.txt", "abababab", 1)]
    public void Entropy_IsInBits(string name, string text, double bits) => Assert.Equal(bits, Tree(name, text)[0].EntropyOfBytes, 6);

    [Theory]
    [InlineData("a.vbs", "Dim a\r\nMsgBox \"b\"", "vb_file")]
    [InlineData("a.html", "<html></html>", "html_file")]
    [InlineData("a.txt", "x TVqQAAMAAAAEAAAA//8AALg=", "base64_pe")]
    public void Flavors_AreNamedAsTheyUsuallyAre(string name, string content, string flavor) => Assert.Contains(flavor, Tree(name, content)[0].Flavors);

    [Fact]
    public void Tags_AreThoseOfBrokenXmlToo() => Assert.Equal(["svg", "a", "text"], Tree("a.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><x:a href='#'><text>1<a>")[0].Tags);

    [Theory]
    [InlineData("BEGIN:VCALENDAR\r\n", "a", "text/calendar")]
    [InlineData("GIF89a........", "a", "image/gif")]
    [InlineData("RIFF....WEBPVP8 ", "a", "image/webp")]
    [InlineData("plain words", "a", "text/plain")]
    public void MediaType_IsByContent(string content, string name, string type) => Assert.Equal(type, Tree(name, content)[0].MediaType);

    [Theory]
    [InlineData("BEGIN:VCALENDAR\r\n", "ics")]
    [InlineData("RIFF....WEBPVP8 ", "webp")]
    [InlineData("....ftypheic....", "heif")]
    [InlineData("plain words", "unknown")]
    [InlineData("<html>", "html")]
    public void FileType_IsByContent(string content, string type)
    {
        var bytes = Encoding.UTF8.GetBytes(content);
        Assert.Equal(type, FileTypes.TypeOf(FileTypes.Tell(bytes, "a"), bytes));
    }

    [Theory]
    [InlineData("names/kinds", 0)]
    [InlineData("mine", 1)]
    public void YaraRulesOfTheFolderOfNames_AreNoFinding(string space, int findings)
    {
        var parsers = new FixedParsers(new YaraMatch("greeting", space, [], ""));
        var file = DocumentInspector.Inspect("a.txt", "hello"u8.ToArray(), new InspectionOptions { Outside = parsers, Yara = true }).Root;
        Assert.Equal(["greeting"], file.YaraRules!);
        Assert.Equal(findings, file.Findings.Count(f => f.Kind == FindingKinds.Yara));
    }

    [Fact]
    public void YaraThatGaveUp_LeavesNamesUnknown() =>
        Assert.Null(DocumentInspector.Inspect("a.txt", "hello"u8.ToArray(), new InspectionOptions { Outside = new FixedParsers(null) { Fault = "not done in time" }, Yara = true }).Root.YaraRules);

    [Theory]
    [InlineData("/ColorSpace /DeviceGray /BitsPerComponent 8", 8)]
    [InlineData("/ColorSpace /DeviceRGB /BitsPerComponent 8", 24)]
    [InlineData("/BitsPerComponent 1", 1)]
    public void CodeDrawnInAPaper_IsAPictureWithACode(string form, int bits)
    {
        var matrix = new ZXing.QrCode.QRCodeWriter().encode("https://a.example/", ZXing.BarcodeFormat.QR_CODE, 200, 200);
        var samples = new List<byte>();
        for (var y = 0; y < matrix.Height; y++)
        {
            for (var x = 0; x < matrix.Width; x += bits == 1 ? 8 : 1)
            {
                if (bits == 1) samples.Add((byte)Enumerable.Range(0, 8).Sum(i => matrix[x + i, y] ? 0 : 1 << (7 - i)));
                else samples.AddRange(Enumerable.Repeat(matrix[x, y] ? (byte)0 : (byte)255, bits / 8));
            }
        }
        byte[] paper = [.. Encoding.ASCII.GetBytes($"%PDF-1.4\n1 0 obj << /Type /XObject /Subtype /Image /Width {matrix.Width} /Height {matrix.Height} {form} /Length {samples.Count} >> stream\n"), .. samples, .. "\nendstream endobj\ntrailer << >>\n"u8];
        var picture = Assert.Single(Tree("a.pdf", paper), n => n.IsPicture);
        Assert.Equal(["https://a.example/"], PictureCodes.Read(picture.Content!.Value)!.Texts);
    }
}
