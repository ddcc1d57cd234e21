using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Archives;

public sealed class CabReaderTests
{
    /// <summary>Text that repeats near and far, with runs and noise: every kind of match occurs in it.</summary>
    internal static byte[] Mixed(int length)
    {
        var random = new Random(7);
        var bytes = new byte[length];
        for (var at = 0; at < length;)
        {
            var run = Math.Min(length - at, 1 + random.Next(300));
            var offset = at == 0 ? 0 : new[] { 1, 7, 45, 100, 1000, 20000, 32000 }[random.Next(7)];
            for (var i = 0; i < run; i++, at++) bytes[at] = offset > 0 && offset <= at && run > 40 ? bytes[at - offset] : (byte)random.Next(256);
        }
        return bytes;
    }

    private static InspectedFile Inspect(byte[] cab)
    {
        var inspection = new Inspection(Patient.Options);
        var root = DocumentInspector.Inspect("a.cab", cab, inspection).Root;
        Assert.Empty(inspection.Mistakes);
        return root;
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    [Theory]
    [InlineData(0, false)]
    [InlineData(1, false)]
    [InlineData(3, false)]
    [InlineData(0, true)]
    public void Cabinet_PackedByMethod_GivesItsFiles(int method, bool reserve)
    {
        var (one, two) = (Mixed(1001), Mixed(200_003));
        var root = Inspect(new CabMaker { Method = (ushort)method, Reserve = reserve }.Add("one.bin", one).Add(@"sub\två.bin", two).Build());
        Assert.Equal([("one.bin", Hash(one)), (@"sub\två.bin", Hash(two))], root.Files.Select(f => (f.Name, f.Sha256)));
        Assert.Empty(root.Findings);
    }

    [Fact]
    public void MsZip_BlockThatReachesBackIntoTheLast_IsUnpacked()
    {
        var first = Mixed(32768);
        // One fixed block (RFC 1951 3.2.6): bits 1, 01; length symbol 285 is 11000101, distance symbol 29 with 13 ones is 32,768; then the end, 0000000.
        var bits = new List<int> { 1, 1, 0, 1, 1, 0, 0, 0, 1, 0, 1, 1, 1, 1, 0, 1 };
        bits.AddRange(Enumerable.Repeat(1, 13));
        bits.AddRange(Enumerable.Repeat(0, 7));
        var second = new byte[(bits.Count + 7) / 8];
        for (var i = 0; i < bits.Count; i++) second[i / 8] |= (byte)(bits[i] << i % 8);
        var cab = new CabMaker { Method = 1, Blocks = [([.. "CK"u8, .. ZipMaker.Deflate(first)], 32768), ([.. "CK"u8, .. second], 258)] }.Add("a.bin", [.. first, .. first[..258]]).Build();
        Assert.Equal(Hash([.. first, .. first[..258]]), Assert.Single(Inspect(cab).Files).Sha256);
    }

    [Fact]
    public void Lzx_WithTranslatedCalls_IsTranslatedBack()
    {
        // A call in the packed form holds its absolute target; unpacked it is relative to its own place (here 100).
        var packed = Enumerable.Repeat((byte)0x90, 400).ToArray();
        new byte[] { 0xE8, 0x2C, 0x01, 0, 0 }.CopyTo(packed, 100);
        var plain = packed.ToArray();
        plain[101] = 0x2C + 0x100 - 100;
        plain[102] = 0;
        var cab = new CabMaker { Method = 3, CallsSize = 10_000 }.Add("a.bin", packed).Build();
        Assert.Equal(Hash(plain), Assert.Single(Inspect(cab).Files).Sha256);
    }

    [Fact]
    public void Cabinet_PackedByQuantum_ListsItsFilesAsUnread()
    {
        var file = Assert.Single(Inspect(new CabMaker { Method = 2 }.Add("a.bin", Mixed(100)).Build()).Files);
        Assert.Contains(file.Findings, f => f.Kind == FindingKinds.AnalysisIncomplete && f.Text.Contains("Quantum"));
    }

    [Fact]
    public void File_ContinuedInAnotherCabinet_IsListedAsUnread()
    {
        var file = Assert.Single(Inspect(new CabMaker().Add("a.bin", Mixed(100), folder: 0xFFFE).Build()).Files);
        Assert.Contains(file.Findings, f => f.Kind == FindingKinds.AnalysisIncomplete && f.Text.Contains("another cabinet"));
    }

    [Fact]
    public void File_WithALyingSize_IsCutToWhatIsThere()
    {
        var file = Assert.Single(Inspect(new CabMaker().Add("a.bin", Mixed(100), size: 0xFFFF_FFFF).Build()).Files);
        Assert.Equal(100, file.Size);
        Assert.Contains(file.Findings, f => f.Kind == FindingKinds.AnalysisIncomplete);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Cabinet_CutAnywhere_IsAReport(int method)
    {
        var cab = new CabMaker { Method = (ushort)method }.Add("one.bin", Mixed(500)).Add("two.bin", Mixed(40_000)).Build();
        for (var length = 8; length < cab.Length; length += 1 + length / 40) Inspect(cab[..length]);
    }
}
