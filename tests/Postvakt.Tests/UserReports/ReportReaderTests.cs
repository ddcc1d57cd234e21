using System.Text;
using Postvakt.Documents.Tests.Building;
using Postvakt.Messages;
using Postvakt.UserReports;

namespace Postvakt.Tests.UserReports;

/// <summary>What is read from mails to the report mailbox.</summary>
public sealed class ReportReaderTests
{
    private const string Stolen = "Message-ID: <stolen.1@partner.example>\r\nFrom: Anna Berg <Anna@Partner.example>\r\nTo: bo@firm.example\r\nDate: Fri, 5 Nov 2021 13:02:00 +0000\r\nSubject: Re: offer\r\n\r\nsee http://new.example/1234567\r\n";

    [Fact]
    public void AttachedMails_SeveralAndAsFiles_AreAllRead()
    {
        var report = Read($"""
            Content-Type: multipart/mixed; boundary=b

            --b

            These two look wrong.
            --b
            Content-Type: message/rfc822

            {Stolen}
            --b
            Content-Type: application/octet-stream; name="second.eml"
            Content-Transfer-Encoding: base64

            {Convert.ToBase64String(Encoding.ASCII.GetBytes(Stolen.Replace("stolen.1", "stolen.2", StringComparison.Ordinal)))}
            --b--
            """);
        Assert.Equal(ReportContentKind.Report, report.Kind);
        Assert.Equal("bo@firm.example", report.Reporter);
        Assert.True(report.MayAnswer);
        Assert.Equal(["stolen.1@partner.example", "stolen.2@partner.example"], report.Mails.Select(m => m.MessageId));
        Assert.All(report.Mails, m => Assert.Equal("anna@partner.example", m.Author));
        Assert.All(report.Mails, m => Assert.Equal(new DateOnly(2021, 11, 5), Assert.Single(m.Days)));
        Assert.All(report.Mails, m => Assert.Equal(32, m.Digest!.Length));
        Assert.Contains("1234567", Encoding.ASCII.GetString(report.Mails[0].Original!), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("message/rfc822", true)]
    [InlineData("text/rfc822-headers", false)]
    public void FeedbackReport_IsAReport_AndNobodyIsAnswered(string type, bool whole)
    {
        var report = Read($"""
            Auto-Submitted: auto-generated
            Content-Type: multipart/report; report-type=feedback-report; boundary=b

            --b

            This is an abuse report.
            --b
            Content-Type: message/feedback-report

            Feedback-Type: abuse
            User-Agent: Some/1
            Version: 1
            --b
            Content-Type: {type}

            {Stolen}
            --b--
            """);
        Assert.Equal(ReportContentKind.Report, report.Kind);
        Assert.False(report.MayAnswer);
        Assert.Equal("stolen.1@partner.example", Assert.Single(report.Mails).MessageId);
        Assert.Equal(whole, report.Mails[0].Original is not null);
    }

    [Theory]
    [InlineData("-----Original Message-----\nFrom: Anna Berg <anna@partner.example>\nSent: Friday, November 5, 2021 2:02 PM\nTo: Bo Ek <bo@firm.example>\nSubject: Re: offer", "Re: offer")]
    [InlineData("From: Anna Berg <anna@partner.example>\nSent: Friday, November 5, 2021 2:02 PM\nTo: Bo Ek <bo@firm.example>\nSubject: Re: offer", "Re: offer")]
    [InlineData("Från: Anna Berg <anna@partner.example>\nSkickat: den 5 november 2021 14:02\nTill: Bo Ek\nÄmne: SV: offert", "SV: offert")]
    [InlineData("Von: Anna Berg <anna@partner.example>\nGesendet: Freitag, 5. November 2021 14:02\nAn: Bo Ek\nBetreff: AW: Angebot", "AW: Angebot")]
    [InlineData("---------- Forwarded message ---------\nFrom: Anna Berg <anna@partner.example>\nDate: Fri, Nov 5, 2021 at 2:02 PM\nSubject: Re: offer\nTo: Bo Ek <bo@firm.example>", "Re: offer")]
    [InlineData("Begin forwarded message:\n\nFrom: Anna Berg <anna@partner.example>\nSubject: Re: offer\nDate: 5 November 2021 at 14:02:00 CET\nTo: Bo Ek <bo@firm.example>", "Re: offer")]
    [InlineData("-------- Forwarded Message --------\nSubject: Re: offer\nDate: Fri, 5 Nov 2021 13:02:00 +0000\nFrom: Anna Berg <anna@partner.example>\nTo: bo@firm.example", "Re: offer")]
    [InlineData("De : Anna Berg <anna@partner.example>\nEnvoyé : vendredi 5 novembre 2021 14:02\nÀ : Bo Ek\nObjet : RE: offre", "RE: offre")]
    [InlineData("差出人: Anna Berg <anna@partner.example>\n送信日時: 2021年11月5日 14:02\n宛先: Bo Ek\n件名: RE: 見積", "RE: 見積")]
    public void ForwardWithLostHeaders_IsReadFromTheBlockAboveIt(string block, string subject)
    {
        var report = Read($"References: <first@firm.example> <stolen.1@partner.example>\nContent-Type: text/plain; charset=utf-8\n\nThis looks odd to me.\n\n{block}\n\nPlease see the link below, as agreed.\n");
        Assert.Equal(ReportContentKind.Report, report.Kind);
        var mail = Assert.Single(report.Mails);
        Assert.Equal(("anna@partner.example", subject), (mail.Author, mail.Subject));
        Assert.Contains(new DateOnly(2021, 11, 5), mail.Days);
        Assert.Equal("", mail.MessageId);
        Assert.Equal("stolen.1@partner.example", mail.MayBe[0]);
        Assert.Null(mail.Original);
    }

    [Theory]
    [InlineData("Auto-Submitted: auto-replied")]
    [InlineData("Return-Path: <>")]
    [InlineData("Precedence: bulk")]
    [InlineData("Precedence: list")]
    [InlineData("List-Id: <news.firm.example>")]
    [InlineData("X-Autoreply: yes")]
    [InlineData("X-Loop: us")]
    [InlineData("X-Postvakt-Report: 20211105")]
    [InlineData("X-Postvakt-Release: forged")]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=b")]
    public void MailOfMachines_IsNoReportAndNeverAnswered(string field)
    {
        var body = field.StartsWith("Content-Type", StringComparison.Ordinal) ? "--b\n\nfailed\n--b--" : "-----Original Message-----\nFrom: Anna <anna@partner.example>\nSent: 5 Nov 2021 14:02\nSubject: Re: offer\n\ntext";
        var report = Read($"{field}\n\n{body}\n");
        Assert.Equal((ReportContentKind.Automatic, false), (report.Kind, report.MayAnswer));
        Assert.Empty(report.Mails);
    }

    [Fact]
    public void OutlooksOwnForm_IsRead_AndSaidToBeConverted()
    {
        var writer = new CompoundFileWriter().Stream("__properties_version1.0", new byte[32]);
        foreach (var (name, value) in new[] { ("0037", "Re: offer"), ("0C1A", "Anna Berg"), ("5D01", "anna@partner.example"), ("1000", "see the link"), ("1035", "<stolen.1@partner.example>") }) writer.Stream($"__substg1.0_{name}001F", Encoding.Unicode.GetBytes(value));
        var mail = Assert.Single(Read($"Content-Type: application/octet-stream; name=\"Re offer.msg\"\nContent-Transfer-Encoding: base64\n\n{Convert.ToBase64String(writer.ToArray())}\n").Mails);
        Assert.Equal(("stolen.1@partner.example", "anna@partner.example", "Re: offer", true), (mail.MessageId, mail.Author, mail.Subject, mail.IsConverted));
    }

    [Fact]
    public void BounceByItsEnvelope_IsNoReport()
    {
        using var content = Content($"Content-Type: message/rfc822\n\n{Stolen}");
        Assert.Equal(ReportContentKind.Automatic, new ReportReader(ReportLimits.Default).Read(content, new Envelope("192.0.2.1", "mx", "", ["report@firm.example"]), TestContext.Current.CancellationToken).Kind);
    }

    [Fact]
    public void OwnMailWithoutAForward_IsNothing_AndAnswered()
    {
        var report = Read("\nHello, is this the right address?\n");
        Assert.Equal((ReportContentKind.Nothing, true), (report.Kind, report.MayAnswer));
    }

    [Fact]
    public void Bombs_AreUnreadable()
    {
        var deep = new StringBuilder();
        for (var i = 0; i < 4_000; i++) deep.Append("Content-Type: multipart/mixed; boundary=b").Append(i).Append("\n\n--b").Append(i).Append('\n');
        Assert.Equal(ReportContentKind.Unreadable, Read(deep.ToString()).Kind);
        var wide = new StringBuilder("Content-Type: multipart/mixed; boundary=b\n\n");
        for (var i = 0; i < 20_000; i++) wide.Append("--b\n\n\n");
        Assert.Equal(ReportContentKind.Unreadable, Read(wide.ToString()).Kind);
        Assert.Equal(ReportContentKind.Unreadable, Read("Content-Type: application/octet-stream; name=\"x.eml\"\nContent-Transfer-Encoding: base64\n\n" + Convert.ToBase64String(new byte[5_000])).Kind);
        Assert.Equal(ReportContentKind.Unreadable, Read("Content-Type: application/vnd.ms-outlook; name=\"x.msg\"\nContent-Transfer-Encoding: base64\n\n0M8R4KGxGuE=" + Convert.ToBase64String(new byte[900])).Kind);
        using var large = Content(new string('x', 5_000));
        Assert.Equal(ReportContentKind.Unreadable, new ReportReader(new ReportLimits { MaxBytes = 4_000 }).Read(large, Envelope.Unknown, TestContext.Current.CancellationToken).Kind);
    }

    [Fact]
    public void MoreMailsThanTheLimit_AreCut()
    {
        var report = Read("Content-Type: multipart/mixed; boundary=b\n\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"--b\nContent-Type: message/rfc822\n\n{Stolen.Replace("stolen.1", "stolen." + i, StringComparison.Ordinal)}\n")) + "--b--\n");
        Assert.Equal(10, report.Mails.Count);
        Assert.True(report.IsCut);
    }

    [Theory]
    [InlineData("I opened the attachment, sorry.", ReporterStatement.Opened)]
    [InlineData("I clicked it and I entered my password!", ReporterStatement.Opened | ReporterStatement.GavePassword)]
    [InlineData("I did not open it.", ReporterStatement.None)]
    [InlineData("I almost clicked the link.", ReporterStatement.None)]
    [InlineData("What if I opened it?", ReporterStatement.None)]
    [InlineData("I asked Anna and she says it was not her.", ReporterStatement.SenderDenies)]
    [InlineData("Jag öppnade filen. Jag angav inte lösenordet.", ReporterStatement.Opened)]
    [InlineData("Anna säger att hon har inte skickat det.", ReporterStatement.SenderDenies)]
    [InlineData("Ich habe gestern leider den Anhang geöffnet.", ReporterStatement.Opened)]
    [InlineData("Ich habe den Anhang nicht geöffnet.", ReporterStatement.None)]
    [InlineData("Ich habe mein Passwort eingegeben.", ReporterStatement.GavePassword)]
    [InlineData("J’ai cliqué sur le lien.", ReporterStatement.Opened)]
    [InlineData("Ho aperto il file.", ReporterStatement.Opened)]
    [InlineData("Non ho aperto il file.", ReporterStatement.None)]
    [InlineData("He introducido mi contraseña.", ReporterStatement.GavePassword)]
    [InlineData("Ik heb op de link geklikt.", ReporterStatement.Opened)]
    [InlineData("Kliknęłam w link i podałam hasło.", ReporterStatement.Opened | ReporterStatement.GavePassword)]
    [InlineData("Cliquei no link.", ReporterStatement.Opened)]
    [InlineData("添付ファイルを開いてしまいました。", ReporterStatement.Opened)]
    [InlineData("リンクは開きませんでした。", ReporterStatement.None)]
    [InlineData("我点击了链接，我输入了密码。", ReporterStatement.Opened | ReporterStatement.GavePassword)]
    [InlineData("我没有打开。", ReporterStatement.None)]
    public void OwnWords_AreTakenWhereTheyAreSure(string words, ReporterStatement says) =>
        Assert.Equal(says, Read($"Content-Type: text/plain; charset=utf-8\n\n{words}\n\n-----Original Message-----\nFrom: Anna <anna@partner.example>\nSent: 5 Nov 2021 14:02\nSubject: Re: offer\n\nI opened your letter and I entered my password.\n").Says);

    private static ReportContent Read(string rest)
    {
        using var content = Content(rest);
        return new ReportReader(ReportLimits.Default).Read(content, Envelope.Unknown, TestContext.Current.CancellationToken);
    }

    private static MemoryStream Content(string rest) => new(Encoding.UTF8.GetBytes("From: Bo Ek <bo@firm.example>\nTo: report@firm.example\nSubject: Fwd: offer\nMessage-ID: <r1@firm.example>\nMIME-Version: 1.0\n" + rest.ReplaceLineEndings("\n")));
}
