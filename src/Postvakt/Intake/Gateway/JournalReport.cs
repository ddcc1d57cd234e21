using MimeKit;
using Postvakt.Documents.Mail;
using Postvakt.Messages;

namespace Postvakt.Intake.Gateway;

/// <summary>
/// A journal report of Exchange ("envelope journaling"): a mail whose first part lists the envelope and whose second is the journaled mail. The
/// list is the only trustworthy word on who got it: blind copies and expanded lists stand nowhere else.
/// </summary>
/// <param name="Sender">Lower case, or empty.</param>
/// <param name="Recipients">All of To, Cc, Bcc and Recipient, lower case, each once; at most 10,000.</param>
/// <param name="Content">The journaled mail; the caller disposes of it.</param>
public sealed record JournalReport(string Sender, IReadOnlyList<string> Recipients, Stream Content)
{
    /// <summary>Marks a journal report; its value is empty.</summary>
    public const string Field = "X-MS-Journal-Report";

    /// <summary>Recipients taken. 10,000: ten times what Exchange allows by default.</summary>
    private const int MaxRecipients = 10_000;

    /// <summary>Characters of the list. 4 Mi: 10,000 long addresses.</summary>
    private const int MaxText = 4 << 20;

    /// <summary>The report's content, or null when the mail is none: no mark, no list, or no mail in it.</summary>
    /// <param name="content">Seekable; read from its start.</param>
    /// <param name="limits">Depth and size of what is read.</param>
    /// <param name="spool">Makes the stream that the journaled mail is copied to.</param>
    public static JournalReport? Read(Stream content, MessageLimits limits, Func<Stream> spool, CancellationToken cancellation)
    {
        content.Position = 0;
        if (content.Length > limits.MaxBytes) return null;
        try
        {
            using var mail = MailParser.ParseMessage(new ParserOptions { MaxMimeDepth = limits.MaxDepth }, content, limits.MaxBytes, out var isCut, cancellation);
            if (isCut || !mail.Headers.Contains(Field) || mail.Body is not Multipart { Count: >= 2 } parts || parts[0] is not TextPart list) return null;
            if (parts.OfType<MessagePart>().FirstOrDefault()?.Message is not { } journaled) return null;
            var (sender, recipients) = Addresses(list);
            var inner = spool();
            var format = FormatOptions.Default.Clone();
            // As it was sent: signatures are checked over CRLF (RFC 6376 3.4).
            format.NewLineFormat = NewLineFormat.Dos;
            journaled.WriteTo(format, inner, cancellation);
            inner.Position = 0;
            return new JournalReport(sender, recipients, inner);
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static (string Sender, IReadOnlyList<string> Recipients) Addresses(TextPart list)
    {
        var text = list.Text;
        if (text.Length > MaxText) text = text[..MaxText];
        var (sender, recipients) = ("", new HashSet<string>(StringComparer.Ordinal));
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var colon = line.IndexOf(':');
            if (colon <= 0) continue;
            // "To: a@x.example, Expanded: list@x.example": the address is what comes first.
            var value = line[(colon + 1)..].Trim();
            var address = (value.IndexOf(',') is var comma and >= 0 ? value[..comma] : value).Trim(" <>").ToString().ToLowerInvariant();
            if (!IsAddress(address)) continue;
            if (line[..colon].Equals("Sender", StringComparison.OrdinalIgnoreCase)) sender = address;
            else if (IsRecipient(line[..colon]) && recipients.Count < MaxRecipients) recipients.Add(address);
        }
        return (sender, [.. recipients]);
    }

    private static bool IsRecipient(ReadOnlySpan<char> name) =>
        name.Equals("To", StringComparison.OrdinalIgnoreCase) || name.Equals("Cc", StringComparison.OrdinalIgnoreCase)
        || name.Equals("Bcc", StringComparison.OrdinalIgnoreCase) || name.Equals("Recipient", StringComparison.OrdinalIgnoreCase);

    private static bool IsAddress(string text) => text.Length is > 2 and <= 320 && text.IndexOf('@', StringComparison.Ordinal) > 0 && !text.Any(c => char.IsControl(c) || c is ' ' or '<' or '>');
}
