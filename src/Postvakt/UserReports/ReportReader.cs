using System.Security.Cryptography;
using MimeKit;
using MimeKit.Tnef;
using Postvakt.Documents.Mail;
using Postvakt.Messages;
using Postvakt.Messages.Bodies;

namespace Postvakt.UserReports;

/// <summary>
/// Reads a mail to the report mailbox: what is reported (mails attached as message/rfc822, .eml or .msg; ARF, RFC 5965; forwards whose header is lost), and what the reporter says of
/// it. Nothing in it makes it throw but a cancellation.
/// </summary>
public sealed class ReportReader
{
    /// <summary>Field of our own answers to reports: one that comes back is no report.</summary>
    public const string OwnField = "X-Postvakt-Report";

    /// <summary>Bytes of one Outlook mail. 32 MiB: it is read into memory, and its text is packed.</summary>
    private const int MaxOutlook = 32 << 20;

    /// <summary>Ids that a forward refers to. 4: the mail it forwards stands last.</summary>
    private const int MaxMayBe = 4;

    private static readonly string[] Postmasters = ["mailer-daemon", "postmaster", "noreply", "no-reply"];
    private readonly ReportLimits _limits;
    private readonly MessageParser _parser;
    private readonly ParserOptions _options;

    public ReportReader(ReportLimits limits)
    {
        _limits = limits;
        _parser = new MessageParser(MessageLimits.Default with { MaxBytes = limits.MaxBytes, MaxParts = limits.MaxParts });
        _options = new ParserOptions { MaxMimeDepth = 2 * limits.MaxDepth, CharsetEncoding = System.Text.Encoding.Latin1, AddressParserComplianceMode = RfcComplianceMode.Loose };
    }

    /// <summary>A mail that somebody sent to the report mailbox.</summary>
    /// <param name="content">Seekable; read from its start, stays open.</param>
    /// <param name="envelope">Of the transaction it came in; <see cref="Envelope.Unknown"/> where it lay in a mailbox.</param>
    public ReportContent Read(Stream content, Envelope envelope, CancellationToken cancellation = default)
    {
        if (content.Length > _limits.MaxBytes) return Unread;
        content.Position = 0;
        // Its stream stays the caller's: ReceivedMail must not close it.
        var message = _parser.Parse(new ReceivedMail("report", 0, content, envelope, null), cancellation);
        var reporter = message.From.Address;
        content.Position = 0;
        if (Load(content, cancellation) is not { } mime) return Unread with { Reporter = reporter };
        using (mime)
        {
            FieldBounds.Apply(mime.Headers);
            var mails = new MailsIn(this, cancellation);
            if (mime.Body is { } body) mails.Visit(body, 0);
            var feedback = IsFeedback(mime.Body);
            var isAutomatic = IsAutomatic(mime, message);
            var says = ReporterWords.Read(message.Body.Authored, _limits.MaxWords);
            var found = mails.Found.Count > 0 || mails.IsCut ? mails.Found : Forwarded(message);
            var kind = IsOurs(mime) || (isAutomatic && !feedback) ? ReportContentKind.Automatic
                : found.Count > 0 ? ReportContentKind.Report
                : mails.IsCut || (message.Defects & (MessageDefects.TooDeep | MessageDefects.TooManyParts | MessageDefects.TooLarge | MessageDefects.NotAMail)) != 0 ? ReportContentKind.Unreadable
                : ReportContentKind.Nothing;
            return new ReportContent(kind, reporter, message.Id, kind == ReportContentKind.Report ? found : [], says)
            {
                MayAnswer = kind != ReportContentKind.Automatic && !isAutomatic && !feedback && reporter.Length > 0 && !WantsNoAnswer(mime), IsCut = mails.IsCut || (message.Defects & MessageDefects.TooLarge) != 0, Authentication = message.AuthenticationResults,
            };
        }
    }

    /// <summary>A mail that is itself reported, as a file: RFC 5322 or Outlook's form. Null when it is neither, or past a limit.</summary>
    public ReportedMail? ReadOriginal(Stream content, CancellationToken cancellation = default)
    {
        if (content.Length > _limits.MaxBytes) return null;
        var bytes = new byte[content.Length];
        content.Position = 0;
        content.ReadExactly(bytes);
        return Original(bytes, cancellation);
    }

    private static ReportContent Unread => new(ReportContentKind.Unreadable, "", "", [], ReporterStatement.None);

    private MimeMessage? Load(Stream content, CancellationToken cancellation)
    {
        try
        {
            return MailParser.ParseMessage(_options, content, long.MaxValue, out _, cancellation);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>RFC 5965 section 2: multipart/report; report-type=feedback-report.</summary>
    private static bool IsFeedback(MimeEntity? body) => body is MultipartReport report && "feedback-report".Equals(report.ReportType, StringComparison.OrdinalIgnoreCase);

    private static bool IsOurs(MimeMessage mime) => mime.Headers.Contains(OwnField) || mime.Headers.Contains("X-Postvakt-Release");

    /// <summary>
    /// RFC 3834 sections 2 and 5: Auto-Submitted, an empty return path, lists, and what came before there was a standard. Two machines that answer each other would go on for ever.
    /// </summary>
    private static bool IsAutomatic(MimeMessage mime, Message message)
    {
        if (message.Automatic || message.ListId.Length > 0 || message.Bulk || message.Subject is { AutoReply: true, Forwards: 0 }) return true;
        foreach (var header in mime.Headers)
        {
            if (header.Id == HeaderId.ReturnPath && header.Value.Trim() is "<>" or "") return true;
            if (header.Id == HeaderId.Precedence && header.Value.Trim().ToLowerInvariant() is "bulk" or "list" or "junk" or "auto_reply" or "auto-reply") return true;
            if (header.Field.Equals("X-Autorespond", StringComparison.OrdinalIgnoreCase) || header.Field.Equals("X-Autoreply", StringComparison.OrdinalIgnoreCase) || header.Field.Equals("X-Loop", StringComparison.OrdinalIgnoreCase)) return true;
        }
        // A transaction of ours with an empty sender is a bounce (RFC 5321 4.5.5); a mail that lay in a mailbox has none to tell.
        if (message.Envelope != Envelope.Unknown && message.Envelope.MailFrom.Length == 0) return true;
        var local = message.From.Address.Split('@')[0];
        return Postmasters.Contains(local, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>[MS-OXCMAIL] 2.1.3.2.2: whose program asks for no automatic answers.</summary>
    private static bool WantsNoAnswer(MimeMessage mime) =>
        mime.Headers["X-Auto-Response-Suppress"] is { } suppressed && (suppressed.Contains("All", StringComparison.OrdinalIgnoreCase) || suppressed.Contains("AutoReply", StringComparison.OrdinalIgnoreCase));

    /// <summary>A forward that carries the mail as a quote: the header above it says whose it was, and the forward's own references may name it.</summary>
    private List<ReportedMail> Forwarded(Message message)
    {
        var mayBe = message.InReplyTo.Concat(message.References.Reverse()).Distinct(StringComparer.Ordinal).Take(MaxMayBe).ToArray();
        List<ReportedMail> best = [];
        var most = 0;
        foreach (var body in message.Bodies.Where(b => !b.Enclosed))
        {
            // Plain text and HTML say the same twice; the one that says more counts.
            var found = body.Quotes.Where(q => q.Depth == 1 && (q.Address ?? q.Author) is not null && (q.Subject ?? q.DateText ?? q.Recipients) is not null).Take(_limits.MaxMails).Select(q => new ReportedMail
            {
                MayBe = mayBe, Author = (q.Address ?? "").ToLowerInvariant(), Subject = Cut(q.Subject ?? ""), Days = QuotedDate.Read(q.DateText),
            }).ToList();
            var says = found.Sum(m => (m.Author.Length > 0 ? 2 : 0) + (m.Subject.Length > 0 ? 1 : 0) + (m.Days.Count > 0 ? 1 : 0));
            if (says > most) (best, most) = (found, says);
        }
        // Nothing of the header is left: the subject of the forward and what it refers to is all there is.
        return most > 0 ? best : message.Subject.Forwards > 0 && mayBe.Length > 0 ? [new ReportedMail { MayBe = mayBe, Subject = Cut(message.Subject.Base) }] : [];
    }

    private ReportedMail? Original(byte[] bytes, CancellationToken cancellation)
    {
        var converted = false;
        if (bytes.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xD0, 0xCF, 0x11, 0xE0]))
        {
            if (bytes.Length > MaxOutlook || OutlookMail.ToMime(bytes, out _) is not { } mime) return null;
            (bytes, converted) = (mime, true);
        }
        using var stream = new MemoryStream(bytes, writable: false);
        if (Load(stream, cancellation) is not { } mail) return null;
        using (mail) return IsMail(mail) ? Of(mail) with { Original = bytes, Digest = SHA256.HashData(bytes), IsConverted = converted } : null;
    }

    private static bool IsMail(MimeMessage mail) => mail.Headers.Contains(HeaderId.From) || mail.Headers.Contains(HeaderId.MessageId) || mail.Headers.Contains(HeaderId.Received);

    private ReportedMail Of(MimeMessage mail)
    {
        FieldBounds.Apply(mail.Headers);
        var author = mail.Headers.Where(h => h.Id == HeaderId.From).SelectMany(h => AddressField.Mailboxes(h.RawValue, _options)).FirstOrDefault();
        return new ReportedMail
        {
            MessageId = MessageIds.First(mail.Headers[HeaderId.MessageId] ?? ""),
            Record = Cut((mail.Headers["X-Postvakt-Id"] ?? "").Trim()),
            Author = (author?.Address ?? "").ToLowerInvariant(),
            Subject = Cut(mail.Headers[HeaderId.Subject] ?? ""),
            Days = mail.Headers[HeaderId.Date] is { } text && MimeKit.Utils.DateUtils.TryParse(text, out var date) ? [DateOnly.FromDateTime(date.UtcDateTime)] : [],
        };
    }

    private static string Cut(string text) => text.Length > 998 ? text[..998] : text;

    /// <summary>Walks the parts of one report and collects the mails in it.</summary>
    private sealed class MailsIn(ReportReader reader, CancellationToken cancellation)
    {
        private int _parts;
        private long _bytes;

        public List<ReportedMail> Found { get; } = [];

        /// <summary>Something was left out: past a limit, or broken.</summary>
        public bool IsCut { get; private set; }

        public void Visit(MimeEntity entity, int depth)
        {
            cancellation.ThrowIfCancellationRequested();
            if (depth > reader._limits.MaxDepth || ++_parts > reader._limits.MaxParts || Found.Count >= reader._limits.MaxMails)
            {
                IsCut = true;
                return;
            }
            switch (entity)
            {
                case Multipart multipart:
                    foreach (var child in multipart)
                    {
                        if (_parts > reader._limits.MaxParts) return;
                        Visit(child, depth + 1);
                    }
                    break;
                // RFC 6522 section 3: a report may return only the header.
                case TextRfc822Headers { Message: { } headers }:
                    Found.Add(reader.Of(headers));
                    break;
                case MessagePart { Message: { } mail }:
                    Attached(mail);
                    break;
                case TnefPart tnef:
                    Open(tnef, depth);
                    break;
                case MimePart part when IsMailFile(part):
                    Add(Decoded(part));
                    break;
            }
        }

        private void Attached(MimeMessage mail)
        {
            using var bytes = new MemoryStream();
            var format = FormatOptions.Default.Clone();
            // As it was sent: signatures are checked over CRLF (RFC 6376 3.4).
            format.NewLineFormat = NewLineFormat.Dos;
            mail.WriteTo(format, bytes, cancellation);
            if (!IsMail(mail) || (_bytes += bytes.Length) > reader._limits.MaxOriginals) IsCut = true;
            else Found.Add(reader.Of(mail) with { Original = bytes.ToArray(), Digest = SHA256.HashData(bytes.GetBuffer().AsSpan(0, (int)bytes.Length)) });
        }

        private void Add(byte[] bytes)
        {
            if (reader.Original(bytes, cancellation) is { Original: { } original } mail && (_bytes += original.Length) <= reader._limits.MaxOriginals) Found.Add(mail);
            else IsCut = true;
        }

        private byte[] Decoded(MimePart part)
        {
            using var bytes = new MemoryStream();
            part.Content?.DecodeTo(bytes, cancellation);
            return bytes.ToArray();
        }

        /// <summary>Exchange wraps forwards that leave it in winmail.dat ([MS-OXTNEF]).</summary>
        private void Open(TnefPart tnef, int depth)
        {
            using var inner = WinmailDat.Open(tnef, out var isCut);
            if (isCut || inner is null) IsCut = true;
            if (inner?.Body is { } body) Visit(body, depth + 1);
        }

        private static bool IsMailFile(MimePart part) =>
            part.ContentType.IsMimeType("message", "*") && !part.ContentType.IsMimeType("message", "feedback-report") && !part.ContentType.IsMimeType("message", "delivery-status")
            || part.ContentType.IsMimeType("application", "vnd.ms-outlook")
            || (part.FileName is { } name && (name.EndsWith(".eml", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".msg", StringComparison.OrdinalIgnoreCase)));
    }
}
