using System.Text;

namespace Postvakt.Messages.Bodies;

/// <summary>
/// Splits a body into what its sender wrote and the messages he quotes, by the marks of RFC 3676, the attribution lines and
/// header blocks of mail programs in some 35 languages (quote-words.tsv), and what the markup says. Linear in the text.
/// </summary>
public static class QuoteSplitter
{
    public static SplitBody Split(RenderedText text, MessageLimits limits)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(limits);
        if (text.Text.Length == 0)
        {
            return SplitBody.Empty with { Rendered = text };
        }
        var words = QuoteWords.Default;
        using var lines = new BodyLines(text, Math.Max(1, limits.MaxLines));
        var reader = new AnnouncementReader(lines, words);
        reader.Read();
        var tracker = new QuoteTracker(lines, reader.Found, Math.Max(1, limits.MaxQuotes));
        tracker.Walk();
        new OwnTextReader(lines, words).Read();
        return new SplitBody(text, Segments(lines), Messages(lines, tracker.Quotes))
        {
            Authored = Collect(lines, SegmentKind.Authored),
            Signature = Collect(lines, SegmentKind.Signature),
        };
    }

    private static List<Segment> Segments(BodyLines lines)
    {
        var segments = new List<Segment>();
        for (var i = 0; i < lines.Count;)
        {
            var (kind, quote) = (lines[i].Kind, lines[i].Quote);
            var start = lines[i].Start;
            while (i < lines.Count && lines[i].Kind == kind && lines[i].Quote == quote)
            {
                i++;
            }
            segments.Add(new(kind, start, i < lines.Count ? lines[i].Start : lines.Text.Length, quote));
        }
        return segments;
    }

    private static List<QuotedMessage> Messages(BodyLines lines, List<OpenQuote> quotes)
    {
        var messages = new List<QuotedMessage>(quotes.Count);
        var buffer = new StringBuilder();
        foreach (var quote in quotes)
        {
            buffer.Clear();
            for (var i = quote.FirstLine; i >= 0; i = lines[i].Next)
            {
                buffer.Append(lines.Text, lines[i].Text, lines[i].End - lines[i].Text).Append('\n');
            }
            var announced = quote.Announced;
            messages.Add(new(quote.Depth, announced?.Author, announced?.Address, announced?.DateText, announced?.Subject, Trimmed(buffer))
            {
                To = announced?.To,
                Cc = announced?.Cc,
                Language = announced?.Language,
                Forwarded = announced?.Forwarded ?? false,
            });
        }
        return messages;
    }

    private static string Collect(BodyLines lines, SegmentKind kind)
    {
        var first = -1;
        StringBuilder? buffer = null;
        var single = "";
        for (var i = 0; i < lines.Count;)
        {
            if (lines[i].Kind != kind)
            {
                i++;
                continue;
            }
            first = lines[i].Start;
            while (i < lines.Count && lines[i].Kind == kind)
            {
                i++;
            }
            var part = lines.Text.AsSpan(first, lines[i - 1].End - first).Trim();
            if (part.IsEmpty)
            {
                continue;
            }
            if (single.Length == 0 && buffer is null)
            {
                single = part.ToString();
                continue;
            }
            buffer ??= new StringBuilder(single);
            buffer.Append("\n\n").Append(part);
        }
        return buffer?.ToString() ?? single;
    }

    private static string Trimmed(StringBuilder buffer)
    {
        var (start, end) = (0, buffer.Length);
        while (end > start && char.IsWhiteSpace(buffer[end - 1]))
        {
            end--;
        }
        while (start < end && buffer[start] == '\n')
        {
            start++;
        }
        return buffer.ToString(start, end - start);
    }
}
