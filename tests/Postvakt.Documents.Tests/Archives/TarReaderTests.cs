using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Archives;

public sealed class TarReaderTests
{
    private static readonly byte[] Note = CabReaderTests.Mixed(700);

    private static InspectedFile Inspect(string name, byte[] content)
    {
        var inspection = new Inspection(Patient.Options);
        var root = DocumentInspector.Inspect(name, content, inspection).Root;
        Assert.Empty(inspection.Mistakes);
        return root;
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    [Fact]
    public void Entries_OfEachKindOfName_AreOpened()
    {
        var longName = new string('d', 90) + "/" + new string('n', 60);
        var tar = PackMaker.Tar(
            PackMaker.TarEntry("plain.bin", Note),
            PackMaker.TarEntry("name.bin", Note, prefix: "folder"),
            PackMaker.TarEntry("folder/", [], '5'),
            PackMaker.TarEntry("././@LongLink", [.. System.Text.Encoding.ASCII.GetBytes(longName), 0], 'L'),
            PackMaker.TarEntry("cut", Note),
            PackMaker.TarEntry("pax", PackMaker.PaxRecord("path", "blå.bin"), 'x'),
            PackMaker.TarEntry("cut", Note));
        var root = Inspect("a.tar", tar);
        Assert.Equal(["plain.bin", "folder/name.bin", longName, "blå.bin"], root.Files.Select(f => f.Name));
        Assert.All(root.Files, f => Assert.Equal(Hash(Note), f.Sha256));
    }

    [Fact]
    public void Size_OfAPaxHeader_CountsInPlaceOfTheField()
    {
        var tar = PackMaker.Tar(PackMaker.TarEntry("pax", PackMaker.PaxRecord("size", "700"), 'x'), PackMaker.TarEntry("a.bin", Note, stated: 0));
        Assert.Equal(Hash(Note), Assert.Single(Inspect("a.tar", tar).Files).Sha256);
    }

    [Fact]
    public void Entry_LargerThanTheArchive_IsCutAndSaid()
    {
        var file = Assert.Single(Inspect("a.tar", PackMaker.TarEntry("a.bin", Note, stated: 4_000_000_000)).Files);
        Assert.Contains(file.Findings, f => f.Kind == FindingKinds.AnalysisIncomplete && f.Text.Contains("4,000,000,000"));
    }

    [Fact]
    public void Archive_WithABrokenHeader_GoesOnAtTheNext()
    {
        var tar = PackMaker.Tar(PackMaker.TarEntry("a.bin", Note), PackMaker.TarEntry("b.bin", Note), PackMaker.TarEntry("c.bin", Note));
        tar[512 + 1024 + 3] ^= 1;
        var root = Inspect("a.tar", tar);
        Assert.Equal(["a.bin", "c.bin"], root.Files.Select(f => f.Name));
        Assert.Contains(root.Findings, f => f.Kind == FindingKinds.AnalysisIncomplete);
    }

    [Fact]
    public void Gzip_WithAName_GivesItToItsFile() => Assert.Equal("memo.js", Assert.Single(Inspect("a.gz", PackMaker.Gzip(Note, "memo.js")).Files).Name);

    [Fact]
    public void Gzip_WithoutAName_IsNamedAfterTheArchive() => Assert.Equal("memo.txt", Assert.Single(Inspect("in/memo.txt.gz", PackMaker.Gzip(Note)).Files).Name);

    [Fact]
    public void Gzip_OfATar_IsOpenedTwice()
    {
        var root = Inspect("a.tgz", PackMaker.Gzip(PackMaker.Tar(PackMaker.TarEntry("a.bin", Note))));
        Assert.Equal("a.tgz » a.tar » a.bin", root.All.Last().Path);
    }

    [Fact]
    public void Gzip_OfTwoMembers_GivesBoth() => Assert.Equal(Hash([.. Note, .. Note]), Assert.Single(Inspect("a.gz", [.. PackMaker.Gzip(Note), .. PackMaker.Gzip(Note)]).Files).Sha256);

    [Fact]
    public void Gzip_CutShort_GivesWhatCameOut()
    {
        var gzip = PackMaker.Gzip(CabReaderTests.Mixed(20_000));
        var root = Inspect("a.gz", gzip[..(gzip.Length / 2)]);
        Assert.Contains(root.Findings, f => f.Kind == FindingKinds.AnalysisIncomplete);
        Assert.Single(root.Files);
    }

    [Theory]
    [InlineData("0D0A")]
    [InlineData("00000000000000000000")]
    public void Gzip_WithFillingBehindIt_IsWhole(string filling) => Assert.Empty(Inspect("a.gz", [.. PackMaker.Gzip(Note), .. Convert.FromHexString(filling)]).Findings);

    [Fact]
    public void Gzip_CutShort_IsBroken()
    {
        var gzip = PackMaker.Gzip(Note);
        var finding = Assert.Single(Inspect("a.gz", gzip[..^20]).Findings, f => f.Kind == FindingKinds.AnalysisIncomplete);
        Assert.False(finding.LeavesUnread);
    }
}
