using System.Text;
using MimeKit;
using Postvakt.Intake;
using Postvakt.Intake.Gateway;
using Postvakt.Messages;

namespace Postvakt.Tests.Intake.Gateway;

public sealed class BannerTests
{
    private const string Sentence = "Dieser Satz ist für Sie <&>.";

    [Fact]
    public void PlainText_GetsTheSentenceOnTop_InAnyCharset()
    {
        using var mail = Applied("Subject: x\r\nContent-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nGr=FC=DFe\r\n")!;
        Assert.Equal($"[{Sentence}]\n\nGrüße\n", ((TextPart)mail.Body!).Text.ReplaceLineEndings("\n"));
        Assert.Equal("x", mail.Subject);
    }

    [Fact]
    public void Alternatives_GetItEach_AndAttachmentsStayToTheByte()
    {
        const string attachment = "Content-Type: text/plain; name=a.txt\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\n  odd   bytes \t\r\n";
        var changed = Bytes(Mixed(
            "Content-Type: multipart/alternative; boundary=c\r\n\r\n--c\r\nContent-Type: text/plain\r\n\r\nplain\r\n--c\r\nContent-Type: text/html\r\n\r\n<!-- <body> --><p>rich</p>\r\n--c--\r\n", attachment))!;
        Assert.Contains(attachment, changed, StringComparison.Ordinal);
        using var mail = MimeMessage.Load(new MemoryStream(Encoding.Latin1.GetBytes(changed)), TestContext.Current.CancellationToken);
        Assert.StartsWith($"[{Sentence}]", mail.TextBody, StringComparison.Ordinal);
        Assert.StartsWith("<div style=", mail.HtmlBody, StringComparison.Ordinal);
        Assert.Contains("f&#252;r Sie &lt;&amp;&gt;.</div><!-- <body> --><p>rich</p>", mail.HtmlBody, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Content-Type: multipart/signed; protocol=\"application/pkcs7-signature\"; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b\r\nContent-Type: application/pkcs7-signature\r\n\r\nAA==\r\n--b--\r\n")]
    [InlineData("Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n")]
    [InlineData("Content-Type: multipart/encrypted; protocol=\"application/pgp-encrypted\"; boundary=b\r\n\r\n--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\nContent-Type: application/octet-stream\r\n\r\nx\r\n--b--\r\n")]
    [InlineData("Content-Type: text/plain\r\n\r\n-----BEGIN PGP SIGNED MESSAGE-----\r\nHash: SHA256\r\n\r\nx\r\n")]
    [InlineData("Content-Type: text/calendar; method=REQUEST\r\n\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")]
    [InlineData("Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCALENDAR\r\n--b--\r\n")]
    [InlineData("Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nx\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x.example\r\n--b--\r\n")]
    [InlineData("Content-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n")]
    public void WhatMustNotBeChanged_IsLeftAlone(string mail) => Assert.Null(Bytes("Subject: x\r\nMIME-Version: 1.0\r\n" + mail));

    [Fact]
    public void Sentences_AreThereForEveryOddityInEveryLanguage()
    {
        Assert.Contains("sv", BannerText.Languages);
        foreach (var language in BannerText.Languages)
            Assert.Equal(Enum.GetValues<Oddity>().Length - 1, Enum.GetValues<Oddity>().Select(o => BannerText.Of(o, language)).Distinct().Count());
        Assert.Equal(BannerText.Of(Oddity.NewHost, "de"), BannerText.Of(Oddity.NewHost, "de-AT"));
        Assert.Equal(BannerText.Of(Oddity.NewHost, "en"), BannerText.Of(Oddity.NewHost, "tlh"));
    }

    [Fact]
    public void WarningAndLink_AreEscapedInHtml_AndStandOnLinesInText()
    {
        var saying = new BannerSaying("Odd.", "Beware of <a>.", "https://teams.microsoft.com/l/chat/0/0?users=a%40b.example&message=x", "Ask & see");
        var mail = "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nHello.\r\n--b\r\nContent-Type: text/html\r\n\r\n<p>Hello.</p>\r\n--b--\r\n";
        using var content = new MemoryStream(Encoding.Latin1.GetBytes(mail));
        using var received = new ReceivedMail("test", 0, new MemoryStream(content.ToArray()), Envelope.Unknown, null);
        using var result = Banner.Apply(content, new MessageParser(MessageLimits.Default).Parse(received, TestContext.Current.CancellationToken), saying, () => new MemoryStream(), TestContext.Current.CancellationToken);
        using var changed = MimeMessage.Load(result!, TestContext.Current.CancellationToken);
        Assert.StartsWith("[Odd.]\r\n[Beware of <a>.]\r\n[Ask & see: https://teams.microsoft.com/l/chat/0/0?users=a%40b.example&message=x ]\r\n\r\nHello.", changed.TextBody!.ReplaceLineEndings("\r\n"), StringComparison.Ordinal);
        Assert.Contains("Odd.<br><b>Beware of &lt;a&gt;.</b><br><a href=\"https://teams.microsoft.com/l/chat/0/0?users=a%40b.example&amp;message=x\"", changed.HtmlBody, StringComparison.Ordinal);
        Assert.Contains(">Ask &amp; see</a></div><p>Hello.", changed.HtmlBody, StringComparison.Ordinal);
    }

    private static string Mixed(params string[] parts) => "Subject: x\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + string.Concat(parts.Select(p => "--b\r\n" + p)) + "--b--\r\n";

    private static MimeMessage? Applied(string mail) =>
        Bytes("MIME-Version: 1.0\r\n" + mail) is { } text ? MimeMessage.Load(new MemoryStream(Encoding.Latin1.GetBytes(text)), TestContext.Current.CancellationToken) : null;

    private static string? Bytes(string mail)
    {
        using var content = new MemoryStream(Encoding.Latin1.GetBytes(mail));
        using var received = new ReceivedMail("test", 0, new MemoryStream(content.ToArray()), Envelope.Unknown, null);
        var message = new MessageParser(MessageLimits.Default).Parse(received, TestContext.Current.CancellationToken);
        using var result = Banner.Apply(content, message, new BannerSaying(Sentence), () => new MemoryStream(), TestContext.Current.CancellationToken);
        return result is MemoryStream changed ? Encoding.Latin1.GetString(changed.ToArray()) : null;
    }
}
