using System.Text;

namespace Postvakt.Messages.Bodies;

/// <summary>
/// The part of a body that a ticket system would keep. Quotes between the sender's own lines stay, because his answers mean
/// nothing without them; so does an excerpt on top that no attribution line announces. Quotes that an attribution line
/// announces above his first line go, as do quotes below his last. Who wrote nothing passes on what he quotes.
/// </summary>
internal static class ReplyText
{
    public static string Of(SplitBody body)
    {
        var (first, last) = (-1, -1);
        for (var i = 0; i < body.Segments.Count; i++)
        {
            if (body.Segments[i].Kind == SegmentKind.Authored && !Text(body, i).IsWhiteSpace())
            {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        if (first < 0)
        {
            return Join(body, 0, body.Segments.Count - 1);
        }
        var from = 0;
        for (var i = 0; i < first; i++)
        {
            from = body.Segments[i].Kind == SegmentKind.Attribution ? first : from;
        }
        return Join(body, from, last);
    }

    private static string Join(SplitBody body, int from, int to)
    {
        var text = new StringBuilder();
        for (var i = from; i <= to; i++)
        {
            if (body.Segments[i].Kind is SegmentKind.Authored or SegmentKind.Quoted)
            {
                text.Append(Text(body, i));
            }
        }
        var joined = text.ToString().Trim();
        // Quote marks alone are no text.
        return joined.AsSpan().Trim("> \n\t").IsEmpty ? "" : joined;
    }

    private static ReadOnlySpan<char> Text(SplitBody body, int index) =>
        body.Rendered.Text.AsSpan(body.Segments[index].Start, body.Segments[index].End - body.Segments[index].Start);
}
