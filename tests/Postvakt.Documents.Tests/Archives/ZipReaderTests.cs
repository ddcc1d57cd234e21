using System.Text;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Archives;

public sealed class ZipReaderTests
{
    private static readonly byte[] Note = Encoding.ASCII.GetBytes("Dear customer, this is a note of some length. " + new string('x', 200));

    private static InspectedFile Inspect(byte[] zip, string[]? passwords = null, InspectionLimits? limits = null)
    {
        var inspection = new Inspection(new InspectionOptions { Passwords = passwords ?? [], Limits = limits ?? Patient.Limits });
        var report = DocumentInspector.Inspect("a.zip", zip, inspection);
        Assert.Empty(inspection.Mistakes);
        return report.Root;
    }

    private static bool Has(InspectedFile file, FindingKind kind) => file.Findings.Any(f => f.Kind == kind);

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(bytes));

    [Theory]
    [InlineData(0, false, false)]
    [InlineData(8, false, false)]
    [InlineData(8, true, false)]
    [InlineData(8, false, true)]
    public void Entry_InPlain_IsOpenedWithItsName(int method, bool streamed, bool zip64)
    {
        var root = Inspect(ZipMaker.Of("letters/note.txt", Note, new ZipOptions { Method = (ushort)method, Streamed = streamed, Zip64 = zip64 }));
        var file = Assert.Single(root.Files);
        Assert.Equal(("letters/note.txt", Hash(Note)), (file.Name, file.Sha256));
        Assert.Empty(root.Findings);
    }

    [Theory]
    [InlineData(0, 8, false)]
    [InlineData(0, 0, false)]
    [InlineData(0, 8, true)]
    [InlineData(1, 8, false)]
    [InlineData(2, 8, false)]
    [InlineData(3, 8, false)]
    [InlineData(3, 0, false)]
    public void Entry_EncryptedWithAPasswordFromTheMail_IsOpened(int aes, int method, bool streamed)
    {
        var root = Inspect(ZipMaker.Of("note.txt", Note, new ZipOptions { Method = (ushort)method, Password = "U523-x", Aes = aes, Streamed = streamed }), ["wrong", "U523-x"]);
        Assert.Equal(Hash(Note), Assert.Single(root.Files).Sha256);
        Assert.Equal("U523-x", root.Password);
        Assert.Contains(root.Findings, f => f.Kind == FindingKinds.PasswordWorked && f.Text.Contains("(given)"));
        Assert.False(Has(root, FindingKinds.Locked));
    }

    [Fact]
    public void Entry_EncryptedByAe1_IsOpened()
    {
        var root = Inspect(ZipMaker.Of("note.txt", Note, new ZipOptions { Password = "infected", Aes = 3, AesVersion = 1 }));
        Assert.Equal(Hash(Note), Assert.Single(root.Files).Sha256);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Entry_EncryptedWithAUsualPassword_IsOpenedWithoutOneFromTheMail(int aes)
    {
        var root = Inspect(ZipMaker.Of("note.txt", Note, new ZipOptions { Password = "infected", Aes = aes }));
        Assert.Equal(Hash(Note), Assert.Single(root.Files).Sha256);
        Assert.Contains(root.Findings, f => f.Kind == FindingKinds.PasswordWorked && f.Text.Contains("usual list"));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void Entry_EncryptedWithAnUnknownPassword_KeepsItsNameAndSize(int aes)
    {
        var root = Inspect(ZipMaker.Of("invoice.pdf.exe", Note, new ZipOptions { Password = "nobody knows this", Aes = aes }));
        Assert.True(root.Locked);
        Assert.True(Has(root, FindingKinds.Locked));
        var file = Assert.Single(root.Files);
        Assert.Equal(("invoice.pdf.exe", (long)Note.Length, "", true, FileKind.Unknown), (file.Name, file.Size, file.Sha256, file.Locked, file.Kind));
        Assert.True(Has(file, FindingKinds.DoubleExtension));
    }

    [Fact]
    public void Entry_WhoseCheckByteFitsAWrongPassword_StaysLocked()
    {
        // One in 256 of these passes the check byte; none may pass the checksum.
        var wrong = Enumerable.Range(0, 3000).Select(i => $"w{i}").ToArray();
        var root = Inspect(ZipMaker.Of("note.txt", Note, new ZipOptions { Password = "right" }), wrong, Patient.Limits with { Passwords = 3000, Time = TimeSpan.FromMinutes(1) });
        Assert.True(root.Locked);
        Assert.Null(root.Password);
    }

    [Fact]
    public void Password_ThatWorked_IsTriedFirstOnTheNext()
    {
        var inner = ZipMaker.Of("note.txt", Note, new ZipOptions { Password = "right" });
        var inspection = new Inspection(Patient.Options with { Passwords = ["wrong", "right"] });
        DocumentInspector.Inspect("a.zip", ZipMaker.Of("b.zip", inner, new ZipOptions { Password = "right" }), inspection);
        Assert.Equal(["right", "wrong"], inspection.Passwords);
    }

    [Fact]
    public void Passwords_BeyondTheLimit_AreNotTried()
    {
        var root = Inspect(ZipMaker.Of("note.txt", Note, new ZipOptions { Password = "p9" }), [.. Enumerable.Range(0, 10).Select(i => $"p{i}")], Patient.Limits with { Passwords = 4 });
        Assert.True(root.Locked);
    }

    [Fact]
    public void Password_WithLettersBeyondAscii_OpensWhatAnOldProgramEncrypted()
    {
        // The maker writes UTF-8; the same bytes are what code page 850 makes of these characters.
        var utf8 = Encoding.UTF8.GetBytes("lösen");
        var asIf850 = CodePagesEncodingProvider.Instance.GetEncoding(850)!.GetString(utf8);
        var root = Inspect(ZipMaker.Of("note.txt", Note, new ZipOptions { Password = "lösen" }), [asIf850]);
        Assert.Equal(Hash(Note), Assert.Single(root.Files).Sha256);
    }

    [Fact]
    public void Aes_WithChangedData_StaysLocked()
    {
        var zip = ZipMaker.Of("note.txt", Note, new ZipOptions { Password = "infected", Aes = 3 });
        zip[30 + 8 + 11 + 16 + 2 + 5] ^= 1;
        Assert.True(Inspect(zip).Locked);
    }

    [Theory]
    [InlineData(0x40, "strong encryption")]
    [InlineData(0x2040, "list of files")]
    public void StrongEncryption_IsLockedWithItsReason(int flags, string said)
    {
        var root = Inspect(ZipMaker.Of("note.txt", Note, new ZipOptions { Password = "infected", ExtraFlags = flags }));
        Assert.Contains(root.Findings, f => f.Kind == FindingKinds.Locked && f.Text.Contains(said));
        Assert.True(root.Locked && root.Files.Single().Locked);
    }

    [Fact]
    public void Archive_WhoseDirectoryIsEncrypted_IsLocked()
    {
        var zip = ZipMaker.Of("1", Note, new ZipOptions { Password = "nobody knows", ExtraFlags = 0x2000 });
        // Where the directory would begin stands noise.
        var at = zip.AsSpan().LastIndexOf("PK\x01\x02"u8);
        zip.AsSpan(at, 20).Fill(0x5A);
        Assert.Contains(Inspect(zip).Findings, f => f.Kind == FindingKinds.Locked && f.Text.Contains("list of files"));
    }

    [Fact]
    public void Archive_WithoutDirectory_IsReadByItsHeaders()
    {
        var zip = new ZipMaker { WithoutDirectory = true }.Add("one.txt", Note, new ZipOptions { Streamed = true }).Add("two.txt", Note).Build();
        Assert.Equal(["one.txt", "two.txt"], Inspect(zip).Files.Select(f => f.Name));
    }

    [Fact]
    public void Archive_BehindOtherBytes_IsRead()
    {
        var zip = new ZipMaker { Prefix = ZipMaker.Of("x", [1])[..30] }.Add("one.txt", Note).Build();
        zip[0] = (byte)'P';
        Assert.Contains(Inspect(zip).Files, f => f.Name == "one.txt" && f.Sha256 == Hash(Note));
    }

    [Fact]
    public void Archive_JoinedToAnother_ShowsBothAndIsTwoFaced()
    {
        byte[] joined = [.. ZipMaker.Of("first.txt", Note), .. ZipMaker.Of("second.txt", Note)];
        var root = Inspect(joined);
        Assert.Equal(["first.txt", "second.txt"], root.Files.Select(f => f.Name).Order());
        Assert.True(Has(root, FindingKinds.TwoFacedArchive));
    }

    [Fact]
    public void Entry_NotInTheDirectory_IsOpenedAndReported()
    {
        var root = Inspect(new ZipMaker().Add("shown.txt", Note).Add("kept.txt", Note, new ZipOptions { Unlisted = true }).Add("last.txt", Note).Build());
        Assert.Contains(root.Files, f => f.Name == "kept.txt");
        Assert.True(Has(root, FindingKinds.TwoFacedArchive));
    }

    [Fact]
    public void Entry_WithTwoNames_IsTwoFaced() =>
        Assert.True(Has(Inspect(ZipMaker.Of("note.txt", Note, new ZipOptions { HeaderName = "note.js" })), FindingKinds.TwoFacedArchive));

    [Fact]
    public void Entry_WhoseDirectoryLiesAboutItsMethod_IsReadByItsHeader()
    {
        var root = Inspect(ZipMaker.Of("note.txt", Note, new ZipOptions { Method = 77, Packed = ZipMaker.Deflate(Note), HeaderMethod = 8 }));
        Assert.Equal(Hash(Note), Assert.Single(root.Files).Sha256);
        Assert.True(Has(root, FindingKinds.TwoFacedArchive));
    }

    [Fact]
    public void Entry_PackedByARareMethodWithoutOutsideParsers_IsListedAsUnread()
    {
        var root = Inspect(ZipMaker.Of("note.txt", Note, new ZipOptions { Method = 14 }));
        Assert.Contains(Assert.Single(root.Files).Findings, f => f.Kind == FindingKinds.AnalysisIncomplete && f.Text.Contains("method 14"));
        Assert.Equal("", root.Files[0].Sha256);
    }

    [Fact]
    public void Entries_ThatShareTheirData_AreABomb()
    {
        var maker = new ZipMaker { ShareData = true };
        for (var i = 0; i < 20; i++) maker.Add($"{i}.txt", Note);
        Assert.True(Has(Inspect(maker.Build()), FindingKinds.ArchiveBomb));
    }

    [Fact]
    public void Archive_OfArchivesOfZeros_IsABombAndStopsAtTheLimit()
    {
        var limits = Patient.Limits with { Expanded = 8 << 20, FileBytes = 2 << 20 };
        var zip = ZipMaker.Of("0.dll", new byte[6 << 20]);
        for (var level = 0; level < 3; level++)
        {
            var maker = new ZipMaker();
            for (var i = 0; i < 8; i++) maker.Add($"lib {i}.zip", zip);
            zip = maker.Build();
        }
        var root = Inspect(zip, limits: limits);
        Assert.True(Has(root, FindingKinds.ArchiveBomb));
        Assert.Contains(root.All, f => Has(f, FindingKinds.AnalysisIncomplete));
    }

    [Fact]
    public void Document_BlownUpWithZeros_IsPaddedAndStillAnalysed()
    {
        var limits = Patient.Limits with { FileBytes = 4 << 20 };
        byte[] document = [.. "{\\rtf1 hello}"u8, .. new byte[20 << 20]];
        var root = Inspect(ZipMaker.Of("form.doc", document), limits: limits);
        var file = Assert.Single(root.Files);
        Assert.Equal((FileKind.Rtf, 4L << 20), (file.Kind, file.Size));
        Assert.True(Has(file, FindingKinds.Padded));
    }

    [Fact]
    public void Archive_InsideItself_EndsAtTheDepthLimit()
    {
        var zip = ZipMaker.Of("a.txt", Note);
        for (var i = 0; i < 12; i++) zip = ZipMaker.Of("r.zip", zip);
        var root = Inspect(zip);
        Assert.Equal(8, root.All.Max(f => f.Depth));
        Assert.Contains(root.All, f => Has(f, FindingKinds.AnalysisIncomplete));
    }

    [Fact]
    public void Archive_OfManyEntries_StopsAtTheFileLimit()
    {
        var maker = new ZipMaker();
        for (var i = 0; i < 3000; i++) maker.Add($"{i}", [(byte)i], new ZipOptions { Method = 0 });
        var root = Inspect(maker.Build());
        Assert.Equal(1000, root.Files.Count);
        Assert.True(Has(root, FindingKinds.AnalysisIncomplete));
    }

    [Fact]
    public void Entry_WithALyingSize_AllocatesNothingForIt()
    {
        var root = Inspect(ZipMaker.Of("note.txt", Note, new ZipOptions { StatedSize = 0xFFFF_FFF0 }));
        Assert.Equal(Note.Length, Assert.Single(root.Files).Size);
    }

    [Theory]
    [InlineData("../../etc/note.txt")]
    [InlineData(@"C:\note.txt")]
    public void Entry_ThatLeavesItsFolder_HasATrickyName(string name) => Assert.True(Has(Assert.Single(Inspect(ZipMaker.Of(name, Note)).Files), FindingKinds.TrickyName));

    [Theory]
    [InlineData("[Content_Types].xml", FileKind.Package)]
    [InlineData("mimetype", FileKind.Package)]
    [InlineData("META-INF/MANIFEST.MF", FileKind.Jar)]
    public void Archive_WithThePartOfAPackage_GoesThroughThePackageDoor(string part, FileKind kind) => Assert.Equal(kind, Inspect(ZipMaker.Of(part, Note)).Kind);

    [Fact]
    public void Archive_CutAnywhere_IsAReport()
    {
        var zip = new ZipMaker().Add("one.txt", Note).Add("two.txt", Note, new ZipOptions { Password = "infected", Aes = 1 }).Build();
        for (var length = 4; length < zip.Length; length++) Inspect(zip[..length]);
    }
}
