using System.IO.Compression;
using System.Text;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Compound;

public sealed class CompoundReaderTests
{
    private static InspectedFile Inspect(byte[] bytes, string name = "a.doc") => DocumentInspector.Inspect(name, bytes, new InspectionOptions()).Root;

    private static InspectedFile Inspect(CompoundFileWriter writer, string name = "a.doc") => Inspect(writer.ToArray(), name);

    [Theory]
    [InlineData("WordDocument", FileKind.Doc)]
    [InlineData("Workbook", FileKind.Xls)]
    [InlineData("Book", FileKind.Xls)]
    [InlineData("PowerPoint Document", FileKind.Ppt)]
    [InlineData("__properties_version1.0", FileKind.Msg)]
    [InlineData("EncryptionInfo;EncryptedPackage", FileKind.LockedOffice)]
    [InlineData("VBA/dir", FileKind.VbaProject)]
    [InlineData("Anything", FileKind.Compound)]
    [InlineData("\u4840\u3F7F\u4164", FileKind.Msi)]
    public void Kind_IsToldByStreams(string streams, FileKind kind)
    {
        var writer = new CompoundFileWriter();
        foreach (var stream in streams.Split(';')) writer.Stream(stream, new byte[20]);
        Assert.Equal(kind, Inspect(writer).Kind);
    }

    [Fact]
    public void Installer_IsToldByItsClass()
    {
        var file = Inspect(new CompoundFileWriter().Storage("", new Guid("000c1084-0000-0000-c000-000000000046")).Stream("A", new byte[9]), "a.msi");
        Assert.Equal(FileKind.Msi, file.Kind);
        Assert.Contains(file.Findings, f => f.Kind == FindingKinds.Installer);
    }

    /// <summary>Word and Excel open a document by its name and overlook a stream more; what the stream makes it look like must not hide its macros.</summary>
    [Theory]
    [InlineData("__properties_version1.0", FileKind.Msg)]
    [InlineData("EncryptionInfo;EncryptedPackage", FileKind.LockedOffice)]
    [InlineData("\u4840\u3F7F\u4164", FileKind.Doc)]
    public void Document_ThatLooksLikeSomethingElse_IsReadWithItsMacros(string streams, FileKind kind)
    {
        var writer = new CompoundFileWriter().Stream("WordDocument", new byte[9]);
        new VbaProjectWriter().Module("Inner", "Sub AutoOpen()\r\nEnd Sub\r\n").WriteTo(writer, "Macros");
        foreach (var stream in streams.Split(';')) writer.Stream(stream, new byte[40]);
        var file = Inspect(writer);
        Assert.Equal(kind, file.Kind);
        Assert.Equal("Inner.bas", Assert.Single(file.Modules).Name);
        Assert.Contains(file.Findings, f => f.Kind == FindingKinds.MacroStartsItself);
    }

    [Fact]
    public void Installer_ThatLooksLikeADocument_IsFound() =>
        Assert.Contains(Inspect(new CompoundFileWriter().Stream("WordDocument", new byte[9]).Stream("\u4840\u3F7F\u4164", new byte[20])).Findings, f => f.Kind == FindingKinds.Installer);

    [Fact]
    public void Properties_AreDecodedByTheirCodePage()
    {
        var file = Inspect(new CompoundFileWriter().Stream("WordDocument", new byte[9]).Stream("\x05SummaryInformation", PropertySetWriter.Write(1251, (2, "Счёт"), (4, "author")))
            .Stream("\x05DocumentSummaryInformation", PropertySetWriter.Write(1252, (15, "Company"))));
        Assert.Equal("Счёт", file.Properties["title"]);
        Assert.Equal("author", file.Properties["author"]);
        Assert.Equal("Company", file.Properties["company"]);
    }

    [Theory]
    [InlineData("invoice.pdf", @"C:\Users\a\invoice.js", "WScript.Echo(1)")]
    [InlineData("letter", @"C:\a\letter.bat", "@echo off")]
    public void Script_PutIntoADocument_IsFound(string label, string source, string content)
    {
        var file = Inspect(new CompoundFileWriter().Stream("WordDocument", new byte[9]).Stream("ObjectPool/_1/\x01Ole10Native", OlePackageWriter.Write(label, source, Encoding.ASCII.GetBytes(content))));
        Assert.Contains(file.Findings, f => f.Kind == FindingKinds.EmbeddedCode && f.Text.Contains(label, StringComparison.Ordinal));
        Assert.Equal(source[(source.LastIndexOf('\\') + 1)..], Assert.Single(file.Files).Name);
    }

    [Fact]
    public void Text_PutIntoADocument_IsOpenedAndNotFound()
    {
        var file = Inspect(new CompoundFileWriter().Stream("WordDocument", new byte[9]).Stream("ObjectPool/_1/\x01Ole10Native", OlePackageWriter.Write("notes.txt", @"C:\a\notes.txt", "only words"u8)));
        Assert.Empty(file.Findings);
        Assert.Equal(FileKind.Text, Assert.Single(file.Files).Kind);
    }

    [Fact]
    public void Object_WhoseLengthLies_IsReadAsFarAsItGoes()
    {
        var native = OlePackageWriter.Write("a.js", @"C:\a.js", "WScript.Echo(1)"u8);
        var at = native.AsSpan().IndexOf("WScript"u8) - 4;
        BitConverter.GetBytes(int.MaxValue).CopyTo(native, at);
        Assert.Equal(15, Assert.Single(Inspect(new CompoundFileWriter().Stream("\x01Ole10Native", native)).Files).Size);
    }

    [Fact]
    public void Document_InsideADocument_IsReadWithItsMacros()
    {
        var writer = new CompoundFileWriter().Stream("WordDocument", new byte[9]).Stream("ObjectPool/_1/Workbook", new byte[9]);
        new VbaProjectWriter().Module("Inner", "Sub Auto_Open()\r\nEnd Sub\r\n").WriteTo(writer, "ObjectPool/_1/_VBA_PROJECT_CUR");
        var file = Inspect(writer);
        Assert.Empty(file.Modules);
        var inner = Assert.Single(file.Files);
        Assert.Equal(FileKind.Xls, inner.Kind);
        Assert.Equal("Inner.bas", Assert.Single(inner.Modules).Name);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Presentation_WithAProjectInARecord_IsRead(bool isDeflated)
    {
        var project = new VbaProjectWriter().Module("Module1", "Sub OnSlideShowPageChange()\r\nEnd Sub\r\n").ToArray();
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true)) zlib.Write(project);
        byte[] content = isDeflated ? [.. BitConverter.GetBytes(project.Length), .. packed.ToArray()] : project;
        byte[] record = [(byte)(isDeflated ? 0x10 : 0), 0, 0x11, 0x10, .. BitConverter.GetBytes(content.Length), .. content];
        var file = Inspect(new CompoundFileWriter().Stream("PowerPoint Document", [.. new byte[100], .. record, .. new byte[50]]), "a.ppt");
        Assert.Equal("Module1.bas", Assert.Single(file.Modules).Name);
        Assert.Contains(file.Findings, f => f.Kind == FindingKinds.MacroStartsItself);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(6)]
    public void Presentation_ThatEndsWithinARecord_IsReadToItsEnd(int left)
    {
        byte[] stream = [.. new byte[100], 0x11, 0x10, .. new byte[left - 2]];
        Assert.Empty(Look.At("a.ppt", new CompoundFileWriter().Stream("PowerPoint Document", stream).ToArray()).Findings);
    }

    [Theory]
    [InlineData("\x13 DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe \"/k echo 1\" \x14result\x15", true)]
    [InlineData("\x13 DDE \"excel\" \"a\" \x15", true)]
    [InlineData("\x13 PAGE \x14" + "1\x15 a word DDEAUTO in the text", false)]
    public void DdeField_InAnOldDocument_IsFound(string text, bool isFound) => Assert.Equal(isFound, Inspect(WordDocumentWriter.Write(text)).Findings.Any(f => f.Kind == FindingKinds.Dde));

    [Theory]
    [InlineData("http://a.example/t.dot", true)]
    [InlineData(@"\\192.0.2.1\share\t.dot", true)]
    [InlineData(@"\\fileserver\templates\letter.dot", false)]
    [InlineData(@"C:\templates\letter.dot", false)]
    public void Template_ElsewhereThanAtHome_IsFound(string template, bool isFound) => Assert.Equal(isFound, Inspect(WordDocumentWriter.Write("text", template)).Findings.Any(f => f.Kind == FindingKinds.RemoteTemplate));

    [Fact]
    public void Link_InAField_IsListed() => Assert.Contains(Inspect(WordDocumentWriter.Write("\x13 HYPERLINK \"http://a.example/x\" \x14here\x15")).Links, l => l.Url == "http://a.example/x");

    [Fact]
    public void Project_ThatNoTreeReaches_IsReadAndFound()
    {
        var project = new VbaProjectWriter().Module("M", "Sub A()\r\nEnd Sub\r\n");
        var writer = new CompoundFileWriter().Stream("WordDocument", new byte[9]).HiddenStream("dir", OvbaWriter.Compress(project.Dir())).HiddenStream("M", [.. new byte[32], .. OvbaWriter.Compress("Attribute VB_Name = \"M\"\r\nSub A()\r\nEnd Sub\r\n"u8)]);
        var file = Inspect(writer);
        Assert.Single(file.Modules);
        Assert.Contains(file.Findings, f => f.Kind == FindingKinds.HiddenStream);
    }
}
