using System.Text;
using CsCheck;
using Postvakt.Messages;
using Postvakt.Messages.Bodies;

namespace Postvakt.Tests.Messages;

public sealed class MessageParserPropertyTests
{
    private static readonly string[] Headers =
    [
        "From: Ann <ann@mail.example>", "From:", "To: bo@mail.example, \"C, D\" <cd@mail.example>", "Cc: =?utf-8?q?=C3=A9?= <e@mail.example>", "Subject: Re: x", "Subject: \u00e9",
        "Date: Mon, 3 May 2021 10:05:00 +0200", "Date: never", "Message-ID: <a@mail.example>", "In-Reply-To: <b@mail.example> <", "References: <a@x>\n <b@x>",
        "Content-Type: text/html; charset=utf-16", "Content-Type: multipart/mixed; boundary=b", "Content-Type: multipart/alternative; boundary=\"b\"", "Content-Type: message/rfc822",
        "Content-Type: text/plain; charset=none-such", "Content-Transfer-Encoding: base64", "Content-Transfer-Encoding: quoted-printable", "Content-Type: text/calendar",
        "Content-Disposition: attachment; filename=\"../a.doc\"", "MIME-Version: 1.0", "X: " , ": y", "no field", " folded",
    ];

    private static readonly string[] Lines =
    [
        "", "--b", "--b--", "Hello", "> quoted", "On Mon, 3 May 2021, Ann wrote:", "<p>text</p>", "SGVsbG8=", "=E9=", "From: x@mail.example", "Content-Type: text/plain",
        "Content-Type: multipart/mixed; boundary=b", "begin 644 a.txt", "http://a.example/1234567", "\ud83d\ude00", "\0",
    ];

    private static readonly string[] Words = ["Hello", "the", "pallets", "Grüße", "配送", "é", "=3D", "=", ".", "--b", ">", "a", "Tuesday"];

    private static readonly Gen<string> Mail =
        Gen.Select(Gen.Int[0, Headers.Length - 1].Array[0, 12], Gen.Int[0, Lines.Length - 1].Array[0, 30], Gen.Bool, (headers, lines, crlf) =>
            string.Join(crlf ? "\r\n" : "\n", headers.Select(i => Headers[i]).Append("").Concat(lines.Select(i => Lines[i]))));

    [Fact]
    public void Mail_OfAnyPieces_IsReadWithinItsLimits() =>
        Mail.Sample(
            mail =>
            {
                var limits = MessageLimits.Default with { MaxParts = 5, MaxLinks = 3, MaxHeaders = 8, MaxAddresses = 3 };
                var message = Read(Encoding.UTF8.GetBytes(mail), limits);
                Assert.All(message.Bodies, AssertCovers);
                Assert.True(message.Links.Count <= limits.MaxLinks && message.Others.Count <= limits.MaxAddresses + 4);
            },
            iter: 3_000,
            threads: 1);

    [Fact]
    public void Text_InAnyTransferEncodingAndLineEnding_IsTheSame() =>
        Gen.Int[0, Words.Length - 1].Array[1, 8].Select(l => string.Join(' ', l.Select(i => Words[i]))).Array[1, 6].Sample(
            lines =>
            {
                var text = "x" + string.Join("\nx", lines) + "\n";
                var plain = Read(Encoding.UTF8.GetBytes(Head("8bit") + text), MessageLimits.Default).Body.Rendered.Text;
                var encoded = Read(Encoding.UTF8.GetBytes(Head("base64") + Convert.ToBase64String(Encoding.UTF8.GetBytes(text), Base64FormattingOptions.InsertLineBreaks)), MessageLimits.Default);
                var quoted = Read(Encoding.UTF8.GetBytes(Head("quoted-printable") + string.Concat(Encoding.UTF8.GetBytes(text).Select(b => b == 10 ? "\n" : $"={b:X2}"))), MessageLimits.Default);
                var crlf = Read(Encoding.UTF8.GetBytes((Head("8bit") + text).ReplaceLineEndings("\r\n")), MessageLimits.Default);
                Assert.Contains(lines[0], plain, StringComparison.Ordinal);
                Assert.Equal(plain.Trim(), encoded.Body.Rendered.Text.Trim());
                Assert.Equal(plain.Trim(), quoted.Body.Rendered.Text.Trim());
                Assert.Equal(plain.Trim(), crlf.Body.Rendered.Text.ReplaceLineEndings("\n").Trim());
            },
            iter: 1_000,
            threads: 1);

    private static string Head(string encoding) =>
        $"From: ann@mail.example\nMIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n";

    private static void AssertCovers(SplitBody body) => Bodies.Bodies.AssertCovers(body);

    private static Message Read(byte[] mail, MessageLimits limits)
    {
        using var received = new ReceivedMail("test", 0, new MemoryStream(mail), Envelope.Unknown, null);
        return new MessageParser(limits).Parse(received);
    }
}
