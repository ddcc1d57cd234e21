using System.Buffers;
using System.Text;
using MimeKit;

namespace Postvakt.Messages;

/// <summary>Decodes a text part: declared charset first, UTF-8 if the bytes are valid, else Windows-1252, which never fails.</summary>
internal static class TextDecoder
{
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    public static string Decode(TextPart part, int maxChars, ref MessageDefects defects)
    {
        if (part.Content is not { Stream: { } encoded }) return "";
        // Four bytes a character is the worst any charset here needs.
        var limit = (int)Math.Min((long)maxChars * 4, encoded.Length + 16);
        var buffer = ArrayPool<byte>.Shared.Rent(limit);
        try
        {
            using var stream = part.Content.Open();
            var count = stream.ReadAtLeast(buffer.AsSpan(0, limit), limit, throwOnEndOfStream: false);
            var text = Decode(buffer.AsSpan(0, count), part.ContentType.Charset, ref defects);
            // Escape sequences (RFC 1468) are bytes without a character: a megabyte of them would hide what follows.
            if (text.Length <= maxChars && count < limit) return text;
            defects |= MessageDefects.TextTruncated;
            return text.Length <= maxChars ? text : text[..maxChars];
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static string Decode(ReadOnlySpan<byte> bytes, string? charset, ref MessageDefects defects)
    {
        if (Ascii.IsValid(bytes) && !bytes.Contains((byte)0x1B)) return Encoding.ASCII.GetString(bytes);
        if (Named(charset, ref defects) is { } declared && declared.CodePage != Encoding.UTF8.CodePage && declared.CodePage != 20127)
            return declared.GetString(bytes);
        try
        {
            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            defects |= MessageDefects.UndecodableText;
            return Encoding.GetEncoding(1252).GetString(bytes);
        }
    }

    private static Encoding? Named(string? charset, ref MessageDefects defects)
    {
        if (string.IsNullOrWhiteSpace(charset)) return null;
        try
        {
            return Encoding.GetEncoding(charset.Trim().Trim('"', '\''));
        }
        catch (Exception unknown) when (unknown is ArgumentException or NotSupportedException)
        {
            defects |= MessageDefects.UnknownCharset;
            return null;
        }
    }
}
