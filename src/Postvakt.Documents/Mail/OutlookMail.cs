using System.Text;
using MimeKit;
using MimeKit.Tnef;
using Postvakt.Documents.Compound;
using Postvakt.Documents.Inspecting;

namespace Postvakt.Documents.Mail;

/// <summary>
/// A mail as Outlook saves it (.msg, [MS-OXMSG]) as a MIME message: a compound file whose streams are named for MAPI properties, with a storage for each
/// recipient and attachment.
/// </summary>
public sealed class OutlookMail
{
    private const int MaxAttachments = 200;
    private const int MaxRecipients = 500;
    private const int MaxDepth = 5;

    /// <summary>Characters of the header that a mail came with, and its fields. 256 Ki and 1,000, more than mail servers take; a library that is told of a hundred thousand authors reads each anew.</summary>
    private const int MaxHeader = 256 << 10, MaxFields = 1_000;

    private readonly CompoundFile _compound;

    private OutlookMail(CompoundFile compound) => _compound = compound;

    /// <summary>More attachments, mails within mails or lines of header than are read were left out.</summary>
    internal bool IsCut { get; private set; }

    /// <summary>Objects of other programs are attached (PidTagAttachMethod 6), which have no bytes of their own in one piece and were left out.</summary>
    private bool HasObjects { get; set; }

    /// <summary>The mail as RFC 5322 bytes; null when the bytes are no Outlook mail.</summary>
    /// <param name="isCut">Something of it was left out.</param>
    public static byte[]? ToMime(ReadOnlyMemory<byte> content, out bool isCut)
    {
        isCut = false;
        if (!content.Span.StartsWith(CompoundFile.Signature)) return null;
        try
        {
            var compound = CompoundFile.Open(content, new Budget(Limits(content.Length), TimeProvider.System));
            if (compound.Find("__properties_version1.0") is null) return null;
            using var mime = Read(compound, out var mail);
            using var stream = new MemoryStream();
            mime.WriteTo(stream);
            isCut = mail.IsCut || mail.HasObjects;
            return stream.ToArray();
        }
        // The library's border too: what it makes of strange properties is a strange mail.
        catch (Exception e) when (e is MalformedException or LimitException or FormatException or ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Honest streams do not share their bytes: little more than the file itself comes out of it, packed bodies aside.</summary>
    private static InspectionLimits Limits(int length)
    {
        var usual = new InspectionLimits();
        return usual with { Expanded = Math.Min(usual.Expanded, 4L * length + (16 << 20)) };
    }

    internal static MimeMessage Read(CompoundFile compound, out OutlookMail mail)
    {
        mail = new OutlookMail(compound);
        return mail.Build("", 0);
    }

    /// <param name="prefix">Path of the storage that holds the mail, with its slash; empty for the outermost.</param>
    private MimeMessage Build(string prefix, int depth)
    {
        var properties = new MapiProperties(_compound, prefix, prefix.Length == 0 ? 32 : 24);
        // The library fills in an id and a date of its own, which this mail never had.
        var mail = new MimeMessage();
        mail.Headers.Clear();
        Headers(mail, properties);
        if (mail.From.Count == 0 && properties.Text(0x0C1A) is var name && (properties.Text(0x5D01) is { Length: > 0 } smtp ? smtp : properties.Text(0x0C1F)) is var address && name.Length + address.Length > 0)
            mail.From.Add(Mailbox(name, address));
        if (mail.To.Count + mail.Cc.Count == 0) Recipients(mail, prefix);
        if (string.IsNullOrEmpty(mail.Subject)) mail.Subject = properties.Text(0x0037);
        if (mail.Headers[HeaderId.MessageId] is null && properties.Text(0x1035) is { Length: > 2 } id) mail.Headers[HeaderId.MessageId] = Line(id);
        if (mail.Headers[HeaderId.Date] is null && properties.Time(0x0039) is { } sent) mail.Date = sent;
        Body(mail, prefix, properties, depth);
        return mail;
    }

    /// <summary>The header that the mail came with (PidTagTransportMessageHeaders), without what describes the body, which is built anew.</summary>
    private void Headers(MimeMessage mail, MapiProperties properties)
    {
        var text = properties.LongText(0x007D);
        if (text.Length == 0) return;
        IsCut |= text.Length > MaxHeader;
        if (text.Length > MaxHeader) text = text[..Math.Max(0, text.LastIndexOf('\n', MaxHeader - 1))];
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text.TrimStart('\r', '\n').TrimEnd() + "\r\n\r\n"));
        HeaderList headers;
        try
        {
            headers = MailParser.ParseHeaders(ParserOptions.Default, stream);
        }
        catch (FormatException)
        {
            return;
        }
        IsCut |= headers.Count > MaxFields;
        foreach (var header in headers.Take(MaxFields))
        {
            if (header.Field.StartsWith("Content-", StringComparison.OrdinalIgnoreCase) || header.Id == HeaderId.MimeVersion) continue;
            if (header.Id is HeaderId.From or HeaderId.To or HeaderId.Cc or HeaderId.Subject or HeaderId.MessageId or HeaderId.Date) mail.Headers.RemoveAll(header.Id);
            mail.Headers.Add(header);
        }
    }

    /// <summary>Exchange names its own people by X.500 paths, which are no addresses (RFC 5321 4.1.2): then the name is all there is.</summary>
    private static MailboxAddress Mailbox(string name, string address) => MailboxAddress.TryParse(address, out var parsed) && parsed.Address.Contains('@', StringComparison.Ordinal)
        ? new MailboxAddress(Line(name), parsed.Address)
        : new MailboxAddress(Line(name.Length > 0 ? name : address[(address.LastIndexOf('=') + 1)..]), "");

    private static string Line(string text) => text.ReplaceLineEndings(" ");

    private void Recipients(MimeMessage mail, string prefix)
    {
        foreach (var entry in Storages(prefix, "__recip_version1.0_").Take(MaxRecipients))
        {
            var recipient = new MapiProperties(_compound, entry.Path + "/", 8);
            var address = recipient.Text(0x39FE) is { Length: > 0 } smtp ? smtp : recipient.Text(0x3003);
            if (address.Length == 0) continue;
            // PidTagRecipientType: 1 to, 2 cc, 3 bcc.
            (recipient.Number(0x0C15) == 2 ? mail.Cc : mail.To).Add(Mailbox(recipient.Text(0x3001), address));
        }
    }

    private void Body(MimeMessage mail, string prefix, MapiProperties properties, int depth)
    {
        var builder = new BodyBuilder();
        if (properties.LongText(0x1000) is { Length: > 0 } text) builder.TextBody = text;
        if (properties.Html() is { Length: > 0 } html) builder.HtmlBody = html;
        if (builder.HtmlBody is null && properties.Bytes(0x1009) is { Length: > 16 } packed && Rtf(packed, _compound.Budget) is { Length: > 0 } rtf) builder.Attachments.Add("body.rtf", rtf);
        var attachments = Storages(prefix, "__attach_version1.0_").ToList();
        IsCut |= attachments.Count > MaxAttachments;
        foreach (var entry in attachments.Take(MaxAttachments)) Attachment(builder, entry, depth);
        mail.Body = builder.ToMessageBody();
    }

    private void Attachment(BodyBuilder builder, CompoundEntry entry, int depth)
    {
        var attachment = new MapiProperties(_compound, entry.Path + "/", 8);
        var name = attachment.Text(0x3707) is { Length: > 0 } full ? full : attachment.Text(0x3704) is { Length: > 0 } brief ? brief : "attachment";
        var inner = entry.Path + "/__substg1.0_3701000D";
        if (_compound.Find(inner) is { IsStorage: true })
        {
            if (_compound.Find(inner + "/__properties_version1.0") is null) HasObjects = true;
            else if (depth < MaxDepth) builder.Attachments.Add(new MessagePart { Message = Build(inner + "/", depth + 1) });
            else IsCut = true;
            return;
        }
        if (attachment.Bytes(0x3701) is not { Length: > 0 } data) return;
        var part = new MimePart(ContentType.TryParse(attachment.Text(0x370E), out var type) && type.MediaType is not ("multipart" or "message") ? type : new ContentType("application", "octet-stream"))
        {
            Content = new MimeContent(new MemoryStream(data, writable: false)),
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
            ContentTransferEncoding = ContentEncoding.Base64,
            FileName = Line(name),
        };
        if (attachment.Text(0x3712) is { Length: > 0 } id) part.ContentId = Line(id);
        builder.Attachments.Add(part);
    }

    /// <summary>PidTagRtfCompressed ([MS-OXRTFCP]).</summary>
    private static byte[] Rtf(byte[] packed, Budget budget)
    {
        byte[] unpacked;
        try
        {
            var filter = new RtfCompressedToRtf();
            var plain = filter.Flush(packed, 0, packed.Length, out var from, out var length);
            unpacked = plain.AsSpan(from, length).ToArray();
        }
        // The library's border: whatever it makes of broken data is broken data.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return [];
        }
        budget.Expand(unpacked.Length);
        return unpacked;
    }

    private IEnumerable<CompoundEntry> Storages(string prefix, string start) =>
        _compound.Entries.Where(e => e.IsStorage && e.Name.StartsWith(start, StringComparison.OrdinalIgnoreCase) && e.Folder == prefix.TrimEnd('/'));
}
