using Postvakt.Messages;

namespace Postvakt.Fuzz.Targets;

/// <summary>Whole mails through the parser.</summary>
internal sealed class MessageTarget : ITarget
{
    private readonly MessageParser _parser = new(MessageLimits.Default);
    private readonly MessageParser _tight = new(Invariants.Tight);

    public IReadOnlyList<byte[]> Seeds { get; } = [.. SeedMails.Written(), .. SeedMails.Sample(120)];

    public IReadOnlyList<string> Dictionary { get; } =
    [
        "\n", "\r\n", "\n\n", "\0", ":", ";", "=", "\"", "<", ">", ",", "(", ")", "\\", "@", "--", "\n ", "\n\t", "=?utf-8?q?=C3=A5?=", "=?utf-8?b?w6U=?=", "=?", "?=",
        "From: ", "Sender: ", "Reply-To: ", "To: ", "Cc: ", "Date: Mon, 5 Jan 2026 10:00:00 +0000\n", "Subject: Re: ", "Message-ID: <", "In-Reply-To: <", "References: <",
        "Received: from a by b; Mon, 5 Jan 2026 10:00:00 +0000\n", "Authentication-Results: ", "MIME-Version: 1.0\n", "Content-Type: ", "text/plain", "text/html", "text/calendar",
        "multipart/mixed; boundary=b\n", "multipart/alternative; boundary=\"b\"\n", "multipart/signed", "multipart/encrypted", "multipart/report", "message/rfc822", "message/delivery-status",
        "message/partial", "application/ms-tnef", "application/pkcs7-mime; smime-type=signed-data", "application/zip; name=a.zip", "\n--b\n", "\n--b--\n", "; charset=utf-7",
        "; charset=utf-16", "; charset=iso-2022-jp", "; charset=nothing", "; format=flowed; delsp=yes", "; name*0*=utf-8''%41", "; name*1=b", "Content-Transfer-Encoding: base64\n",
        "Content-Transfer-Encoding: quoted-printable\n", "Content-Transfer-Encoding: x-uuencode\n", "begin 644 a\n", "Content-Disposition: attachment; filename=\"a.js\"\n", "PK\u0003\u0004",
    ];

    public void Take(byte[] input, int variant)
    {
        using var mail = new ReceivedMail("fuzz", 0, new MemoryStream(input, writable: false), Envelope.Unknown, null);
        var tight = variant % 4 == 0;
        var message = (tight ? _tight : _parser).Parse(mail);
        Invariants.Check(message, tight ? Invariants.Tight : MessageLimits.Default);
    }
}
