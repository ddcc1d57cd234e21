using System.Text;
using MimeKit;
using Postvakt.Documents.Bytes;
using Postvakt.Documents.Inspecting;
using Postvakt.Documents.Kinds;
using Postvakt.Documents.Report;
using Postvakt.Documents.Texts;

namespace Postvakt.Documents.Mail;

/// <summary>Mails (RFC 5322, 2045) and web archives (RFC 2557, MHT): every part that is a file goes on its own way; text is read for links.</summary>
internal sealed class MailReader : IFileReader
{
    private const int MaxDepth = 30;
    private const int MaxBody = 1 << 20;

    public void Read(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        using var stream = new WatchedMail(content.ToArray(), inspection.Budget);
        var options = ParserOptions.Default.Clone();
        options.MaxMimeDepth = MaxDepth;
        MimeMessage mail;
        try
        {
            mail = MailParser.ParseMessage(options, stream, long.MaxValue, out var isCut);
            if (isCut) file.Find(FindingKinds.AnalysisIncomplete, "a mail of more parts or header fields than are read");
        }
        catch (FormatException e)
        {
            throw new MalformedException("no mail: " + e.GetType().Name);
        }
        file.Property("from", mail.From.ToString());
        file.Property("subject", mail.Subject ?? "");
        Walk(file, mail.Body, inspection, 0);
    }

    public static void Walk(InspectedFile file, MimeEntity? entity, Inspection inspection, int depth)
    {
        inspection.Budget.Look();
        if (depth > MaxDepth)
        {
            file.Find(FindingKinds.AnalysisIncomplete, $"parts inside each other, more than {MaxDepth} deep");
            return;
        }
        if (entity is not null && MimeAmbiguity.Is(entity)) file.Find(FindingKinds.AnalysisIncomplete, "programs differ in how they read its parts");
        switch (entity)
        {
            case Multipart parts:
                foreach (var part in parts) Walk(file, part, inspection, depth + 1);
                if (parts.Count == 0 && parts.Preamble is { } front) Plain(file, front, inspection);
                break;
            case MessagePart { Message: { } inner }:
                using (var copy = new BoundedWrite(inspection.Budget.Limits.FileBytes))
                {
                    inner.WriteTo(copy);
                    inspection.Open(file, "mail.eml", copy.Written, FileKind.Eml);
                }
                break;
            case MimePart part:
                Part(file, part, inspection);
                break;
            default:
                break;
        }
    }

    private static void Part(InspectedFile file, MimePart part, Inspection inspection)
    {
        var content = Decode(part, inspection);
        if (content.Length == 0) return;
        var name = part.FileName ?? NameOf(part.ContentLocation);
        if (name is null && !part.IsAttachment && (part is TextPart || MimeAmbiguity.IsUntyped(part)))
        {
            if (part is TextPart { IsHtml: true }) inspection.Open(file, "body.html", content, FileKind.Html);
            else Text(file, content, inspection);
            return;
        }
        if (part.ContentType.MediaType == "image" && FileSniffer.Tell(content.Span, name ?? "") is (FileKind.Png or FileKind.Jpeg or FileKind.Gif or FileKind.Bmp) and var picture && OtherFaces.Of(picture, content.Span, name ?? "").Count == 0)
        {
            inspection.Picture(file, name ?? part.ContentId ?? "picture", content);
            return;
        }
        inspection.Open(file, name ?? $"part of type {part.ContentType.MimeType}", content);
    }

    private static void Text(InspectedFile file, ReadOnlyMemory<byte> content, Inspection inspection)
    {
        Plain(file, TextBytes.Decode(content.Span, MaxBody), inspection);
        if (content.Span.IndexOf("begin "u8) < 0) return;
        var files = UuencodedFiles.In(Encoding.Latin1.GetString(content.Span));
        foreach (var inner in files)
        {
            using (inner) Part(file, inner, inspection);
        }
        if (files.Count == UuencodedFiles.Most) file.Find(FindingKinds.AnalysisIncomplete, $"{UuencodedFiles.Most} files in its text were read, and no more");
    }

    public static void Plain(InspectedFile file, string text, Inspection inspection)
    {
        inspection.Show(file, text, "body");
        foreach (var url in UrlScan.Find(text)) file.Link(url, "body");
    }

    private static string? NameOf(Uri? location)
    {
        if (location is null) return null;
        var text = location.OriginalString;
        text = text[(text.LastIndexOfAny(['/', '\\']) + 1)..];
        return text.Length is > 0 and < 200 ? text : null;
    }

    private static ReadOnlyMemory<byte> Decode(MimePart part, Inspection inspection)
    {
        if (part.Content is null) return default;
        using var bounded = new BoundedWrite(inspection.Budget.Limits.FileBytes);
        part.Content.DecodeTo(bounded);
        inspection.Budget.Expand(bounded.Written.Length);
        return bounded.Written;
    }
}
