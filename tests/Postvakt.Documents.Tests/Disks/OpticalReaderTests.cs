using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Archives;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Disks;

public sealed class OpticalReaderTests
{
    private static readonly byte[] Note = CabReaderTests.Mixed(5000);
    private static readonly byte[] Link = [0x4C, 0, 0, 0, 1, 0x14, 2, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46];

    private static InspectedFile Inspect(byte[] disc)
    {
        var inspection = new Inspection(Patient.Options);
        var root = DocumentInspector.Inspect("a.iso", disc, inspection).Root;
        Assert.Empty(inspection.Mistakes);
        return root;
    }

    private static bool Has(InspectedFile file, FindingKind kind) => file.Findings.Any(f => f.Kind == kind);

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    [Theory]
    [InlineData("i", FileKind.Iso, "NOTE.TXT")]
    [InlineData("ij", FileKind.Iso, "Note.txt")]
    [InlineData("u", FileKind.Udf, "Note.txt")]
    [InlineData("iju", FileKind.Iso, "Note.txt")]
    public void Disc_WithTrees_ShowsItsFileOnceUnderTheNameThatWindowsShows(string trees, FileKind kind, string name)
    {
        var root = Inspect(new DiscMaker { Trees = trees }.Add(new DiscFile("Note.txt", Note)).Build());
        Assert.Equal((kind, name, Hash(Note)), (root.Kind, Assert.Single(root.Files).Name, root.Files[0].Sha256));
        Assert.Empty(root.Findings);
    }

    [Fact]
    public void Disc_WithRockRidge_ShowsTheLongNames() =>
        Assert.Equal("a longer name.txt", Assert.Single(Inspect(new DiscMaker { RockRidge = true }.Add(new DiscFile("a longer name.txt", Note)).Build()).Files).Name);

    [Fact]
    public void UdfFile_InsideItsEntry_IsRead() => Assert.Equal(Hash(Note[..900]), Assert.Single(Inspect(new DiscMaker { Trees = "u", Inline = true }.Add(new DiscFile("a.bin", Note[..900])).Build()).Files).Sha256);

    [Fact]
    public void UdfName_BeyondLatin_IsRead() => Assert.Equal("请柬.txt", Assert.Single(Inspect(new DiscMaker { Trees = "u" }.Add(new DiscFile("请柬.txt", Note)).Build()).Files).Name);

    [Theory]
    [InlineData("i")]
    [InlineData("ij")]
    [InlineData("u")]
    public void Disc_WithAShortcutBesideAHiddenFile_IsTheAttack(string trees)
    {
        var root = Inspect(new DiscMaker { Trees = trees }.Add(new DiscFile("open.lnk", Link)).Add(new DiscFile("data.bin", Note, Hidden: true)).Build());
        Assert.True(Has(root, FindingKinds.HiddenBesideShortcut));
        Assert.True(Has(root, FindingKinds.HiddenFile));
        Assert.Equal(2, root.Files.Count);
    }

    [Fact]
    public void Disc_WithAShortcutAndNothingHidden_IsNotTheAttack()
    {
        var root = Inspect(new DiscMaker().Add(new DiscFile("open.lnk", Link)).Add(new DiscFile("data.bin", Note)).Build());
        Assert.False(Has(root, FindingKinds.HiddenBesideShortcut) || Has(root, FindingKinds.HiddenFile));
    }

    [Fact]
    public void File_InOneTreeOnly_IsReadAndReported()
    {
        var root = Inspect(new DiscMaker { Trees = "ij" }.Add(new DiscFile("shown.txt", Note)).Add(new DiscFile("other.js", Note[..100], Trees: "i")).Build());
        Assert.Contains(root.Findings, f => f.Kind == FindingKinds.TwoFacedArchive && f.Text.Contains("OTHER.JS"));
        Assert.Equal(2, root.Files.Count);
    }

    [Theory]
    [InlineData("i")]
    [InlineData("ij")]
    [InlineData("u")]
    public void Folder_ThatIsTheRootAgain_IsWalkedOnce(string trees) => Assert.Single(Inspect(new DiscMaker { Trees = trees, Loop = true }.Add(new DiscFile("a.txt", Note)).Build()).Files);

    [Fact]
    public void Disc_WithoutAnyFile_IsIncomplete() => Assert.True(Has(Inspect(new DiscMaker().Build()), FindingKinds.AnalysisIncomplete));

    [Theory]
    [InlineData("ij")]
    [InlineData("u")]
    public void Disc_CutAnywhere_IsAReport(string trees)
    {
        var disc = new DiscMaker { Trees = trees }.Add(new DiscFile("a.txt", Note)).Build();
        for (var length = 33_000; length < disc.Length; length += 3001) Inspect(disc[..length]);
    }
}
