using System.Text;
using MimeKit;
using Postvakt.Detection;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Report;
using Postvakt.Facts;
using Postvakt.Messages;
using Postvakt.Messages.Attachments;
using Severity = Postvakt.Detection.Severity;

namespace Postvakt.Tests.Messages.Attachments;

public sealed class AttachmentInspectorTests
{
    private static readonly byte[] Script = "var x = new ActiveXObject('MSXML2.XMLHTTP'); var s = new ActiveXObject('WScript.Shell');"u8.ToArray();

    /// <summary>A zip encrypted the old way, with its password in the fixture's name only.</summary>
    private static byte[] Locked(string password)
    {
        using var stream = new MemoryStream();
        using (var zip = new ICSharpCode.SharpZipLib.Zip.ZipOutputStream(stream) { IsStreamOwner = false, Password = password })
        {
            zip.PutNextEntry(new ICSharpCode.SharpZipLib.Zip.ZipEntry("run.js") { AESKeySize = 256 });
            zip.Write(Script);
        }
        return stream.ToArray();
    }

    private static Message Parse(string text, AttachmentInspector? inspector, string name, byte[] file, string id = "1@out.example", string? answers = null, string from = "bo@out.example")
    {
        var builder = new BodyBuilder { TextBody = text };
        if (file.Length > 0) builder.Attachments.Add(name, file);
        var mail = new MimeMessage { Subject = "Re: charts", Body = builder.ToMessageBody(), MessageId = id };
        mail.From.Add(MailboxAddress.Parse(from));
        mail.To.Add(MailboxAddress.Parse("anna@firm.example"));
        if (answers is not null) mail.InReplyTo = answers;
        using var stream = new MemoryStream();
        mail.WriteTo(stream, TestContext.Current.CancellationToken);
        stream.Position = 0;
        using var received = new ReceivedMail("test.eml", 0, stream, Envelope.Unknown, null);
        return new MessageParser(MessageLimits.Default, inspector).Parse(received, TestContext.Current.CancellationToken);
    }

    private static AttachmentInspector Inspector(ConversationPasswords? passwords = null) => new(new InspectionOptions(), passwords);

    [Fact]
    public void Attachment_IsOpened()
    {
        var file = Assert.Single(Parse("see", Inspector(), "a.js", Script).Attachments);
        Assert.Contains(file.Document!.Root.Findings, f => f.Kind == FindingKinds.ScriptActs);
    }

    private static Message Parse(string mail)
    {
        using var received = new ReceivedMail("test.eml", 0, new MemoryStream(Encoding.Latin1.GetBytes(mail.ReplaceLineEndings("\r\n")), writable: false), Envelope.Unknown, null);
        return new MessageParser(MessageLimits.Default, Inspector()).Parse(received, TestContext.Current.CancellationToken);
    }

    /// <summary>Windows goes by the name: a type that calls it a picture must not keep it from being looked into.</summary>
    [Theory]
    [InlineData("image/png", "filename=\"a.msc\"", "risky-name")]
    [InlineData("text/calendar", "filename=\"a.settingcontent-ms\"", "risky-name")]
    [InlineData("image/png; name=\"a.js\"", "filename=\"a.png\"", "script-acts")]
    [InlineData("image/png; name=\"a.png\"", "filename=\"a.js\"", "script-acts")]
    public void Attachment_WhoseTypeSaysPicture_IsOpenedAsItsNameSays(string type, string disposition, string kind)
    {
        var mail = Parse($"From: bo@out.example\nSubject: x\nMIME-Version: 1.0\nContent-Type: {type}\nContent-Disposition: attachment; {disposition}\n\n{Encoding.ASCII.GetString(Script)}\n");
        Assert.Contains(Assert.Single(mail.Attachments).Document!.Root.Findings, f => f.Kind.Id == kind);
    }

    /// <summary>Outlook and Exchange make attachments of files that stand in the text.</summary>
    [Fact]
    public void FileInTheText_IsOpened()
    {
        var mail = Parse($"From: bo@out.example\nSubject: x\n\nsee below\n\n{Uuencoded("a.js", Script)}\nregards\n");
        var file = Assert.Single(mail.Attachments);
        Assert.Equal(("a.js", AttachmentKind.Script), (file.Name, file.Kind));
        Assert.Contains(file.Document!.Root.Findings, f => f.Kind == FindingKinds.ScriptActs);
    }

    [Theory]
    [InlineData("begin with this\nand go on")]
    [InlineData("begin 644 words\nand then a line that is none of data")]
    [InlineData("begin 999 a.js\n#0V%T\nend")]
    [InlineData("x begin 644 a.js\n#0V%T\nend")]
    [InlineData("begin 644 a.js")]
    public void TextAboutBeginnings_HoldsNoFile(string text) => Assert.Empty(Parse($"From: bo@out.example\nSubject: x\n\n{text}\n").Attachments);

    [Fact]
    public void MoreFilesInTheTextThanAreRead_LeaveTheMailIncomplete() =>
        Assert.NotEqual(MessageDefects.None, Parse("From: bo@out.example\nSubject: x\n\n" + string.Concat(Enumerable.Repeat(Uuencoded("a.txt", [1, 2, 3]), 40))).Defects & MessageDefectSets.Incomplete);

    /// <summary>They are parts like others.</summary>
    [Fact]
    public void FilesInTheText_CountAsParts()
    {
        var mail = Encoding.ASCII.GetBytes("From: bo@out.example\r\nSubject: x\r\n\r\n" + string.Concat(Enumerable.Repeat(Uuencoded("a.txt", [1, 2, 3]), 5)));
        using var received = new ReceivedMail("test.eml", 0, new MemoryStream(mail, writable: false), Envelope.Unknown, null);
        var message = new MessageParser(MessageLimits.Default with { MaxParts = 3 }).Parse(received, TestContext.Current.CancellationToken);
        Assert.Equal(2, message.Attachments.Count);
        Assert.True(message.Defects.HasFlag(MessageDefects.TooManyParts));
    }

    private static string Uuencoded(string name, byte[] content)
    {
        var encoder = new MimeKit.Encodings.UUEncoder();
        var encoded = new byte[encoder.EstimateOutputLength(content.Length)];
        var length = encoder.Flush(content, 0, content.Length, encoded);
        return $"begin 644 {name}\n{Encoding.ASCII.GetString(encoded, 0, length)}end\n";
    }

    [Fact]
    public void Attachment_WithoutAnInspector_IsSeenFromOutside() => Assert.Null(Assert.Single(Parse("see", null, "a.js", Script).Attachments).Document);

    [Fact]
    public void Archive_OpensWithThePasswordOfTheText()
    {
        var file = Assert.Single(Parse("The file password: U4613", Inspector(), "charts.zip", Locked("U4613")).Attachments);
        Assert.Equal(("U4613", true), (file.Document!.Root.Password, file.Encrypted));
        Assert.Contains(file.Document.Root.All, f => f.Path == "charts.zip » run.js");
    }

    [Fact]
    public void Archive_WithoutItsPassword_StaysLocked() => Assert.True(Assert.Single(Parse("see", Inspector(), "charts.zip", Locked("U4613")).Attachments).Document!.Root.Locked);

    [Fact]
    public void Archive_OpensWithThePasswordOfAnEarlierMail()
    {
        var passwords = new ConversationPasswords(TimeProvider.System);
        Parse("Password for what follows: U4613", Inspector(passwords), "", [], id: "1@out.example");
        var file = Assert.Single(Parse("see", Inspector(passwords), "charts.zip", Locked("U4613"), id: "2@out.example", answers: "1@out.example", from: "eva@out.example").Attachments);
        Assert.Equal("U4613", file.Document!.Root.Password);
    }

    [Fact]
    public void Password_OfAnotherConversation_IsNotTried()
    {
        var passwords = new ConversationPasswords(TimeProvider.System);
        Parse("Password: U4613", Inspector(passwords), "", [], id: "1@out.example");
        Assert.True(Assert.Single(Parse("see", Inspector(passwords), "charts.zip", Locked("U4613"), id: "2@out.example", from: "eva@out.example").Attachments).Document!.Root.Locked);
    }

    [Fact]
    public void Mail_WithManyAttachments_OpensTheFirst()
    {
        var builder = new BodyBuilder { TextBody = "see" };
        for (var n = 0; n < 40; n++) builder.Attachments.Add($"{n}.js", Script);
        var mail = new MimeMessage { Body = builder.ToMessageBody() };
        using var stream = new MemoryStream();
        mail.WriteTo(stream, TestContext.Current.CancellationToken);
        stream.Position = 0;
        using var received = new ReceivedMail("test.eml", 0, stream, Envelope.Unknown, null);
        var files = new MessageParser(MessageLimits.Default, Inspector()).Parse(received, TestContext.Current.CancellationToken).Attachments;
        Assert.Equal((40, 30), (files.Count, files.Count(f => f.Document!.Root.Sha256.Length > 0)));
        Assert.All(files.Skip(30), f => Assert.False(f.Document!.Complete));
    }

    [Fact]
    public void FindingsOfAnAttachment_AreFindingsOfTheMail()
    {
        var (findings, _) = new Examiner(HijackModel.Default()).Examine(new FactSheet(), Parse("see", Inspector(), "a.js", Script));
        var finding = Assert.Single(findings, f => f.Id == "script-acts");
        Assert.Equal((Severity.Critical, "documents"), (finding.Severity, finding.Source));
        Assert.Equal(Verdict.Malicious, VerdictPolicy.Decide(findings).Verdict);
    }

    [Fact]
    public void BrokenAttachment_DoesNotMakeTheMailUndetermined()
    {
        var (findings, _) = new Examiner(HijackModel.Default()).Examine(new FactSheet(), Parse("see", Inspector(), "a.pdf", "%PDF-1.4 nothing"u8.ToArray()));
        Assert.Equal(Verdict.Clean, VerdictPolicy.Decide(findings).Verdict);
    }

    [Fact]
    public void AttachmentThatALimitLeftUnread_MakesTheMailUndetermined()
    {
        var inspector = new AttachmentInspector(new InspectionOptions { Limits = new InspectionLimits { Depth = 0 } });
        var (findings, _) = new Examiner(HijackModel.Default()).Examine(new FactSheet(), Parse("The file password: U4613", inspector, "charts.zip", Locked("U4613")));
        Assert.Equal(Verdict.Undetermined, VerdictPolicy.Decide(findings).Verdict);
    }
}
