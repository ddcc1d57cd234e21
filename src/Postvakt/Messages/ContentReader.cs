using System.Security.Cryptography;
using System.Security.Cryptography.Pkcs;
using MimeKit;
using MimeKit.Cryptography;
using MimeKit.Tnef;
using Postvakt.Documents.Mail;
using Postvakt.Messages.Attachments;
using Postvakt.Messages.Bodies;

namespace Postvakt.Messages;

/// <summary>Walks the parts of a mail in order and collects text bodies and attachments. One use per mail; what it opened stays open until it is disposed.</summary>
/// <param name="options">How what lies in signed text is parsed.</param>
internal sealed class ContentReader(MessageLimits limits, ParserOptions options) : IDisposable
{
    private readonly List<SplitBody> _bodies = [];
    private readonly List<AttachedPart> _attachments = [];
    private readonly List<(Attachment File, MessagePart Part)> _enclosed = [];
    private readonly List<IDisposable> _opened = [];
    private SplitBody? _plain;
    private SplitBody? _html;
    private MessageDefects _defects;
    private bool _report;
    private int _parts;
    private long _chars, _wrapped;

    public (IReadOnlyList<SplitBody> Bodies, IReadOnlyList<AttachedPart> Attachments, MessageDefects Defects, bool IsReport) Read(
        MimeMessage mime, CancellationToken cancellation)
    {
        if (MimeAmbiguity.Is(mime.Headers)) _defects |= MessageDefects.Ambiguous;
        if (mime.Body is { } root) Visit(root, 0, enclosed: null, cancellation);
        var bodies = new List<SplitBody>(2 + _bodies.Count);
        if (_plain is not null) bodies.Add(_plain);
        if (_html is not null) bodies.Add(_html);
        bodies.AddRange(_bodies);
        return (bodies, _attachments, _defects, _report);
    }

    /// <summary>Messages that the mail itself carries as parts; not those inside them.</summary>
    public IReadOnlyList<(Attachment File, MessagePart Part)> Enclosed => _enclosed;

    public void Dispose()
    {
        foreach (var opened in _opened) opened.Dispose();
    }

    private void Visit(MimeEntity entity, int depth, MimeMessage? enclosed, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (depth >= limits.MaxDepth)
        {
            _defects |= MessageDefects.TooDeep;
            return;
        }
        if (++_parts > limits.MaxParts)
        {
            _defects |= MessageDefects.TooManyParts;
            return;
        }
        // What a report of a delivery gives back of a mail is often torn.
        if (!(_report && enclosed is not null) && MimeAmbiguity.Is(entity)) _defects |= MessageDefects.Ambiguous;
        switch (entity)
        {
            case MultipartEncrypted:
                _defects |= MessageDefects.Encrypted;
                break;
            case Multipart multipart:
                if (multipart is MultipartSigned) _defects |= MessageDefects.Signed;
                if (multipart is MultipartReport) _report = true;
                foreach (var child in multipart)
                {
                    if ((_defects & MessageDefects.TooManyParts) != 0) return;
                    Visit(child, depth + 1, enclosed, cancellation);
                }
                // Without a part that could be found, the text in front of parts is all that programs show.
                if (multipart.Count == 0 && !string.IsNullOrWhiteSpace(multipart.Preamble)) Take(Opened(new TextPart("plain") { Text = multipart.Preamble }), enclosed);
                break;
            case MessagePart part:
                _defects |= MessageDefects.Enclosed;
                if (enclosed is null) _enclosed.Add((AttachmentReader.Read(part), part));
                if (part.Message is { } message)
                {
                    FieldBounds.Apply(message.Headers);
                    if (!_report && MimeAmbiguity.Is(message.Headers)) _defects |= MessageDefects.Ambiguous;
                }
                if (part.Message?.Body is { } inner) Visit(inner, depth + 1, part.Message, cancellation);
                break;
            case TnefPart tnef:
                Open(tnef, depth, enclosed, cancellation);
                break;
            case ApplicationPkcs7Mime smime:
                Open(smime, depth, enclosed, cancellation);
                break;
            case TextPart text when IsBody(text):
                Take(text, enclosed);
                break;
            case MimePart part when MimeAmbiguity.IsUntyped(part):
                Take(Opened(new TextPart("plain") { Content = part.Content }), enclosed);
                break;
            case MimePart part:
                _attachments.Add(new AttachedPart(AttachmentReader.Read(part) with { Enclosed = enclosed is not null }, part));
                if (part is TextPart calendar && IsCalendar(calendar)) Calendar(calendar);
                break;
        }
    }

    private TextPart Opened(TextPart part)
    {
        _opened.Add(part);
        return part;
    }

    private static bool IsBody(TextPart text) =>
        !text.IsAttachment && string.IsNullOrEmpty(text.FileName) && !IsCalendar(text) && !text.ContentType.IsMimeType("text", "rfc822-headers");

    private static bool IsCalendar(TextPart text) => text.ContentType.IsMimeType("text", "calendar");

    private void Take(TextPart part, MimeMessage? enclosed)
    {
        if (_chars > limits.MaxTextChars)
        {
            _defects |= MessageDefects.TooManyParts;
            return;
        }
        var text = TextDecoder.Decode(part, limits.MaxBodyChars, ref _defects);
        _chars += text.Length;
        var rendered = part.IsHtml ? HtmlRenderer.Render(text, limits) : PlainText.Render(text, limits, part.IsFlowed);
        if (rendered.Truncated) _defects |= MessageDefects.TextTruncated;
        var body = (enclosed is not null ? AllQuoted(rendered, enclosed) : Split(rendered)) with { Source = new(text, part.ContentType.Charset ?? "", part.Headers[HeaderId.ContentTransferEncoding]?.Trim().ToLowerInvariant() ?? "") };
        if (enclosed is not null) _bodies.Add(body);
        else if (part.IsHtml && _html is null) _html = body;
        else if (!part.IsHtml && _plain is null) _plain = body;
        else _bodies.Add(body);
        if (!part.IsHtml) Attach(text, enclosed);
    }

    /// <summary>Files in the text itself.</summary>
    private void Attach(string text, MimeMessage? enclosed)
    {
        var files = UuencodedFiles.In(text);
        if (files.Count == UuencodedFiles.Most) _defects |= MessageDefects.TooManyParts;
        foreach (var file in files)
        {
            _opened.Add(file);
            if (++_parts > limits.MaxParts)
            {
                _defects |= MessageDefects.TooManyParts;
                continue;
            }
            _attachments.Add(new AttachedPart(AttachmentReader.Read(file) with { Enclosed = enclosed is not null }, file));
        }
    }

    /// <summary>A mistake of ours in reading hostile text must neither end the session nor hide the text: it is all own text, and the mail undetermined.</summary>
    private SplitBody Split(RenderedText rendered)
    {
        try
        {
            return QuoteSplitter.Split(rendered, limits);
        }
        catch (Exception mistake) when (mistake is IndexOutOfRangeException or ArgumentException)
        {
            _defects |= MessageDefects.Unsplit;
            return new SplitBody(rendered, Whole(rendered, SegmentKind.Authored, -1), []) { Authored = rendered.Text };
        }
    }

    /// <summary>Text of an enclosed message was written by somebody else: it is one quote.</summary>
    private static SplitBody AllQuoted(RenderedText rendered, MimeMessage from) => new(
        rendered,
        Whole(rendered, SegmentKind.Quoted, 0),
        [new QuotedMessage(1, from.From.Mailboxes.FirstOrDefault()?.Name, from.From.Mailboxes.FirstOrDefault()?.Address?.ToLowerInvariant(), from.Headers[HeaderId.Date], from.Subject, rendered.Text) { Forwarded = true }]) { Enclosed = true };

    private static Segment[] Whole(RenderedText rendered, SegmentKind kind, int quote) =>
        rendered.Text.Length == 0 ? [] : [new Segment(kind, 0, rendered.Text.Length, quote)];

    private void Calendar(TextPart part)
    {
        _defects |= MessageDefects.Calendar;
        // RFC 5545 3.1: folded lines go on after a line break and one blank or tab. TZURL (3.8.3.5) is where a program finds the time zone; nobody is shown it.
        var lines = TextDecoder.Decode(part, limits.MaxBodyChars, ref _defects).Replace("\r\n", "\n", StringComparison.Ordinal)
            .Replace("\n ", "", StringComparison.Ordinal).Replace("\n\t", "", StringComparison.Ordinal).Split('\n').Where(line => !line.StartsWith("TZURL", StringComparison.OrdinalIgnoreCase));
        var text = string.Join('\n', lines).Replace("\\n", "\n", StringComparison.Ordinal);
        var rendered = PlainText.Render(text, limits);
        _bodies.Add(new SplitBody(rendered, Whole(rendered, SegmentKind.Authored, -1), []));
    }

    private void Open(TnefPart tnef, int depth, MimeMessage? enclosed, CancellationToken cancellation)
    {
        _defects |= MessageDefects.Tnef;
        if (!MayUnwrap(tnef)) return;
        var inner = WinmailDat.Open(tnef, out var isCut, cancellation);
        if (isCut || inner is null) _defects |= MessageDefects.TnefUnreadable;
        if (inner is null) return;
        _opened.Add(inner);
        if (inner.Body is { } body) Visit(body, depth + 1, enclosed, cancellation);
    }

    /// <summary>Opaque signed text is opened without judging the signature (RFC 8551 3.5.2); enveloped text stays locked.</summary>
    private void Open(ApplicationPkcs7Mime part, int depth, MimeMessage? enclosed, CancellationToken cancellation)
    {
        if (part.SecureMimeType is not (SecureMimeType.SignedData or SecureMimeType.Unknown))
        {
            _defects |= MessageDefects.Encrypted;
            return;
        }
        if (!MayUnwrap(part)) return;
        MimeEntity inner;
        try
        {
            var content = Signed(part, cancellation);
            _defects |= MessageDefects.Signed;
            inner = MailParser.ParseEntity(options, new MemoryStream(content, writable: false), out var isCut, cancellation);
            if (isCut) _defects |= MessageDefects.TooLarge;
        }
        catch (Exception broken) when (broken is CryptographicException or FormatException or IOException)
        {
            _defects |= MessageDefects.Encrypted;
            return;
        }
        Visit(inner, depth + 1, enclosed, cancellation);
    }

    private static byte[] Signed(MimePart part, CancellationToken cancellation)
    {
        using var bytes = new MemoryStream();
        part.Content?.DecodeTo(bytes, cancellation);
        var signed = new SignedCms();
        signed.Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length));
        return signed.ContentInfo.Content;
    }

    /// <summary>What is unwrapped stays in memory beside its wrapper: thirty wrappers around each other would multiply a mail's size.</summary>
    private bool MayUnwrap(MimePart part)
    {
        _wrapped += part.Content?.Stream?.Length ?? 0;
        if (_wrapped <= 2 * limits.MaxBytes) return true;
        _defects |= MessageDefects.TooLarge;
        return false;
    }
}
