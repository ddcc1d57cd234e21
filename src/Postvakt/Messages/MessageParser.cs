using System.Text;
using MimeKit;
using Postvakt.Documents.Mail;
using Postvakt.Messages.Attachments;
using Postvakt.Messages.Bodies;
using Postvakt.Messages.Links;
using Postvakt.Messages.Subjects;

namespace Postvakt.Messages;

/// <summary>Reads a mail within limits. Whatever is broken becomes a defect; no content makes it throw.</summary>
public sealed class MessageParser
{
    private const int MaxIds = 100;
    private readonly MessageLimits _limits;
    private readonly ParserOptions _options;
    private readonly AttachmentInspector? _inspector;

    static MessageParser() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <param name="inspector">Opens attachments; null: they are seen from outside only.</param>
    public MessageParser(MessageLimits limits, AttachmentInspector? inspector = null)
    {
        (_limits, _inspector) = (limits, inspector);
        _options = new ParserOptions
        {
            MaxMimeDepth = limits.MaxDepth,
            CharsetEncoding = Encoding.Latin1,
            AddressParserComplianceMode = RfcComplianceMode.Loose,
            Rfc2047ComplianceMode = RfcComplianceMode.Loose,
            ParameterComplianceMode = RfcComplianceMode.Loose,
        };
    }

    public Message Parse(ReceivedMail mail, CancellationToken cancellation = default)
    {
        var defects = mail.IsCut ? MessageDefects.TooLarge : MessageDefects.None;
        var size = mail.Content.Length;
        var mime = Load(mail.Content, ref defects, cancellation);
        using (mime)
        {
            FieldBounds.Apply(mime.Headers);
            var fields = HeaderFields.Read(mime.Headers, _limits.MaxHeaders, ref defects);
            using var reader = new ContentReader(_limits, _options);
            var content = reader.Read(mime, cancellation);
            defects |= content.Defects;
            var people = new ParticipantReader(_options, _limits.MaxAddresses).Read(mime.Headers, ref defects);
            var body = content.Bodies.FirstOrDefault(b => !string.IsNullOrWhiteSpace(b.Rendered.Text)) ?? SplitBody.Empty;
            var links = LinkExtractor.Extract(content.Bodies, _limits, out var isCut);
            if (isCut) defects |= MessageDefects.TextTruncated;
            var date = DateOf(mime, ref defects);
            var id = MessageIds.First(fields.MessageId);
            if (id.Length == 0) defects |= MessageDefects.NoMessageId;
            if (fields.Count == 0) defects |= MessageDefects.NotAMail;
            var (answers, references) = (MessageIds.All(fields.InReplyTo, MaxIds), MessageIds.All(fields.References, MaxIds));
            var room = _inspector?.Room();
            return new Message
            {
                Path = mail.Path,
                Index = mail.Index,
                Envelope = mail.Envelope,
                Id = id,
                InReplyTo = answers,
                References = references,
                Date = date,
                ArrivedAt = mail.ArrivedAt ?? ReceivedDates.Newest(fields.Received) ?? date ?? DateTimeOffset.UnixEpoch,
                From = people.From,
                Others = people.Others,
                Subject = SubjectParser.Parse(SubjectOf(mime)),
                Bodies = content.Bodies,
                Body = body,
                Links = links,
                Attachments = _inspector?.Inspect(content.Attachments, () => string.Join('\n', content.Bodies.Select(b => b.Rendered.Text).Prepend(SubjectOf(mime))), [id, people.From.Address, .. answers, .. references.TakeLast(10)], room, cancellation)
                    ?? [.. content.Attachments.Select(a => a.File)],
                Header = MailHeader.Of(mime, _limits.MaxHeaders),
                Enclosed = AttachmentInspector.Keep(reader.Enclosed, room, cancellation),
                Received = fields.Received,
                AuthenticationResults = fields.AuthenticationResults,
                Client = fields.Client,
                ReturnPath = (fields.ReturnPath.Length > 0 ? fields.ReturnPath : mail.Envelope.MailFrom).ToLowerInvariant(),
                Automatic = fields.Automatic || content.IsReport,
                ListId = fields.ListId,
                Bulk = fields.Bulk,
                Defects = defects,
                Size = size,
            };
        }
    }

    private MimeMessage Load(Stream stream, ref MessageDefects defects, CancellationToken cancellation)
    {
        try
        {
            var mime = MailParser.ParseMessage(_options, stream, _limits.MaxBytes, out var isCut, cancellation);
            if (isCut) defects |= MessageDefects.TooLarge;
            return mime;
        }
        catch (FormatException)
        {
            // MimeKit gives up on bytes without any header. They are kept as text so that nothing goes unread.
            defects |= MessageDefects.BrokenMime | MessageDefects.NotAMail;
            if (stream.Length > _limits.MaxBytes) defects |= MessageDefects.TooLarge;
            stream.Position = 0;
            // Begun from an empty header list: the plain constructor makes up a Date and a Message-ID with this machine's name.
            // The stream stays the caller's: disposing of the part must not close it.
            return new MimeMessage((IEnumerable<Header>)[]) { Body = new TextPart("plain") { Content = new MimeContent(new MimeKit.IO.BoundStream(stream, 0, Math.Min(stream.Length, _limits.MaxBytes), leaveOpen: true)) } };
        }
    }

    private static string SubjectOf(MimeMessage mime)
    {
        var subject = mime.Headers[HeaderId.Subject] ?? "";
        return subject.Length > 998 ? subject[..998] : subject;
    }

    private static DateTimeOffset? DateOf(MimeMessage mime, ref MessageDefects defects)
    {
        if (mime.Headers[HeaderId.Date] is { } text && MimeKit.Utils.DateUtils.TryParse(text, out var date)) return date;
        defects |= MessageDefects.NoDate;
        return null;
    }
}
