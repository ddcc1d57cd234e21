using MimeKit;

namespace Postvakt.Server.UserReports;

/// <summary>Puts what the interface and the add-in bring into the form in which mail programs forward it, so that everything is read by one reader and kept in one form.</summary>
internal static class ReportWrapper
{
    /// <summary>A mail as a file: RFC 5322 or Outlook's form.</summary>
    public static MemoryStream OfFile(byte[] file)
    {
        var isOutlook = file.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]);
        return Write(new MimePart(isOutlook ? "application/vnd.ms-outlook" : "application/octet-stream")
        {
            Content = new MimeContent(new MemoryStream(file, writable: false)), ContentTransferEncoding = ContentEncoding.Base64, FileName = isOutlook ? "original.msg" : "original.eml",
        });
    }

    /// <summary>Only what mail it is (RFC 6522 section 4). Throws <see cref="FormatException"/> or <see cref="ArgumentException"/> for an id or address that is none.</summary>
    public static MemoryStream OfIdentity(string messageId, string from, string subject, DateTimeOffset? date)
    {
        using var header = new MimeMessage((IEnumerable<Header>)[]) { Body = new TextPart("plain") { Text = "" } };
        if (messageId.Length > 0) header.MessageId = messageId;
        if (from.Length > 0) header.From.Add(MailboxAddress.Parse(from));
        if (subject.Length > 0) header.Subject = subject;
        if (date is { } at) header.Date = at;
        var part = new TextRfc822Headers(header);
        return Write(part);
    }

    private static MemoryStream Write(MimeEntity part)
    {
        using var mail = new MimeMessage((IEnumerable<Header>)[]) { Body = new Multipart("mixed") { part } };
        var stream = new MemoryStream();
        mail.WriteTo(stream);
        stream.Position = 0;
        return stream;
    }
}
