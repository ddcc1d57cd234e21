using System.Net;
using MimeKit;
using Postvakt.Documents.Mail;
using Postvakt.Messages;

namespace Postvakt.Intake.Gateway;

/// <summary>
/// Puts a few sentences on top of a mail's text, in each alternative. Only for the last hop: a changed body breaks DKIM (RFC 6376) for everybody
/// behind it. Leaves alone what must not be changed: signed and encrypted mail (S/MIME, OpenPGP), calendar parts, delivery and other reports,
/// and mail whose structure is broken.
/// </summary>
public static class Banner
{
    private const MessageDefects Untouchable = MessageDefects.Encrypted | MessageDefects.Signed | MessageDefects.Calendar | MessageDefects.BrokenMime | MessageDefects.NotAMail
        | MessageDefects.TooLarge | MessageDefects.TooManyParts | MessageDefects.TooDeep | MessageDefects.TooManyHeaders | MessageDefects.Tnef | MessageDefects.Ambiguous;

    /// <summary>Characters of a text that are rewritten. 4 Mi: a longer text is no letter.</summary>
    private const int MaxText = 4 << 20;

    /// <summary>The mail with the sentence, or null when it must stay as it is.</summary>
    /// <param name="content">Seekable; read from its start.</param>
    /// <param name="spool">Makes the stream for the result, which the caller disposes of.</param>
    public static Stream? Apply(Stream content, Message message, BannerSaying saying, Func<Stream> spool, CancellationToken cancellation)
    {
        if ((message.Defects & Untouchable) != 0) return null;
        content.Position = 0;
        try
        {
            using var mail = MailParser.ParseMessage(new ParserOptions { MaxMimeDepth = MessageLimits.Default.MaxDepth }, content, long.MaxValue, out var isCut, cancellation);
            if (isCut) return null;
            var texts = new List<TextPart>();
            if (!Collect(mail.Body, texts) || texts.Count == 0) return null;
            foreach (var text in texts)
            {
                if (!Put(text, saying)) return null;
            }
            var result = spool();
            var format = FormatOptions.Default.Clone();
            format.NewLineFormat = NewLineFormat.Dos;
            mail.WriteTo(format, result, cancellation);
            result.Position = 0;
            return result;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    /// <summary>The texts that a reader is shown first; false when the mail holds something that must not be changed.</summary>
    private static bool Collect(MimeEntity? entity, List<TextPart> texts)
    {
        switch (entity)
        {
            case MultipartAlternative alternative:
                return alternative.All(part => Collect(part, texts));
            case MultipartRelated related:
                return Collect(related.Root, texts);
            case Multipart multipart when multipart.ContentType.IsMimeType("multipart", "signed") || multipart.ContentType.IsMimeType("multipart", "encrypted")
                || multipart.ContentType.IsMimeType("multipart", "report"):
                return false;
            case Multipart multipart:
                // Of mixed parts the first text is the letter; what follows is what came with it.
                return multipart.Count > 0 && Collect(multipart[0], texts);
            case TextPart { IsAttachment: false } text when text.IsPlain || text.IsHtml:
                texts.Add(text);
                return true;
            default:
                return entity is not MimePart part || !part.ContentType.IsMimeType("text", "calendar");
        }
    }

    private static bool Put(TextPart part, BannerSaying saying)
    {
        var text = part.Text;
        // OpenPGP in the text (RFC 9580 6.2) is signed as it stands.
        if (text.Length > MaxText || text.Contains("-----BEGIN PGP ", StringComparison.Ordinal)) return false;
        var changed = part.IsHtml ? InHtml(text, saying) : InText(text, saying);
        part.SetText(System.Text.Encoding.UTF8, changed);
        part.ContentTransferEncoding = ContentEncoding.QuotedPrintable;
        return true;
    }

    /// <summary>
    /// Before everything else: a place inside could be one that the mail hides, such as a comment. The style is spelled out on the element, where
    /// the mail's own style sheet cannot overrule it.
    /// </summary>
    private static string InHtml(string html, BannerSaying saying) => "<div style=\"all:initial;display:block!important;visibility:visible!important;background:#fff3cd!important;color:#3d2c00!important;border:1px solid #8a6d00!important;"
        + $"padding:8px 12px!important;margin:0 0 12px!important;font:14px/1.4 sans-serif!important\">{WebUtility.HtmlEncode(saying.Sentence)}"
        + (saying.Warning.Length > 0 ? $"<br><b>{WebUtility.HtmlEncode(saying.Warning)}</b>" : "")
        + (saying.Link.Length > 0 ? $"<br><a href=\"{WebUtility.HtmlEncode(saying.Link)}\" style=\"color:#3d2c00!important;text-decoration:underline!important\">{WebUtility.HtmlEncode(saying.LinkText)}</a>" : "") + "</div>" + html;

    private static string InText(string text, BannerSaying saying) => $"[{saying.Sentence}]\r\n" + (saying.Warning.Length > 0 ? $"[{saying.Warning}]\r\n" : "") + (saying.Link.Length > 0 ? $"[{saying.LinkText}: {saying.Link} ]\r\n" : "") + "\r\n" + text;
}
