using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Packages;

public sealed class WordXmlReaderTests
{
    private static string Word2003(string inner) => $"<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\">{inner}</w:wordDocument>";

    [Fact]
    public void Macros_AsBinaryData_AreOpened()
    {
        var mso = Convert.ToBase64String([.. "ActiveMime"u8, .. new byte[60]]);
        var file = Look.At("a.xml", Word2003($"<w:docSuppData><w:binData w:name=\"editdata.mso\">{mso}</w:binData></w:docSuppData>"));
        Assert.Equal(FileKind.WordXml, file.Kind);
        Assert.Equal(("editdata.mso", FileKind.ActiveMime), (file.Files[0].Name, file.Files[0].Kind));
    }

    [Fact]
    public void Part_OfAFlatPackage_IsOpened()
    {
        var script = Convert.ToBase64String("var a = 1;"u8);
        var file = Look.At("a.xml", $"<?xml version=\"1.0\"?><pkg:package xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\"><pkg:part pkg:name=\"/word/embeddings/run.js\"><pkg:binaryData>{script}</pkg:binaryData></pkg:part></pkg:package>");
        Assert.Equal("run.js", file.Files[0].Name);
    }

    [Fact]
    public void Field_AndLure_AreRead()
    {
        var file = Look.At("a.doc", Word2003("<w:body><w:p><w:r><w:t>Please Enable Content</w:t></w:r><w:r><w:instrText>DDEAUTO cmd.exe \"/c echo\"</w:instrText></w:r></w:p></w:body>"));
        Assert.True(file.Has(FindingKinds.Lure));
        Assert.True(file.Has(FindingKinds.Dde));
    }

    [Fact]
    public void Document_CutOff_IsIncomplete() => Assert.True(Look.At("a.xml", Word2003("<w:body><w:p>")[..^20]).Has(FindingKinds.AnalysisIncomplete));
}
