using Postvakt.Documents.Tests.Building;

namespace Postvakt.Fuzz.Documents;

internal static class PackageSeeds
{
    private const string Office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
    private const string Types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>";

    public static IReadOnlyList<string> Words { get; } =
    [
        "\n\u001f+", "zip a.docm", "::", "|o", "[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels", "word/document.xml", "word/settings.xml", "word/vbaProject.bin", "ppt/presentation.xml", "visio/document.xml", "mimetype", "META-INF/manifest.xml", "docProps/core.xml", "../",
        "<Relationship Id=\"", "\" Type=\"" + Office, "attachedTemplate\"", "oleObject\"", "hyperlink\"", "frame\"", "subDocument\"", "image\"", "customUI\"", "vbaProject\"", "aFChunk\"", " Target=\"https://a.example/\"", " TargetMode=\"External\"", "<Override PartName=\"/", "ContentType=\"", "<Default Extension=\"",
        "<w:instrText>DDEAUTO cmd.exe \"/c x\"</w:instrText>", "<w:fldChar w:fldCharType=\"begin\"/>", "<w:fldChar w:fldCharType=\"separate\"/>", "<w:fldChar w:fldCharType=\"end\"/>", "<w:fldSimple w:instr=\"INCLUDEPICTURE ", "<w:t>Enable Content</w:t>", "<w:r>", "</w:r>", "<w:p>", "<w:vanish/>", "HYPERLINK ",
        "QUOTE 65 66 ", "<!DOCTYPE x [", "<!ENTITY a \"b\">", "]>", "&a;", "&#x0;", "&#55296;", "&amp;", "<![CDATA[", "]]>", "<!--", "-->", "<?xml version=\"1.0\" encoding=\"utf-16\"?>", "encoding=\"IBM037\"", "xmlns:a=\"b\"", "<a", "/>", ">", "\"", "mhtml:https://a.example/x.html!x-usc:", "ms-msdt:/id", "file://",
        "<script:event-listener script:event-name=\"dom:load\" xlink:href=\"vnd.sun.star.script:a?language=Basic\"/>", "<table:table-cell table:formula=\"of:=DDE(&quot;cmd&quot;;&quot;/c&quot;)\"/>", "<pkg:part pkg:name=\"/", "<pkg:binaryData>", "<w:binData w:name=\"editdata.mso\">", "0M8R4KGxGuE=", "<ax:ocx ax:classid=\"{",
        "Sub AutoOpen()\r\n", "Shell \"x\"\r\n", "<p:cTn presetID=\"1\">", "<a:hlinkClick r:id=\"r1\" action=\"ppaction://program\"/>",
    ];

    public static IReadOnlyList<byte[]> All()
    {
        const string run = "<w:r><w:t>Please enable</w:t></w:r><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText>DDE</w:instrText></w:r><w:r><w:instrText>AUTO \"cmd.exe\" \"/c echo\"</w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r><w:drawing><wp:docPr xmlns:wp=\"x\" id=\"1\" descr=\"Enable content\"/></w:drawing>";
        const string mso = "QWN0aXZlTWltZQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=";
        return
        [
            Word("a.docm", OfficeParts.WordMacros, "<Relationship Id=\"r1\" Type=\"http://schemas.microsoft.com/office/2006/relationships/vbaProject\" Target=\"vbaProject.bin\"/><Relationship Id=\"r2\" Type=\"" + Office + "settings\" Target=\"settings.xml\"/>"
                    + $"<Relationship Id=\"r3\" Type=\"{Office}hyperlink\" Target=\"https://a.example/\" TargetMode=\"External\"/><Relationship Id=\"r4\" Type=\"{Office}oleObject\" Target=\"embeddings/o.bin\"/>")
                .Part("word/document.xml", OfficeParts.Body(run))
                .Part("word/settings.xml", "<w:settings xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:attachedTemplate r:id=\"r1\"/></w:settings>")
                .Part("word/_rels/settings.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{Office}attachedTemplate\" Target=\"https://a.example/t.dotm\" TargetMode=\"External\"/></Relationships>")
                .Part("docProps/core.xml", "<cp:coreProperties xmlns:cp=\"http://schemas.openxmlformats.org/package/2006/metadata/core-properties\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\"><dc:title>t</dc:title><dc:creator>c</dc:creator></cp:coreProperties>")
                .Part("docProps/app.xml", "<Properties xmlns=\"http://schemas.openxmlformats.org/officeDocument/2006/extended-properties\"><Application>x</Application></Properties>")
                .Part("word/embeddings/o.bin::\x01Ole10Native", OlePackageWriter.Write("bill.js", @"C:\bill.js", "WScript.Echo(1)"u8))
                .Part("word/vbaProject.bin::PROJECT", "Module=M\r\n").Part("word/vbaProject.bin::VBA/dir|o", new VbaProjectWriter().Raw("M", "x", []).Dir())
                .Part("word/vbaProject.bin::VBA/M|o", "Sub AutoOpen()\r\nShell \"cal\" & Chr(99)\r\nEnd Sub\r\n").ToArray(),
            Word("a.docx", OfficeParts.Word, $"<Relationship Id=\"r1\" Type=\"{Office}package\" Target=\"embeddings/b.js\"/><Relationship Id=\"r2\" Type=\"{Office}oleObject\" Target=\"mhtml:https://b.example/x.html!x-usc:https://b.example/x.html\" TargetMode=\"External\"/>")
                .Part("word/document.xml", OfficeParts.Body("<w:r><w:t>x</w:t></w:r>")).Part("word/embeddings/b.js", "var a = 1;").Part("word/media/i.png", BitmapMaker.Slope(8, 8)).Part("word/activeX/x.bin", new byte[60]).ToArray(),
            new Recipe("zip", "a.pptx").Part("[Content_Types].xml", $"{Types}<Override PartName=\"/ppt/presentation.xml\" ContentType=\"{OfficeParts.Slides}\"/></Types>").Part("_rels/.rels", Root("ppt/presentation.xml"))
                .Part("ppt/presentation.xml", "<p:presentation xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\"/>").Part("ppt/slides/slide1.xml", "<p:sld xmlns:p=\"http://schemas.openxmlformats.org/presentationml/2006/main\" xmlns:a=\"http://schemas.openxmlformats.org/drawingml/2006/main\"><a:t>Enable editing</a:t><a:hlinkMouseOver r:id=\"r1\" action=\"ppaction://program\"/></p:sld>")
                .Part("ppt/slides/_rels/slide1.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type=\"{Office}hyperlink\" Target=\"file:///c:/x.exe\" TargetMode=\"External\"/></Relationships>").ToArray(),
            new Recipe("zip", "a.odt").Part("mimetype", "application/vnd.oasis.opendocument.text").Part("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><manifest:file-entry manifest:full-path=\"/\" manifest:media-type=\"application/vnd.oasis.opendocument.text\"/><manifest:file-entry manifest:full-path=\"content.xml\"/></manifest:manifest>")
                .Part("content.xml", "<office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\" xmlns:script=\"urn:oasis:names:tc:opendocument:xmlns:script:1.0\" xmlns:xlink=\"http://www.w3.org/1999/xlink\"><office:event-listeners><script:event-listener script:event-name=\"dom:load\" xlink:href=\"vnd.sun.star.script:Standard.M.Main?language=Basic\"/></office:event-listeners><text:p>Enable macros <text:a xlink:href=\"https://a.example/\">x</text:a></text:p></office:document-content>")
                .Part("Basic/Standard/M.xml", "<script:module xmlns:script=\"http://openoffice.org/2000/script\" script:name=\"M\">Sub Main\nShell(\"x\")\nEnd Sub</script:module>").Part("Basic/script-lc.xml", "<library:libraries xmlns:library=\"http://openoffice.org/2000/library\"/>").ToArray(),
            new Recipe("zip", "b.odt").Part("mimetype", "application/vnd.oasis.opendocument.text").Part("META-INF/manifest.xml", "<manifest:manifest xmlns:manifest=\"urn:oasis:names:tc:opendocument:xmlns:manifest:1.0\"><manifest:file-entry manifest:full-path=\"content.xml\"><manifest:encryption-data/></manifest:file-entry></manifest:manifest>").ToArray(),
            new Recipe("zip", "a.jar").Part("META-INF/MANIFEST.MF", "Main-Class: a.B\n").Part("a/B.class", new byte[] { 0xCA, 0xFE, 0xBA, 0xBE, 0, 0, 0, 52 }).ToArray(),
            Recipe.Raw("a.docx", new OfficeParts("word/document.xml", OfficeParts.Word).Part("word/document.xml", OfficeParts.Body(run)).Relation("word/document.xml", "hyperlink", "https://a.example/", external: true).ToArray()),
            Recipe.Raw("a.xml", $"<?xml version=\"1.0\"?><?mso-application progid=\"Word.Document\"?><w:wordDocument xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\"><w:docSuppData><w:binData w:name=\"editdata.mso\">{mso}</w:binData></w:docSuppData><w:body><w:p>{run}</w:p></w:body></w:wordDocument>"),
            Recipe.Raw("b.xml", "<?xml version=\"1.0\"?><pkg:package xmlns:pkg=\"http://schemas.microsoft.com/office/2006/xmlPackage\"><pkg:part pkg:name=\"/word/embeddings/run.js\"><pkg:binaryData>dmFyIGEgPSAxOw==</pkg:binaryData></pkg:part><pkg:part pkg:name=\"/word/document.xml\"><pkg:xmlData>" + OfficeParts.Body(run) + "</pkg:xmlData></pkg:part></pkg:package>"),
        ];
    }

    private static Recipe Word(string name, string type, string relations) => new Recipe("zip", name)
        .Part("[Content_Types].xml", $"{Types}<Default Extension=\"bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/><Override PartName=\"/word/document.xml\" ContentType=\"{type}\"/></Types>")
        .Part("_rels/.rels", Root("word/document.xml"))
        .Part("word/_rels/document.xml.rels", $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">{relations}</Relationships>");

    private static string Root(string main) => $"<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r0\" Type=\"{Office}officeDocument\" Target=\"{main}\"/></Relationships>";
}
