using System.IO.Compression;
using System.Text;
using MimeKit;
using Postvakt.Authentication;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Outside;
using Postvakt.Messages;
using Postvakt.Messages.Attachments;
using Postvakt.Mql;
using Postvakt.Mql.Lists;
using Postvakt.Mql.Rules;
using Postvakt.Rules;

namespace Postvakt.Tests.Rules;

public sealed class FileRuleTests
{
    /// <summary>The test text of virus scanners, in two pieces so that none of them finds it here.</summary>
    private const string Eicar = @"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + "ANTIVIRUS-TEST-FILE!$H+H*";

    private const string Calendar = """
        BEGIN:VCALENDAR
        PRODID:-//Lamp//1
        CALSCALE:GREGORIAN
        BEGIN:VEVENT
        UID:ben@firm.example
        SUMMARY:Meeting\, soon
        DESCRIPTION:See https://thief.exam
         ple/login now
        ORGANIZER;CN="Berg, Anna":mailto:Anna@partner.example
        ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:ben@firm.example
        X-ALT-DESC;FMTTYPE=text/html:<p>Go <a href="https://other.example/x">here</a></p>
        END:VEVENT
        END:VCALENDAR
        """;

    private const string Page = """
        <html><head><title>Sign in</title></head><body><p>Read <a href="https://thief.example/a">this</a></p>
        <script language="JavaScript">var _0x1 = "pass"; /* note */ document.write(unescape('%41')); var r = /a"b/g, t = `x${_0x1}y`;</script></body></html>
        """;

    [Fact]
    public void FileThatIsTheTestTextOfScanners_Matches() => Assert.Equal(
        (MqlOutcome.Match, ""),
        Run("type.inbound and any(attachments, strings.icontains(.file_name, 'eicar')) and any(attachments, any(file.explode(.), any(.scan.strings.strings, strings.icontains(., 'X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'))))", ("eicar.com.txt", Bytes(Eicar))));

    [Theory]
    [InlineData("any(attachments, .file_type == 'zip' and .sha256 == file.explode(.)[0].scan.hash.sha256 and length(.md5) == 32 and length(.sha1) == 40)")]
    [InlineData("any(attachments, any(file.explode(.), .depth == 0 and .file_extension == 'zip' and .flavors.mime == 'application/zip' and 'zip_file' in .flavors.yara))")]
    [InlineData("any(attachments, any(file.explode(.), .depth == 1 and .file_name == 'in/page.html' and .flavors.mime == 'text/html' and .scan.html.title == 'Sign in'))")]
    [InlineData("any(attachments, any(file.explode(.), .depth == 2 and 'unescape' in .scan.javascript.identifiers and 'pass' in .scan.javascript.strings and 'var' in .scan.javascript.keywords))")]
    [InlineData("any(attachments, any(file.explode(.), .depth == 0 and 'in/page.html' in .scan.zip.all_paths and not .scan.zip.encrypted and .scan.exiftool.zip_file_name == 'in/page.html'))")]
    [InlineData("any(attachments, all(file.explode(.), .scan.entropy.entropy > 1 and .scan.entropy.entropy < 8))")]
    [InlineData("any(attachments, any(file.explode(.), any(.scan.url.urls, .domain.root_domain == 'thief.example')))")]
    [InlineData("any(attachments, any(file.expand_archives(.).files, .file_name == 'in/page.html' and .file_type == 'html'))")]
    public void Archive_IsSeenInside(string source) => Assert.Equal((MqlOutcome.Match, ""), Run(source, ("Charts.zip", Zip(("in/page.html", Bytes(Page))))));

    [Theory]
    [InlineData("any(attachments, any(file.explode(.), .file_name == 'p5.txt'))", MqlOutcome.Match, "")]
    [InlineData("any(attachments, any(file.explode(.), .file_name == 'behind'))", MqlOutcome.Indeterminate, "budget")]
    [InlineData("any(attachments, all(file.explode(.), .size > 0))", MqlOutcome.Indeterminate, "budget")]
    public void FileBehindMoreFilesThanAreListed_IsNotSaidToBeAbsent(string source, MqlOutcome outcome, string because) =>
        Assert.Equal((outcome, because), Run(source, ("Charts.docx", Zip([("[Content_Types].xml", Bytes("<Types/>")), ("word/document.xml", Bytes("<document/>")), .. Enumerable.Range(0, 1_100).Select(n => ($"p{n}.txt", Bytes("x")))]))));

    [Theory]
    [InlineData("any(attachments, .file_type == 'html' and .content_disposition == 'attachment' and .content_transfer_encoding is not null)")]
    [InlineData("any(attachments, strings.contains(file.parse_html(.).raw, '<title>') and strings.contains(file.parse_html(.).display_text, 'Read this') and any(file.parse_html(.).links, .href_url.domain.domain == 'thief.example'))")]
    [InlineData("any(attachments, strings.contains(file.parse_text(., encodings=['ascii', 'utf8']).text, 'document.write'))")]
    [InlineData("any(attachments, length(file.explode(.)[0].scan.html.scripts) == 1 and any(file.explode(.)[0].scan.html.scripts, .language == 'JavaScript'))")]
    [InlineData("any(attachments, any(file.explode(.), '/a\"b/g' in .scan.javascript.regular_expressions))")]
    public void Page_IsSeenInside(string source) => Assert.Equal((MqlOutcome.Match, ""), Run(source, ("doc.html", Bytes(Page))));

    [Theory]
    [InlineData("any(attachments, .file_type == 'ics' and beta.file.parse_ics(.).product_id == '-//Lamp//1' and beta.file.parse_ics(.).scale == 'GREGORIAN')")]
    [InlineData("any(attachments, any(beta.file.parse_ics(.).events, strings.contains(.description, 'https://thief.example/login') and strings.contains(.description_html, '<p>')))")]
    [InlineData("any(attachments, any(beta.file.parse_ics(.).events, any(.links, .href_url.domain.domain == 'thief.example') and any(.links, .href_url.domain.domain == 'other.example')))")]
    [InlineData("any(attachments, any(beta.file.parse_ics(.).events, any(.raw_properties, .key == 'UID' and .value == recipients.to[0].email.email)))")]
    [InlineData("any(attachments, any(file.explode(.), .flavors.mime == 'text/calendar' and any(.scan.ics.calendars, any(.components, .type == 'VEVENT' and .summary == 'Meeting, soon' and all(.attendees, .mailbox.email.domain.domain == 'firm.example') and any(.organizers, .mailbox.display_name == 'Berg, Anna')))))")]
    public void Calendar_IsSeenInside(string source) => Assert.Equal((MqlOutcome.Match, ""), Run(source, ("invite.ics", Bytes(Calendar.ReplaceLineEndings("\r\n")))));

    [Fact]
    public void EnclosedMail_IsAnAttachmentThatIsAMail()
    {
        var inner = Mail(("note.txt", Bytes("hidden words")));
        inner.Subject = "Inner subject";
        Assert.Equal((MqlOutcome.Match, ""), Run(
            "length(attachments) == 1 and any(attachments, .content_type == 'message/rfc822' and file.parse_eml(.).subject.subject == 'Inner subject' and any(file.parse_eml(.).attachments, strings.contains(file.parse_text(.).text, 'hidden words') and any(file.explode(.), any(.scan.strings.strings, . == 'hidden words'))))",
            enclosed: inner));
    }

    [Fact]
    public void MailsInsideEachOther_EndAtALimit()
    {
        var mail = Mail();
        for (var i = 0; i < 6; i++)
        {
            var outer = Mail();
            outer.Body = new Multipart("mixed") { new MessagePart { Message = mail } };
            mail = outer;
        }
        Assert.Equal((MqlOutcome.Indeterminate, "file.parse_eml"), Run("any(file.parse_eml(attachments[0]).attachments, any(file.parse_eml(.).attachments, any(file.parse_eml(.).attachments, file.parse_eml(.).subject.subject == 'x')))", enclosed: mail));
    }

    [Fact]
    public void Package_HasItsPartsAndProperties()
    {
        var document = Zip(
            ("[Content_Types].xml", Bytes("<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'><Override PartName='/word/document.xml' ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>")),
            ("_rels/.rels", Bytes("<Relationships><Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='word/document.xml'/></Relationships>")),
            ("word/document.xml", Bytes("<?xml version='1.0'?><w:document xmlns:w='w'><w:body><w:p><w:t>Three little words</w:t></w:p></w:body></w:document>")),
            ("word/_rels/document.xml.rels", Bytes("<?xml version='1.0'?><Relationships><Relationship Id='r2' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink' Target='https://thief.example/x?a=1' TargetMode='External'/></Relationships>")),
            ("docProps/core.xml", Bytes("<cp:coreProperties xmlns:cp='cp' xmlns:dc='dc'><dc:creator>Anusha</dc:creator><dc:title>Plan</dc:title></cp:coreProperties>")),
            ("docProps/app.xml", Bytes("<Properties><Application>Lamp Office</Application><TotalTime>0</TotalTime><TitlesOfParts><lpstr>One</lpstr><lpstr>Two</lpstr></TitlesOfParts></Properties>")));
        Assert.Equal((MqlOutcome.Match, ""), Run(
            """
            any(attachments, .file_type == 'docx' and file.explode(.)[0].scan.docx.word_count == 3 and file.explode(.)[0].scan.docx.author == 'Anusha'
              and any(file.explode(.), .flavors.mime == 'text/xml' and any(.scan.strings.strings, strings.contains(., 'Three little words')) and 'document' in .scan.xml.tags)
              and any(file.oletools(.).relationships, .name == 'hyperlink' and .target_url.domain.domain == 'thief.example')
              and not file.oletools(.).indicators.vba_macros.exists and not file.oletools(.).indicators.encryption.exists
              and beta.parse_exif(.).title == 'Plan' and any(beta.parse_exif(.).fields, .key == 'TotalEditTime' and .value == '0') and any(beta.parse_exif(.).fields, .key == 'TitlesOfParts' and .value == '["One","Two"]'))
            """.ReplaceLineEndings(" "), ("plan.docx", document)));
    }

    [Theory]
    [InlineData("any(attachments, .md5 == 'x')", "file.content")]
    [InlineData("any(attachments, .file_type == 'pdf')", "file.content")]
    [InlineData("any(attachments, any(file.explode(.), .size > 0))", "file.explode")]
    [InlineData("any(attachments, file.parse_text(.).text == 'x')", "file.parse_text")]
    [InlineData("any(attachments, beta.scan_qr(.).found)", "beta.scan_qr")]
    public void WithoutContent_NothingIsKnownOfAFile(string source, string because) => Assert.Equal((MqlOutcome.Indeterminate, because), Run(source, null, null, ("a.png", [1, 2, 3])));

    [Fact]
    public void PictureWithoutSomebodyWhoLooks_HasNoKnownCode() => Assert.Equal((MqlOutcome.Indeterminate, "scan.qr"), Run("any(attachments, any(file.explode(.), .scan.qr.type == 'url'))", ("a.png", QrPicture())));

    [Theory]
    [InlineData("any(attachments, beta.scan_qr(.).found and any(beta.scan_qr(.).items, .type == 'url' and .url.domain.domain == 'thief.example'))")]
    [InlineData("any(attachments, any(file.explode(.), .scan.qr.type == 'url' and .scan.qr.url.path == '/login' and .scan.exiftool.image_width > 100))")]
    public void CodeInAPicture_IsRead(string source)
    {
        using var parsers = new LibraryParsers(null);
        Assert.Equal((MqlOutcome.Match, ""), Run(source, new InspectionOptions { KeepsContent = true, Outside = parsers }, null, ("a.png", QrPicture())));
    }

    [Fact]
    public void WithoutRulesOfYara_NoMatchIsKnown() => Assert.Equal((MqlOutcome.Indeterminate, "yara"), Run("any(attachments, any(file.explode(.), any(.scan.yara.matches, .name == 'x')))", ("a.txt", Bytes("text"))));

    [Fact]
    public void TextFile_HasNoTextOfAPicture() => Assert.Equal((MqlOutcome.NoMatch, ""), Run("any(attachments, any(file.explode(.), strings.contains(.scan.ocr.raw, 'x')))", ("a.txt", Bytes("text"))));

    [Fact]
    public void WhenRulesAreOff_NoContentIsHeld()
    {
        var message = Parse(Mail(("a.zip", Zip(("b.txt", Bytes("text")))), ("c.png", QrPicture())), new InspectionOptions());
        Assert.All(message.Attachments, a => Assert.True(a.Content is null && a.Document?.Root.All.All(f => f.Content is null) != false));
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static byte[] Zip(params (string Name, byte[] Content)[] files)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, content) in files)
            {
                using var entry = zip.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        return stream.ToArray();
    }

    /// <summary>A code that leads to https://thief.example/login.</summary>
    private static byte[] QrPicture()
    {
        using var generator = new QRCoder.QRCodeGenerator();
        using var data = generator.CreateQrCode("https://thief.example/login", QRCoder.QRCodeGenerator.ECCLevel.M);
        return new QRCoder.PngByteQRCode(data).GetGraphic(6);
    }

    private static MimeMessage Mail(params (string Name, byte[] Content)[] files)
    {
        var builder = new BodyBuilder { TextBody = "see" };
        foreach (var (name, content) in files) builder.Attachments.Add(name, content);
        var mail = new MimeMessage { Subject = "Re: charts", Body = builder.ToMessageBody(), MessageId = "1@out.example" };
        mail.From.Add(MailboxAddress.Parse("bo@out.example"));
        mail.To.Add(MailboxAddress.Parse("ben@firm.example"));
        return mail;
    }

    private static Message Parse(MimeMessage mail, InspectionOptions? inspection)
    {
        using var stream = new MemoryStream();
        mail.WriteTo(stream, TestContext.Current.CancellationToken);
        stream.Position = 0;
        using var received = new ReceivedMail("test.eml", 0, stream, Envelope.Unknown, null);
        return new MessageParser(MessageLimits.Default, inspection is null ? null : new AttachmentInspector(inspection)).Parse(received, TestContext.Current.CancellationToken);
    }

    private static (MqlOutcome, string) Run(string source, params (string Name, byte[] Content)[] files) => Run(source, new InspectionOptions { KeepsContent = true }, null, files);

    private static (MqlOutcome, string) Run(string source, MimeMessage enclosed) => Run(source, new InspectionOptions { KeepsContent = true }, enclosed);

    private static (MqlOutcome, string) Run(string source, InspectionOptions? inspection, MimeMessage? enclosed = null, params (string Name, byte[] Content)[] files)
    {
        var loader = new MqlRuleLoader(MessageModel.Schema);
        loader.AddText("rule.yml", $"name: x\ntype: rule\nsource: |\n  {source}\n");
        var rules = loader.Build();
        Assert.Empty(rules.Problems);
        var mail = Mail(files);
        if (enclosed is not null) mail.Body = new Multipart("mixed") { new TextPart("plain") { Text = "see" }, new MessagePart { Message = enclosed } };
        var session = new MqlEngine(rules, new MessageModel(new Dictionary<string, MqlList>())).NewSession();
        session.Begin(new RuleMail(Parse(mail, inspection), SenderAuthentication.Unknown, null, null, ["firm.example"]) { Inspection = inspection });
        var result = session.Evaluate(rules.Rules[0]);
        return (result.Outcome, string.Join(' ', result.Because));
    }
}
