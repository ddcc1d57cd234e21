using MimeKit;

namespace Postvakt.Messages.Attachments;

/// <summary>Looks at a MIME part from outside: name, size, kind by name and first bytes, a zip's directory.</summary>
internal static class AttachmentReader
{
    /// <summary>Decoded bytes of an archive that are looked at for its directory. 4 MiB; larger ones show their local headers only.</summary>
    private const int MaxArchiveBytes = 4 << 20;

    public static Attachment Read(MimePart part)
    {
        var name = NameOf(part);
        var mediaType = part.ContentType.MimeType.ToLowerInvariant();
        var kind = FileNames.KindOf(name);
        if (kind == AttachmentKind.Other) kind = ByMediaType(mediaType);
        var size = EstimateSize(part);
        var head = ReadHead(part, kind == AttachmentKind.Archive ? MaxArchiveBytes : 8);
        var byContent = BySignature(head);
        IReadOnlyList<string> inner = [];
        var encrypted = false;
        if (byContent == AttachmentKind.Archive && kind is not (AttachmentKind.Office or AttachmentKind.MacroOffice))
        {
            if (head.Length <= 8) head = ReadHead(part, MaxArchiveBytes);
            (inner, encrypted) = ZipListing.Read(head);
        }
        if (byContent is { } found && kind != AttachmentKind.Mail && Rank(found) > Rank(kind) && !(found == AttachmentKind.Archive && kind is AttachmentKind.Office))
            kind = found;
        return new Attachment(name, mediaType, size, kind, inner, encrypted)
        {
            Inline = part.ContentId is not null && kind == AttachmentKind.Picture,
            Disposition = Short(part.ContentDisposition?.Disposition).ToLowerInvariant(),
            ContentId = Short(part.ContentId),
            TransferEncoding = part.ContentTransferEncoding == ContentEncoding.Default ? "" : Short(part.Headers[HeaderId.ContentTransferEncoding]).ToLowerInvariant(),
        };
    }

    /// <summary>A message that the mail carries as a part (RFC 2046 5.2.1), as others list it among attachments.</summary>
    public static Attachment Read(MessagePart part) => new(NameOf(part), part.ContentType.MimeType.ToLowerInvariant(), 0, AttachmentKind.Mail, [], false)
    {
        Disposition = Short(part.ContentDisposition?.Disposition).ToLowerInvariant(),
        ContentId = Short(part.ContentId),
        TransferEncoding = Short(part.Headers[HeaderId.ContentTransferEncoding]).ToLowerInvariant(),
    };

    private static string Short(string? text) => text is null ? "" : text.Length > 255 ? text[..255] : text.Trim();

    private static string NameOf(MimeEntity part)
    {
        // Programs differ in which of two names they take (RFC 2183 2.3, RFC 2046 4.1): the more dangerous one counts.
        var (first, second) = (part.ContentDisposition?.FileName, part.ContentType.Name);
        var name = (first is null || second is not null && Rank(FileNames.KindOf(second)) > Rank(FileNames.KindOf(first)) ? second ?? "" : first).Trim();
        var slash = name.AsSpan().LastIndexOfAny('/', '\\');
        if (slash >= 0) name = name[(slash + 1)..];
        return name.Length > 255 ? name[^255..] : name;
    }

    private static long EstimateSize(MimePart part)
    {
        var encoded = part.Content?.Stream?.Length ?? 0;
        return part.ContentTransferEncoding == ContentEncoding.Base64 ? encoded * 3 / 4 : encoded;
    }

    private static byte[] ReadHead(MimePart part, int count)
    {
        if (part.Content is null) return [];
        using var stream = part.Content.Open();
        var head = new byte[(int)Math.Min(count, EstimateSize(part) + 16)];
        return head[..stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
    }

    private static AttachmentKind ByMediaType(string type) => type switch
    {
        "application/pdf" => AttachmentKind.Pdf,
        "application/zip" or "application/x-zip-compressed" or "application/x-rar-compressed" or "application/x-7z-compressed" or "application/gzip" => AttachmentKind.Archive,
        "text/html" or "application/xhtml+xml" or "image/svg+xml" => AttachmentKind.Html,
        "text/calendar" or "text/vcard" or "text/x-vcard" => AttachmentKind.Calendar,
        "application/msword" or "application/vnd.ms-excel" or "application/vnd.ms-powerpoint" or "application/rtf" => AttachmentKind.OldOffice,
        "application/pgp-signature" or "application/pkcs7-signature" or "application/x-pkcs7-signature" => AttachmentKind.Signature,
        "application/x-iso9660-image" => AttachmentKind.DiskImage,
        "application/x-msdownload" => AttachmentKind.Executable,
        _ when type.StartsWith("image/", StringComparison.Ordinal) => AttachmentKind.Picture,
        _ when type.StartsWith("text/", StringComparison.Ordinal) => AttachmentKind.Text,
        _ when type.StartsWith("audio/", StringComparison.Ordinal) || type.StartsWith("video/", StringComparison.Ordinal) => AttachmentKind.Media,
        _ => AttachmentKind.Other,
    };

    private static AttachmentKind? BySignature(ReadOnlySpan<byte> head) => head switch
    {
        [(byte)'P', (byte)'K', 3, 4, ..] => AttachmentKind.Archive,
        [(byte)'R', (byte)'a', (byte)'r', (byte)'!', ..] => AttachmentKind.Archive,
        [(byte)'7', (byte)'z', 0xBC, 0xAF, ..] => AttachmentKind.Archive,
        [(byte)'M', (byte)'Z', ..] => AttachmentKind.Executable,
        [0xE4, 0x52, 0x5C, 0x7B, ..] => AttachmentKind.OneNote,
        [0x4C, 0, 0, 0, 1, 0x14, 2, 0, ..] => AttachmentKind.Shortcut,
        [0xD0, 0xCF, 0x11, 0xE0, ..] => AttachmentKind.OldOffice,
        [(byte)'%', (byte)'P', (byte)'D', (byte)'F', ..] => AttachmentKind.Pdf,
        _ => null,
    };

    /// <summary>Which of two claims about a file is the more dangerous one.</summary>
    private static int Rank(AttachmentKind kind) => AttachmentKinds.IsHard(kind) ? 3 : AttachmentKinds.IsRisky(kind) ? 2 : kind == AttachmentKind.Pdf ? 1 : 0;
}
