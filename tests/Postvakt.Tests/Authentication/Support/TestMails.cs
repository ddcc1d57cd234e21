using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MimeKit;
using MimeKit.Cryptography;

namespace Postvakt.Tests.Authentication.Support;

internal static class TestMails
{
    public static string Plain() => """
        From: Anna <anna@firm.example>
        To: Ben <ben@werk.example>
        Subject: Delivery on Friday
        Date: Mon, 5 Jan 2026 10:00:00 +0000
        Message-ID: <one@firm.example>
        MIME-Version: 1.0
        Content-Type: multipart/alternative; boundary=b

        --b
        Content-Type: text/plain; charset=utf-8

        See you on Friday.
          Two  blanks and one behind. 

        --b
        Content-Type: text/html; charset=utf-8

        <p>See you on Friday.</p>
        --b--

        """.ReplaceLineEndings("\r\n");

    public static byte[] Signed(params DkimSigner[] signers) => Signed(Plain(), signers);

    public static byte[] Signed(string mail, params DkimSigner[] signers)
    {
        var message = MimeMessage.Load(new MemoryStream(Encoding.UTF8.GetBytes(mail)));
        foreach (var signer in signers)
        {
            signer.HeaderCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed;
            signer.BodyCanonicalizationAlgorithm = DkimCanonicalizationAlgorithm.Relaxed;
            signer.Sign(message, ["From", "To", "Subject", "Date"]);
        }
        return Bytes(message);
    }

    /// <summary>Signed by hand over the first bytes of the body only; MimeKit's signer has no l=.</summary>
    public static byte[] SignedInPart(string domain, string body, int length)
    {
        const string from = "From: Anna <anna@firm.example>\r\n";
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.ASCII.GetBytes(body[..length])));
        var field = string.Create(CultureInfo.InvariantCulture, $"DKIM-Signature: v=1; a=rsa-sha256; c=simple/simple; d={domain}; s=s1; h=from; l={length}; bh={hash}; b=");
        var signature = Convert.ToBase64String(TestKeys.Rsa.SignData(Encoding.ASCII.GetBytes(from + field), HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
        return Encoding.ASCII.GetBytes($"{field}{signature}\r\n{from}\r\n{body}");
    }

    public static byte[] Bytes(MimeMessage message)
    {
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        using var bytes = new MemoryStream();
        message.WriteTo(options, bytes);
        return bytes.ToArray();
    }

    public static byte[] Replace(byte[] mail, string before, string after)
    {
        var text = Encoding.Latin1.GetString(mail);
        Assert.Contains(before, text, StringComparison.Ordinal);
        return Encoding.Latin1.GetBytes(text.Replace(before, after, StringComparison.Ordinal));
    }
}
