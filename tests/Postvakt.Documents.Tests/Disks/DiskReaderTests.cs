using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Archives;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Disks;

public sealed class DiskReaderTests
{
    private static readonly byte[] Note = CabReaderTests.Mixed(5000);
    private static readonly DiscFile[] Files =
    [
        new("Open me first.lnk", [0x4C, 0, 0, 0, 1, 0x14, 2, 0, 0, 0, 0, 0, 0xC0, 0, 0, 0, 0, 0, 0, 0x46]),
        new("inside/a rather long name for a library.bin", Note, Hidden: true),
    ];

    private static InspectedFile Inspect(string name, byte[] disk)
    {
        var inspection = new Inspection(Patient.Options);
        var root = DocumentInspector.Inspect(name, disk, inspection).Root;
        Assert.Empty(inspection.Mistakes);
        return root;
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    public static TheoryData<string, FileKind> Images => new()
    {
        { "fat", FileKind.Fat }, { "ntfs", FileKind.Fat }, { "fat mbr", FileKind.Fat }, { "ntfs mbr", FileKind.Fat },
        { "fat fixed", FileKind.Vhd }, { "ntfs mbr dynamic", FileKind.Vhd }, { "fat dynamic", FileKind.Vhd }, { "ntfs mbr vhdx", FileKind.Vhdx },
    };

    /// <summary>What the words say, from the volume outwards.</summary>
    internal static byte[] Build(string words, params DiscFile[] files)
    {
        var image = Array.Empty<byte>();
        foreach (var word in words.Split(' '))
        {
            image = word switch
            {
                "fat" => VolumeMaker.Fat12(files),
                "ntfs" => VolumeMaker.Ntfs(files),
                "mbr" => VolumeMaker.Partitioned(image),
                "fixed" => VirtualDiskMaker.Fixed(image),
                "dynamic" => VirtualDiskMaker.Dynamic(image),
                _ => VirtualDiskMaker.Vhdx(image),
            };
        }
        return image;
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void Image_OfEachForm_ShowsItsFilesAndWhatIsHidden(string words, FileKind kind)
    {
        var root = Inspect("a.img", Build(words, Files));
        Assert.Equal(kind, root.Kind);
        Assert.Equal(Files.Select(f => (f.Name, Hash(f.Content))), root.Files.Select(f => (f.Name, f.Sha256)));
        Assert.Contains(root.Findings, f => f.Kind == FindingKinds.HiddenBesideShortcut && f.Text.Contains("inside/a rather long name"));
    }

    [Theory]
    [InlineData("fat")]
    [InlineData("ntfs")]
    public void Image_WithNothingHidden_HasNoFinding(string words) => Assert.DoesNotContain(Inspect("a.img", Build(words, Files[0], Files[1] with { Hidden = false })).Findings, f => f.Kind == FindingKinds.HiddenFile || f.Kind == FindingKinds.HiddenBesideShortcut);

    [Fact]
    public void HiddenFile_ThatWindowsHidesItself_IsNoFinding() =>
        Assert.Empty(Inspect("a.img", Build("fat", new DiscFile("System Volume Information/x", Note, Hidden: true), new DiscFile("note.txt", Note))).Findings);

    [Fact]
    public void Fat_WhoseChainTurnsBack_Ends()
    {
        var disk = Build("fat", new DiscFile("a.bin", Note));
        // Cluster 3 follows cluster 2; now it is followed by 2 again.
        foreach (var fat in new[] { 512, 5120 }) (disk[fat + 4], disk[fat + 5]) = ((byte)(disk[fat + 4] & 0x0F | 0x20), 0);
        Assert.Single(Inspect("a.img", disk).Files);
    }

    [Fact]
    public void Fat_WhoseFileIsLargerThanItsChain_ListsItAsUnread()
    {
        var disk = Build("fat", new DiscFile("a.bin", Note));
        disk[19 * 512 + 32 + 30] = 0x10;
        Assert.Contains(Assert.Single(Inspect("a.img", disk).Files).Findings, f => f.Kind == FindingKinds.AnalysisIncomplete);
    }

    [Fact]
    public void Vhd_ThatNeedsItsParent_IsIncompleteWithItsReason() =>
        Assert.Contains(Inspect("a.vhd", VirtualDiskMaker.Dynamic(Build("fat", Files), kind: 4)).Findings, f => f.Kind == FindingKinds.AnalysisIncomplete && f.Text.Contains("parent"));

    [Fact]
    public void Vhdx_ThatNeedsItsParent_IsIncompleteWithItsReason() =>
        Assert.Contains(Inspect("a.vhdx", VirtualDiskMaker.Vhdx(Build("fat", Files), flags: 2)).Findings, f => f.Kind == FindingKinds.AnalysisIncomplete && f.Text.Contains("parent"));

    [Theory]
    [InlineData("EXFAT   ", "exFAT")]
    [InlineData("-FVE-FS-", "BitLocker")]
    public void Volume_ThatIsNotRead_IsNamed(string mark, string said)
    {
        var disk = Build("fat", Files);
        System.Text.Encoding.ASCII.GetBytes(mark).CopyTo(disk, 3);
        Assert.Contains(Inspect("a.img", disk).Findings, f => f.Text.Contains(said));
    }

    [Theory]
    [MemberData(nameof(Images))]
    public void Image_CutAnywhere_IsAReport(string words, FileKind kind)
    {
        Assert.NotEqual(FileKind.Unknown, kind);
        var image = Build(words, Files);
        for (var length = 1000; length < image.Length; length += 1 + image.Length / 37) Inspect("a.img", image[..length]);
    }
}
