using System.Text;

namespace Postvakt.Fuzz;

/// <summary>Mails to begin from: small ones that use each form once, and mails of the sample company.</summary>
internal static class SeedMails
{
    private const int Longest = 24_000;

    private const string Head = "From: Anna Berg <anna@kontor.example>\nTo: Ben <ben@werk.example>, \"Cid, D.\" <cid@werk.example>\nSubject: =?utf-8?q?Re=3A_L=C3=A5da?=\nDate: Mon, 5 Jan 2026 10:00:00 +0100\n"
        + "Message-ID: <1@kontor.example>\nIn-Reply-To: <0@werk.example>\nReferences: <a@werk.example> <0@werk.example>\nMIME-Version: 1.0\n";

    public static IEnumerable<byte[]> Written() => new[]
    {
        Head + "\nHello, see http://a.example/doc/1234567 please.\n\n-- \nAnna\n\nOn Mon, 5 Jan 2026, Ben <ben@werk.example> wrote:\n> What now?\n>> Nothing.\n",
        Head + "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\n<p>Hej <a href=3D\"http://b.example/\">h=C3=A4r</a></p><blockquote>gammalt</blockquote>\n",
        Head + "Content-Type: multipart/alternative; boundary=b\n\n--b\nContent-Type: text/plain; format=flowed\n\nsoft \nline\n--b\nContent-Type: text/html\n\n<div>x</div>\n--b--\n",
        Head + "Content-Type: multipart/mixed; boundary=\"b\"\n\n--b\n\ntext\n--b\nContent-Type: application/zip; name=\"a.zip\"\nContent-Transfer-Encoding: base64\n\nUEsDBBQAAQAAAAAAIQAAAAAABQAAAAUAAAAFAAAAYS50eHRoZWxsbw==\n--b--\n",
        Head + "Content-Type: message/rfc822\n\nFrom: x@y.example\nSubject: inner\n\ninner text\n",
        Head + "Content-Type: multipart/report; report-type=delivery-status; boundary=r\n\n--r\n\nfailed\n--r\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; a.example\n\nFinal-Recipient: rfc822; b@c.example\n--r--\n",
        Head + "Content-Type: text/calendar; method=REQUEST\n\nBEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Meet\nDESCRIPTION:see http://c.example/\n x\nEND:VEVENT\nEND:VCALENDAR\n",
        Head + "Content-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\neJ8+IgEGkAgABAAAAAAAAQABAAEHkAYACAAAAOQEAAAAAAAA6AABCIAHABgAAABJUE0uTWljcm9zb2Z0IE1haWwuTm90ZQAxCA==\n",
        Head + "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIAGCSqGSIb3DQEHAqCAMIACAQExADCABgkqhkiG9w0BBwGggCSABAVoZWxsbwAAAAAAADEAAAAAAAAA\n",
        Head + "Content-Type: text/plain; charset=iso-2022-jp\n\n\u001b$B$3$s$K$A$O\u001b(B\n",
        Head + "Content-Type: text/plain\n\nbegin 644 a.txt\n#0V%T\n`\nend\n",
        "Received: from a by b; Mon, 5 Jan 2026 10:00:00 +0000\nAuthentication-Results: mx.example; dkim=pass\nList-Id: <l.example>\nAuto-Submitted: auto-replied\n" + Head + "\nAway.\n",
        "\n\nno header\n",
    }.Select(Encoding.UTF8.GetBytes);

    /// <summary>Mails of the sample company's stream, spread over it; none when the repository is not around.</summary>
    public static IEnumerable<byte[]> Sample(int count)
    {
        var folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Postvakt.slnx"))) folder = Path.GetDirectoryName(folder);
        if (folder is null) return [];
        // Latin-1 keeps every byte as it is.
        var mails = Encoding.Latin1.GetString(File.ReadAllBytes(Path.Combine(folder, "samples", "company", "stream.mbox"))).Split("\nFrom ")
            .Select(m => m[(m.IndexOf('\n', StringComparison.Ordinal) + 1)..]).Where(m => m.Length < Longest).ToArray();
        return mails.Where((_, n) => n % Math.Max(1, mails.Length / count) == 0).Select(Encoding.Latin1.GetBytes);
    }

    /// <summary>What stands under the header.</summary>
    public static byte[] Body(byte[] mail)
    {
        var end = mail.AsSpan().IndexOf("\n\n"u8);
        return end < 0 ? mail : mail[(end + 2)..];
    }
}
