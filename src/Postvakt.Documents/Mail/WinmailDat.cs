using System.Text;
using MimeKit;
using MimeKit.Tnef;

namespace Postvakt.Documents.Mail;

/// <summary>winmail.dat ([MS-OXTNEF]), in which Outlook and Exchange wrap a mail's text and files, as a MIME message.</summary>
public static class WinmailDat
{
    // The library asks for Windows-1252 once, and reads no text for the rest of the process when it is not there.
    static WinmailDat() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);

    /// <summary>What it holds, as far as its lengths are true; null when nothing could be read.</summary>
    /// <param name="isCut">Something of it was left out.</param>
    public static MimeMessage? Open(ReadOnlyMemory<byte> content, out bool isCut)
    {
        var kept = TnefBounds.Kept(content.Span);
        // What follows the last attribute may be zeros; they hold nothing.
        isCut = content.Span[kept..].ContainsAnyExcept((byte)0);
        if (kept == 0) return null;
        try
        {
            using var part = new TnefPart { Content = new MimeContent(new MemoryStream(content[..kept].ToArray(), writable: false)) };
            return part.ConvertToMessage();
        }
        // A foreign parser on hostile bytes: whatever it throws means that it could not be read.
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            isCut = true;
            return null;
        }
    }

    /// <summary>As the other; the content of a mail's part, decoded.</summary>
    public static MimeMessage? Open(TnefPart part, out bool isCut, CancellationToken cancellation = default)
    {
        using var bytes = new MemoryStream();
        part.Content?.DecodeTo(bytes, cancellation);
        return Open(bytes.GetBuffer().AsMemory(0, (int)bytes.Length), out isCut);
    }
}
