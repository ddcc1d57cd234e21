using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Packages;

public sealed class OfficePackageTests
{
    private const string Main = "word/document.xml";

    private static OfficeParts Word(string runs) => new OfficeParts(Main, OfficeParts.Word).Part(Main, OfficeParts.Body(runs));

    [Fact]
    public void Document_IsToldByItsMainPart()
    {
        Assert.Equal(FileKind.Docx, Look.At("a.docx", Word("<w:r><w:t>text</w:t></w:r>").ToArray()).Kind);
        Assert.Equal(FileKind.Docm, Look.At("a.docm", new OfficeParts(Main, OfficeParts.WordMacros).Part(Main, OfficeParts.Body("")).ToArray()).Kind);
        Assert.Equal(FileKind.Pptx, Look.At("a.pptx", new OfficeParts("ppt/presentation.xml", OfficeParts.Slides).Part("ppt/presentation.xml", "<p/>").ToArray()).Kind);
    }

    [Fact]
    public void Document_WithMacrosUnderANameWithout_IsAMismatch() =>
        Assert.True(Look.At("a.docx", new OfficeParts(Main, OfficeParts.WordMacros).Part(Main, OfficeParts.Body("")).ToArray()).Has(FindingKinds.KindMismatch));

    [Fact]
    public void Template_FromTheNetwork_IsFetched()
    {
        var file = Look.At("a.docx", Word("").Relation("word/settings.xml", "attachedTemplate", "https://a.example/t.dotm", external: true).ToArray());
        Assert.Contains(file.Findings, f => f.Kind == FindingKinds.RemoteTemplate && f.Text == "https://a.example/t.dotm");
    }

    [Fact]
    public void Template_OnTheOwnDisk_IsUsual() =>
        Assert.Empty(Look.At("a.docx", Word("").Relation("word/settings.xml", "attachedTemplate", "file:///C:/Templates/Letter.dotx", external: true).ToArray()).Findings);

    [Fact]
    public void Object_FromTheNetwork_IsFetched() =>
        Assert.True(Look.At("a.docx", Word("").Relation(Main, "oleObject", "mhtml:https://b.example/x.html!x-usc:https://b.example/x.html", external: true).ToArray()).Has(FindingKinds.RemoteObject));

    [Fact]
    public void Link_IsALinkAndNothingElse()
    {
        var file = Look.At("a.docx", Word("<w:r><w:t>see</w:t></w:r>").Relation(Main, "hyperlink", "https://c.example/report", external: true).ToArray());
        Assert.Empty(file.Findings);
        Assert.Equal(["https://c.example/report"], file.Urls());
    }

    [Fact]
    public void Field_SpreadOverRuns_IsPutTogether()
    {
        var runs = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>DDE</w:instrText></w:r><w:r><w:instrText>AUTO \"cmd.exe\" \"/c echo\"</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";
        Assert.Contains(Look.At("a.docx", Word(runs).ToArray()).Findings, f => f.Kind == FindingKinds.Dde && f.Text == "DDEAUTO \"cmd.exe\" \"/c echo\"");
    }

    [Fact]
    public void Lure_SpreadOverRuns_IsSeen()
    {
        var file = Look.At("a.docx", Word("<w:r><w:t xml:space=\"preserve\">Please click Enable </w:t></w:r><w:r><w:t>Editing and Enable Content</w:t></w:r>").ToArray());
        Assert.True(file.Has(FindingKinds.Lure));
    }

    [Fact]
    public void Lure_InAlternativeText_IsSeen() =>
        Assert.True(Look.At("a.docx", Word("<w:drawing><wp:docPr xmlns:wp=\"x\" id=\"1\" descr=\"Aktivera redigering\"/></w:drawing>").ToArray()).Has(FindingKinds.Lure));

    [Fact]
    public void Entry_ThatNoRelationLeadsTo_IsOpened()
    {
        var file = Look.At("a.docx", Word("").Part("word/media/extra.bin", Shortcut.Write(@"C:\Windows\System32\cmd.exe", "/c dir")).ToArray());
        Assert.Contains(file.Files, f => f.Kind == FileKind.Lnk);
    }

    [Fact]
    public void EmbeddedScript_IsCode() =>
        Assert.True(Look.At("a.docx", Word("").Part("word/embeddings/bill.js", "var a = 1;").Relation(Main, "package", "embeddings/bill.js").ToArray()).Has(FindingKinds.EmbeddedCode));

    [Fact]
    public void ArchiveDressedAsADocument_IsUnpacked() =>
        Assert.Contains(Look.At("invoice.zip", Word("").Part("run.js", "var a = 1;", "a/b").ToArray()).Files, f => f.Name == "run.js");

    [Fact]
    public void Object_OnAFileServer_IsNotGrave()
    {
        var file = Look.At("a.docx", Word("").Relation(Main, "oleObject", "file:///\\\\fs\\budget\\2026.xlsx", external: true).ToArray());
        Assert.True(file.Has(FindingKinds.NetworkObject));
        Assert.False(file.Has(FindingKinds.RemoteObject));
    }

    [Theory]
    [InlineData("<w:document><w:body>")]
    [InlineData("<!DOCTYPE x [<!ENTITY a \"b\"><!ENTITY c \"&a;&a;\">]><w:document>&c;</w:document>")]
    [InlineData("")]
    public void Document_WithBrokenXml_IsIncomplete(string xml) => Assert.True(Look.At("a.docx", new OfficeParts(Main, OfficeParts.Word).Part(Main, xml).ToArray()).Has(FindingKinds.AnalysisIncomplete));

    [Fact]
    public void Document_DeeperThanAnyWriterWrites_IsIncomplete() =>
        Assert.True(Look.At("a.docx", Word(string.Concat(Enumerable.Repeat("<w:r>", 5000))).ToArray()).Has(FindingKinds.AnalysisIncomplete));

    private const string Field = "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>DDEAUTO cmd.exe \"/c echo\"</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r>";

    [Fact]
    public void Field_BehindMuchText_IsFound() =>
        Assert.True(Look.At("a.docx", Word(string.Concat(Enumerable.Repeat($"<w:r><w:t>{new string('a', 1000)}</w:t></w:r>", 150)) + Field).ToArray()).Has(FindingKinds.Dde));

    private static string Nested(int tags) => string.Concat(Enumerable.Repeat("<w:smartTag>", tags)) + Field + string.Concat(Enumerable.Repeat("</w:smartTag>", tags));

    [Fact]
    public void Field_DeepInTags_IsFound()
    {
        var file = Look.At("a.docx", Word(Nested(230)).ToArray());
        Assert.True(file.Has(FindingKinds.Dde));
        Assert.Empty(file.Unread());
    }

    [Fact]
    public void Part_DeeperThanIsRead_IsUnreadAndNotBroken() =>
        Assert.Contains(Look.At("a.docx", Word(Nested(1100)).ToArray()).Unread(), t => t.Contains("inside each other", StringComparison.Ordinal));

    [Fact]
    public void Part_DeeperThanIsRead_LeavesTheOthers()
    {
        var parts = Word(Nested(1100)).Part("word/footer1.xml", OfficeParts.Body(Field), "application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml");
        Assert.True(Look.At("a.docx", parts.ToArray()).Has(FindingKinds.Dde));
    }

    [Fact]
    public void Part_ThatBreaksOffBehindItsText_IsBroken()
    {
        var file = Look.At("a.docx", new OfficeParts(Main, OfficeParts.Word).Part(Main, "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r><w:t>text</w:t></w:p>").ToArray());
        Assert.True(file.Has(FindingKinds.AnalysisIncomplete));
        Assert.Empty(file.Unread());
    }

    [Fact]
    public void Event_BehindMuchText_IsFound()
    {
        using var stream = new MemoryStream();
        using (var zip = new System.IO.Compression.ZipArchive(stream, System.IO.Compression.ZipArchiveMode.Create, leaveOpen: true))
        {
            void Write(string name, string text)
            {
                using var entry = zip.CreateEntry(name, System.IO.Compression.CompressionLevel.NoCompression).Open();
                entry.Write(System.Text.Encoding.UTF8.GetBytes(text));
            }
            Write("mimetype", "application/vnd.oasis.opendocument.text");
            Write("content.xml", $"<d xmlns:script=\"s\" xmlns:xlink=\"x\"><p>{new string('a', 150_000)}</p><script:event-listener script:event-name=\"dom:load\" xlink:href=\"vnd.sun.star.script:Standard.M.Main?language=Basic\"/></d>");
        }
        Assert.True(Look.At("a.odt", stream.ToArray()).Has(FindingKinds.OfficeEvent));
    }
}
