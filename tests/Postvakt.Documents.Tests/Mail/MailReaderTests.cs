using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Compound;
using System.Text;
using MimeKit;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Mail;
using Postvakt.Documents.Report;
using Postvakt.Documents.Tests.Building;

namespace Postvakt.Documents.Tests.Mail;

public sealed class MailReaderTests
{
    private static MimeMessage Mail(string name, byte[] content)
    {
        var builder = new BodyBuilder { TextBody = "See https://a.example/1" };
        builder.Attachments.Add(name, content);
        var mail = new MimeMessage { Subject = "Charts", Body = builder.ToMessageBody() };
        mail.From.Add(MailboxAddress.Parse("anna@sample.example"));
        mail.To.Add(MailboxAddress.Parse("bo@sample.example"));
        return mail;
    }

    private static byte[] Bytes(MimeMessage mail)
    {
        using var stream = new MemoryStream();
        mail.WriteTo(stream);
        return stream.ToArray();
    }

    [Fact]
    public void Mail_WithAShortcut_OpensIt()
    {
        var file = Look.At("fwd.eml", Bytes(Mail("a.lnk", Shortcut.Write(@"C:\Windows\System32\cmd.exe", "/c dir"))));
        Assert.Equal(FileKind.Eml, file.Kind);
        Assert.Equal("fwd.eml » a.lnk", file.Files[0].Path);
        Assert.True(file.Has(FindingKinds.ShortcutCommand));
        Assert.Contains("https://a.example/1", file.Urls());
    }

    /// <summary>"var x = new ActiveXObject('WScript.Shell')", as uuencode writes it.</summary>
    [Fact]
    public void Mail_WithAFileInItsText_OpensIt()
    {
        const string Text = "From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\n\r\nsee\r\n\r\nbegin 644 a.js\r\nJ=F%R('@@/2!N97<@06-T:79E6$]B:F5C=\"@G5U-C<FEP=\"Y3:&5L;\"<I\r\n`\r\nend\r\n";
        var file = Assert.Single(Look.At("a.eml", Text).Files);
        Assert.Equal("a.js", file.Name);
        Assert.True(file.Has(FindingKinds.ScriptHost));
    }

    [Fact]
    public void Mails_InsideEachOther_EndAtTheDepthLimit()
    {
        var mail = Mail("a.txt", [1]);
        for (var n = 0; n < 12; n++)
        {
            var outer = new MimeMessage { Subject = $"level {n}", Body = new Multipart("mixed") { new MessagePart { Message = mail } } };
            outer.From.Add(MailboxAddress.Parse("a@b.example"));
            outer.To.Add(MailboxAddress.Parse("a@b.example"));
            mail = outer;
        }
        Assert.True(Look.At("deep.eml", Bytes(mail)).Has(FindingKinds.AnalysisIncomplete));
    }

    [Fact]
    public void WebArchive_OpensItsParts()
    {
        var text = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n\r\n--x\r\nContent-Location: file:///C:/a/doc.htm\r\nContent-Type: text/html\r\n\r\n<html><a href='https://b.example/'>x</a></html>\r\n"
            + "--x\r\nContent-Location: file:///C:/a/editdata.mso\r\nContent-Transfer-Encoding: base64\r\nContent-Type: application/x-mso\r\n\r\n"
            + Convert.ToBase64String([.. "ActiveMime"u8, .. new byte[60]]) + "\r\n--x--\r\n";
        var file = Look.At("report.doc", Encoding.ASCII.GetBytes(text));
        Assert.Equal(FileKind.Mht, file.Kind);
        Assert.Contains("https://b.example/", file.Urls());
        Assert.Contains(file.All, f => f.Kind == FileKind.ActiveMime && f.Has(FindingKinds.MailedMacros));
    }

    /// <summary>Where its data begins is tried at each place that looks like it: what an attacker writes there hundreds of times costs no memory each time.</summary>
    [Fact]
    public void ActiveMimeWithHundredsOfBeginnings_CostsNoMoreThanTenOfItsKind()
    {
        byte[] content = [.. "ActiveMime"u8, .. Enumerable.Range(0, 1_000).Select(n => n % 2 == 0 ? (byte)0x78 : (byte)0x01), .. new byte[3_000_000]];
        var before = GC.GetAllocatedBytesForCurrentThread();
        var file = Look.At("editdata.mso", content);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Equal(FileKind.ActiveMime, file.Kind);
        Assert.True(allocated < 10L * content.Length, $"{allocated:N0} bytes for {content.Length:N0}");
    }

    private static CompoundFileWriter Outlook()
    {
        var writer = new CompoundFileWriter();
        var table = new byte[32 + 16];
        BitConverter.GetBytes(0x00390040).CopyTo(table, 32);
        BitConverter.GetBytes(new DateTimeOffset(2021, 10, 12, 9, 0, 0, TimeSpan.Zero).ToFileTime()).CopyTo(table, 40);
        void Text(string path, string value) => writer.Stream(path, Encoding.Unicode.GetBytes(value));
        writer.Stream("__properties_version1.0", table);
        Text("__substg1.0_0037001F", "Re: Charts");
        Text("__substg1.0_0C1A001F", "Anna");
        Text("__substg1.0_5D01001F", "anna@sample.example");
        Text("__substg1.0_1000001F", "See the file. https://c.example/12");
        Text("__substg1.0_1035001F", "<1@sample.example>");
        writer.Stream("__recip_version1.0_#00000000/__properties_version1.0", new byte[8]);
        Text("__recip_version1.0_#00000000/__substg1.0_3001001F", "Bo");
        Text("__recip_version1.0_#00000000/__substg1.0_39FE001F", "bo@sample.example");
        writer.Stream("__attach_version1.0_#00000000/__properties_version1.0", new byte[8]);
        Text("__attach_version1.0_#00000000/__substg1.0_3707001F", "invoice.lnk");
        writer.Stream("__attach_version1.0_#00000000/__substg1.0_37010102", Shortcut.Write(@"C:\Windows\System32\cmd.exe", "/c dir"));
        return writer;
    }

    [Fact]
    public void OutlookMail_OpensItsAttachments()
    {
        var file = Look.At("a.msg", Outlook().ToArray());
        Assert.Equal(FileKind.Msg, file.Kind);
        Assert.Equal("a.msg » invoice.lnk", file.Files[0].Path);
        Assert.Equal("Re: Charts", file.Properties["subject"]);
        Assert.Contains("https://c.example/12", file.Urls());
    }

    [Fact]
    public void OutlookMail_BecomesAMimeMessage()
    {
        using var stream = new MemoryStream(OutlookMail.ToMime(Outlook().ToArray(), out _)!);
        using var mail = MimeMessage.Load(stream, TestContext.Current.CancellationToken);
        Assert.Equal(("Re: Charts", "anna@sample.example", "bo@sample.example", "1@sample.example"), (mail.Subject, mail.From.Mailboxes.Single().Address, mail.To.Mailboxes.Single().Address, mail.MessageId));
        Assert.Equal(new DateTimeOffset(2021, 10, 12, 9, 0, 0, TimeSpan.Zero), mail.Date);
        Assert.Equal("invoice.lnk", mail.Attachments.Single().ContentDisposition?.FileName);
    }

    [Fact]
    public void OutlookMail_OfAnExchangeAccount_KeepsTheName()
    {
        var writer = new CompoundFileWriter();
        writer.Stream("__properties_version1.0", new byte[32]);
        writer.Stream("__substg1.0_0C1A001F", Encoding.Unicode.GetBytes("Anna Berg"));
        writer.Stream("__substg1.0_0C1F001F", Encoding.Unicode.GetBytes("/O=SAMPLE/OU=EXCHANGE (FYDIBOHF23SPDLT)/CN=RECIPIENTS/CN=ANNA"));
        using var stream = new MemoryStream(OutlookMail.ToMime(writer.ToArray(), out _)!);
        using var mail = MimeMessage.Load(stream, TestContext.Current.CancellationToken);
        Assert.Contains("Anna Berg", mail.Headers[HeaderId.From], StringComparison.Ordinal);
    }

    [Fact]
    public void ForwardedMail_WithASubjectLikeAPath_HasNoTrickyName()
    {
        var outer = new MimeMessage { Subject = "Fwd", Body = new Multipart("mixed") { new MessagePart { Message = new MimeMessage { Subject = "R: Offerta", Body = new TextPart("plain") { Text = "a" } } } } };
        outer.From.Add(MailboxAddress.Parse("a@b.example"));
        outer.To.Add(MailboxAddress.Parse("a@b.example"));
        Assert.False(Look.At("f.eml", Bytes(outer)).Has(FindingKinds.TrickyName));
    }

    [Fact]
    public void OutlookMail_WithMoreAttachmentsThanAreRead_IsIncomplete()
    {
        var writer = Outlook();
        for (var n = 1; n < 200; n++) Attach(writer, n);
        Assert.False(Look.At("a.msg", writer.ToArray()).Has(FindingKinds.AnalysisIncomplete));
        Assert.NotNull(OutlookMail.ToMime(writer.ToArray(), out var isCut));
        Assert.False(isCut);
        Attach(writer, 200);
        Assert.True(Look.At("a.msg", writer.ToArray()).Has(FindingKinds.AnalysisIncomplete));
        Assert.NotNull(OutlookMail.ToMime(writer.ToArray(), out isCut));
        Assert.True(isCut);
    }

    private static void Attach(CompoundFileWriter writer, int number) =>
        writer.Stream($"__attach_version1.0_#{number:X8}/__properties_version1.0", new byte[8]).Stream($"__attach_version1.0_#{number:X8}/__substg1.0_37010102", [(byte)'a']);

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)]
    public void OutlookMails_InsideEachOther_AreIncompletePastTheDepthThatIsRead(int depth, bool isCut)
    {
        var writer = Outlook();
        var prefix = "";
        for (var n = 0; n < depth; n++)
        {
            writer.Stream(prefix + "__attach_version1.0_#00000001/__properties_version1.0", new byte[8]);
            writer.Stream((prefix += "__attach_version1.0_#00000001/__substg1.0_3701000D/") + "__properties_version1.0", new byte[24]);
        }
        Assert.NotNull(OutlookMail.ToMime(writer.ToArray(), out var was));
        Assert.Equal(isCut, was);
        Assert.Equal(isCut, Look.At("a.msg", writer.ToArray()).Findings.Any(f => f.Kind == FindingKinds.AnalysisIncomplete && f.Text.Contains("mails within mails", StringComparison.Ordinal)));
    }

    /// <summary>An attached object of another program (PidTagAttachMethod 6) lies in a storage, where Outlook opens it from.</summary>
    [Fact]
    public void OutlookMail_WithAnAttachedWorkbook_IsReadWithItsMacros()
    {
        const string Storage = "__attach_version1.0_#00000001/__substg1.0_3701000D";
        var writer = Outlook().Stream("__attach_version1.0_#00000001/__properties_version1.0", new byte[8]).Stream(Storage + "/Workbook", new byte[9]);
        new VbaProjectWriter().Module("Inner", "Sub Auto_Open()\r\nEnd Sub\r\n").WriteTo(writer, Storage + "/_VBA_PROJECT_CUR");
        var workbook = Assert.Single(Look.At("a.msg", writer.ToArray()).Files, f => f.Kind == FileKind.Xls);
        Assert.Equal("Inner.bas", Assert.Single(workbook.Modules).Name);
        Assert.NotNull(OutlookMail.ToMime(writer.ToArray(), out var isCut));
        Assert.True(isCut);
    }

    [Fact]
    public void CompoundFile_ThatIsNoMail_BecomesNone() => Assert.Null(OutlookMail.ToMime(new CompoundFileWriter().ToArray(), out _));

    [Fact]
    public void OutlookMail_WithBrokenHeaderText_IsReadAllTheSame()
    {
        var writer = Outlook();
        writer.Stream("__substg1.0_007D001F", Encoding.Unicode.GetBytes("\0\0 no header\r\n\r\n: :\r\n"));
        Assert.NotNull(OutlookMail.ToMime(writer.ToArray(), out _));
    }

    /// <summary>Three megabytes of it took seven seconds and 1.5 GB: each author was read anew for each that followed.</summary>
    [Fact]
    public void OutlookMail_WithAHeaderOfManyAuthors_CostsLittle()
    {
        var writer = Outlook();
        writer.Stream("__substg1.0_007D001F", Encoding.Unicode.GetBytes("Subject: first\r\n" + string.Concat(Enumerable.Repeat("From: a@b.example\r\n", 40_000))));
        var file = writer.ToArray();
        var before = GC.GetAllocatedBytesForCurrentThread();

        var mail = OutlookMail.ToMime(file, out _);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64 << 20);
        Assert.Contains("Subject: first", Encoding.UTF8.GetString(mail!), StringComparison.Ordinal);
    }

    /// <summary>Lets all data of attachments lie on the chain of the first.</summary>
    private static byte[] Shared(int attachments, int bytes)
    {
        var writer = Outlook();
        for (var n = 1; n <= attachments; n++) writer.Stream($"__attach_version1.0_#{n:X8}/__properties_version1.0", new byte[8]).Stream($"__attach_version1.0_#{n:X8}/__substg1.0_37010102", new byte[n == 1 ? bytes : 5000]);
        var file = writer.ToArray();
        var name = Encoding.Unicode.GetBytes("__substg1.0_37010102");
        var entries = new List<int>();
        for (var at = 0; file.AsSpan(at).IndexOf(name) is var next && next >= 0; at += next + 128) entries.Add(at + next);
        var first = entries.Find(e => BitConverter.ToInt32(file, e + 0x78) == bytes);
        foreach (var entry in entries) file.AsSpan(first + 0x74, 12).CopyTo(file.AsSpan(entry + 0x74));
        return file;
    }

    [Fact]
    public void OutlookMail_WhoseAttachmentsShareTheirBytes_IsLimited()
    {
        Assert.NotNull(OutlookMail.ToMime(Shared(4, 1 << 20), out _));
        Assert.Null(OutlookMail.ToMime(Shared(60, 1 << 20), out _));
    }

    [Fact]
    public void Property_OfAnOutlookMail_IsNoLongerThanALine()
    {
        var compound = CompoundFile.Open(new CompoundFileWriter().Stream("__substg1.0_3001001F", Encoding.Unicode.GetBytes(new string('a', 100_000))).ToArray(), new Budget(new InspectionLimits(), TimeProvider.System));
        var properties = new MapiProperties(compound, "", 8);
        Assert.Equal((2048, 100_000), (properties.Text(0x3001).Length, properties.LongText(0x3001).Length));
    }

    [Fact]
    public void PropertyTable_OfAnOutlookMail_IsReadToItsLimit()
    {
        var table = new byte[8 + 16 * 6000];
        void Put(int entry, ushort id)
        {
            BitConverter.GetBytes(id).CopyTo(table, 8 + 16 * entry + 2);
            table[8 + 16 * entry + 8] = 7;
        }
        Put(0, 0x0C15);
        Put(5999, 0x3FDE);
        var compound = CompoundFile.Open(new CompoundFileWriter().Stream("__properties_version1.0", table).ToArray(), new Budget(new InspectionLimits(), TimeProvider.System));
        var properties = new MapiProperties(compound, "", 8);
        Assert.Equal((7, 0), (properties.Number(0x0C15), properties.Number(0x3FDE)));
    }

    [Theory]
    [InlineData("__substg1.0_5D01001F")]
    [InlineData("__recip_version1.0_#00000001/__substg1.0_39FE001F")]
    public void OutlookMail_WithAnAddressThatIsNone_IsReadAllTheSame(string stream)
    {
        var writer = new CompoundFileWriter().Stream("__properties_version1.0", new byte[32]).Stream("__recip_version1.0_#00000001/__properties_version1.0", new byte[8]);
        writer.Stream(stream, Encoding.Unicode.GetBytes("a@b@c@"));
        Assert.NotNull(OutlookMail.ToMime(writer.ToArray(), out _));
    }

    [Theory]
    [InlineData("From: a@b.example\r\nSubject: ", "=?utf-8?B?w6Q=?= ")]
    [InlineData("From: a@b.example\r\nSubject: x\r\nTo: ", "c@d.example,\r\n ")]
    [InlineData("From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n\r\nTo: ", "c@d.example, ")]
    public void Mail_WithAnEndlessField_IsIncomplete(string head, string piece)
    {
        var text = "Message-ID: <1@b.example>\r\n" + head + string.Concat(Enumerable.Repeat(piece, 6_000)) + "\r\n\r\nbody";
        Assert.Contains(Look.At("a.eml", Encoding.ASCII.GetBytes(text)).Findings, f => f.Kind == FindingKinds.AnalysisIncomplete && f.Text.Contains("header field", StringComparison.Ordinal));
    }

    [Fact]
    public void Mail_WithALongLineOfText_IsRead() =>
        Assert.DoesNotContain(Look.At("a.eml", Encoding.ASCII.GetBytes("From: a@b.example\r\nTo: c@d.example\r\nSubject: x\r\n\r\n" + new string('x', 200_000))).Findings, f => f.Kind == FindingKinds.AnalysisIncomplete);

    [Fact]
    public void OutlookMail_WithAnEndlessSubject_KeepsItsBeginning()
    {
        var writer = new CompoundFileWriter().Stream("__properties_version1.0", new byte[32]).Stream("__substg1.0_0037001F", Encoding.Unicode.GetBytes(new string('ä', 100_000)));
        using var stream = new MemoryStream(OutlookMail.ToMime(writer.ToArray(), out _)!);
        using var mail = MimeMessage.Load(stream, TestContext.Current.CancellationToken);
        Assert.Equal(new string('ä', 2048), mail.Subject);
    }
}
