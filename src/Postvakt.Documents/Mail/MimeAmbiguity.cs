using MimeKit;

namespace Postvakt.Documents.Mail;

/// <summary>
/// Whether programs differ in how they read an entity (RFC 2045), so that what one of them shows is not what was looked at here. Senders that mean no harm write none of it
/// (J. Zhang and others, "Inbox Invasion", CCS 2024).
/// </summary>
public static class MimeAmbiguity
{
    public static bool Is(MimeEntity entity)
    {
        ArgumentNullException.ThrowIfNull(entity);
        if (Is(entity.Headers)) return true;
        var (types, encodings, encoding) = (0, 0, "");
        foreach (var header in entity.Headers)
        {
            if (header.Id == HeaderId.ContentType) types++;
            else if (header.Id == HeaderId.ContentTransferEncoding) (encodings, encoding) = (encodings + 1, header.Value);
        }
        return types > 1 || encodings > 1 || entity switch
        {
            Multipart parts => IsTorn(parts),
            // RFC 2046 5.2.2: other mails hold the rest.
            MessagePartial => true,
            MimePart part => encodings == 1 && part.ContentTransferEncoding == ContentEncoding.Default && NamesEncoding(encoding),
            _ => false,
        };
    }

    /// <summary>The same of a header: some programs take a line that is no field, a blank one or what follows a bare CR for the beginning of the text, others do not (RFC 5322 2.2, 3.5).</summary>
    public static bool Is(HeaderList headers)
    {
        ArgumentNullException.ThrowIfNull(headers);
        var hasField = false;
        foreach (var header in headers)
        {
            // A line that is no field comes as a name with its line's end; before the first field it is what a mailbox or a server's command left there.
            var isField = !header.RawField.Contains((byte)'\n');
            if (!isField && hasField || isField && IsTorn(header.RawValue)) return true;
            hasField |= isField;
        }
        return false;
    }

    /// <summary>A field's value, its end included.</summary>
    private static bool IsTorn(ReadOnlySpan<byte> value)
    {
        while (value.IndexOfAny((byte)'\r', (byte)'\n') is >= 0 and var at)
        {
            if (value[at] == '\r')
            {
                if (at + 1 == value.Length || value[at + 1] != '\n') return true;
                at++;
            }
            value = value[(at + 1)..];
            if (value.TrimStart(" \t"u8) is { IsEmpty: false } rest && rest.Length < value.Length && rest[0] is (byte)'\r' or (byte)'\n') return true;
        }
        return false;
    }

    /// <summary>Its type is none that could be read, so that programs take it for text (RFC 2045 5.2) and the library takes it for a file.</summary>
    public static bool IsUntyped(MimePart part)
    {
        ArgumentNullException.ThrowIfNull(part);
        return part.ContentType.IsMimeType("application", "octet-stream") && string.IsNullOrEmpty(part.FileName) && !part.IsAttachment && part.Headers[HeaderId.ContentType] is { } type && !type.Contains("octet-stream", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>It names no boundary, two, or one that is not there; or parts go on behind its end (RFC 2046 5.1.1).</summary>
    private static bool IsTorn(Multipart parts)
    {
        var field = parts.Headers[HeaderId.ContentType] ?? "";
        var first = field.IndexOf("boundary", StringComparison.OrdinalIgnoreCase);
        if (first >= 0 && NamesBoundary(field.AsSpan(first + 8))) return true;
        if (parts.Count == 0) return !string.IsNullOrWhiteSpace(parts.Preamble);
        return parts.Epilogue is { Length: > 0 } epilogue && parts.Boundary is { Length: > 0 } boundary && epilogue.Contains("--" + boundary, StringComparison.Ordinal);
    }

    /// <summary>"; boundary=", "; boundary*0=" once more, outside of the first one's value.</summary>
    private static bool NamesBoundary(ReadOnlySpan<char> rest)
    {
        if (rest.StartsWith("*")) return true;
        while (rest.IndexOf("boundary", StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
        {
            if (rest[..at].TrimEnd() is [.., ';'] && rest[(at + 8)..].TrimStart() is ['=' or '*', ..]) return true;
            rest = rest[(at + 8)..];
        }
        return false;
    }

    /// <summary>What one program takes for "base64" and another for none.</summary>
    private static bool NamesEncoding(string encoding) => encoding.Contains("base64", StringComparison.OrdinalIgnoreCase) || encoding.Contains("quoted-printable", StringComparison.OrdinalIgnoreCase) || encoding.Contains("uue", StringComparison.OrdinalIgnoreCase);
}
