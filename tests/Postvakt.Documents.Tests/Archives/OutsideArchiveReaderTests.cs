using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Outside;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Archives;

public sealed class OutsideArchiveReaderTests
{
    private static readonly byte[] Note = CabReaderTests.Mixed(700);

    /// <summary>"honest" packed by bzip2 and by xz, as their own programs write it.</summary>
    private static readonly byte[] Bzip2 = Convert.FromHexString("425a6839314159265359553c66fd0000014180001002418c002000310c01069b44680945dc914e1424154f19bf40");

    private static readonly byte[] Xz = Convert.FromHexString("fd377a585a000004e6d6b4460200210116000000742fe5a3010006686f6e6573740a0000d3478cc66e91649c00011f07162eb8731fb6f37d010000000004595a");

    private static InspectedFile InspectWith(IOutsideParsers? outside, string name, byte[] content, params string[] passwords)
    {
        var inspection = new Inspection(new InspectionOptions { Outside = outside, Passwords = passwords, Limits = Patient.Limits });
        var root = DocumentInspector.Inspect(name, content, inspection).Root;
        Assert.Empty(inspection.Mistakes);
        return root;
    }

    private static InspectedFile Inspect(string name, byte[] content, params string[] passwords)
    {
        using var outside = new LibraryParsers(null);
        return InspectWith(outside, name, content, passwords);
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    [Fact]
    public void SevenZip_IsUnpacked()
    {
        var root = Inspect("a.7z", PackMaker.SevenZip(("one.bin", Note), ("sub/two.bin", Note)));
        Assert.Equal(["one.bin", "sub/two.bin"], root.Files.Select(f => f.Name));
        Assert.All(root.Files, f => Assert.Equal(Hash(Note), f.Sha256));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Rar_OfBothForms_IsUnpacked(int form)
    {
        var root = Inspect("a.rar", form == 4 ? RarMaker.Version4(("one.bin", Note)) : RarMaker.Version5(null, ("one.bin", Note)));
        Assert.Equal((FileKind.Rar, "one.bin", Hash(Note)), (root.Kind, root.Files.Single().Name, root.Files.Single().Sha256));
    }

    [Fact]
    public void Rar_WithAPasswordFromTheMail_IsOpened()
    {
        var root = Inspect("a.rar", RarMaker.Version5("TF421", ("one.bin", Note)), "wrong", "TF421");
        Assert.Equal(Hash(Note), Assert.Single(root.Files).Sha256);
        Assert.Equal("TF421", root.Password);
        Assert.Contains(root.Findings, f => f.Kind == FindingKinds.PasswordWorked && f.Text.Contains("(given)"));
    }

    [Fact]
    public void Rar_WithAnUnknownPassword_KeepsItsNames()
    {
        var root = Inspect("a.rar", RarMaker.Version5("nobody knows", ("invoice.xls.js", Note)));
        var file = Assert.Single(root.Files);
        Assert.Equal((true, true, "invoice.xls.js", (long)Note.Length), (root.Locked, file.Locked, file.Name, file.Size));
    }

    [Fact]
    public void Bzip2AndXz_HoldOneFileNamedAfterThem()
    {
        Assert.Equal(("memo.txt", Hash("honest\n"u8.ToArray())), (Inspect("memo.txt.bz2", Bzip2).Files.Single().Name, Inspect("memo.txt.bz2", Bzip2).Files.Single().Sha256));
        Assert.Equal(("memo.txt", Hash("honest\n"u8.ToArray())), (Inspect("memo.txt.xz", Xz).Files.Single().Name, Inspect("memo.txt.xz", Xz).Files.Single().Sha256));
    }

    [Fact]
    public void Archive_WithoutOutsideParsers_IsIncompleteNotSilent() =>
        Assert.Contains(InspectWith(null, "a.7z", PackMaker.SevenZip(("one.bin", Note))).Findings, f => f.Kind == FindingKinds.AnalysisIncomplete);

    [Fact]
    public void Archive_CutShort_IsIncomplete()
    {
        var rar = RarMaker.Version4(("one.bin", Note));
        Assert.Contains(Inspect("a.rar", rar[..(rar.Length / 2)]).All.SelectMany(f => f.Findings), f => f.Kind == FindingKinds.AnalysisIncomplete);
    }

    [Fact]
    public void Archive_ThatExpandsBeyondTheRoomThereIs_IsIncomplete()
    {
        using var outside = new LibraryParsers(null);
        var inspection = new Inspection(new InspectionOptions { Outside = outside, Limits = Patient.Limits with { Expanded = 1 << 20 } });
        var root = DocumentInspector.Inspect("a.7z", PackMaker.SevenZip(("one.bin", new byte[3 << 20])), inspection).Root;
        Assert.Contains(root.Findings, f => f.Kind == FindingKinds.AnalysisIncomplete);
        Assert.Equal(1 << 20, Assert.Single(root.Files).Size);
    }

    [Fact]
    public void Zip_WithLzma_IsUnpackedByTheOutsideParsers()
    {
        using var into = new MemoryStream();
        using (var writer = new SharpCompress.Writers.Zip.ZipWriter(into, new SharpCompress.Writers.Zip.ZipWriterOptions(SharpCompress.Common.CompressionType.LZMA) { LeaveStreamOpen = true }))
            writer.Write("one.bin", new MemoryStream(Note), (DateTime?)null);
        Assert.Equal(Hash(Note), Assert.Single(Inspect("a.zip", into.ToArray()).Files).Sha256);
    }

    [Fact]
    public void Parser_ThatGivesUp_LeavesTheArchiveUnread() =>
        Assert.Contains("a fault", InspectWith(new Outside.FixedParsers(null) { Outcome = UnpackOutcome.Broken, Fault = "a fault" }, "a.7z", PackMaker.SevenZip(("one.bin", Note))).Unread());

    [Fact]
    public void Rules_ThatCouldNotBeApplied_LeaveTheFileUnread()
    {
        var inspection = new Inspection(new InspectionOptions { Outside = new Outside.FixedParsers(null) { Fault = "not done in time" }, Yara = true, Limits = Patient.Limits });
        Assert.Contains("YARA: not done in time", DocumentInspector.Inspect("a.txt", Note, inspection).Root.Unread());
    }
}
