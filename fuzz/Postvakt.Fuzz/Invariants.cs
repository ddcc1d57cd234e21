using Postvakt.Messages;
using Postvakt.Messages.Bodies;
using Postvakt.Messages.Links;

namespace Postvakt.Fuzz;

/// <summary>What holds for every mail, however broken.</summary>
internal static class Invariants
{
    /// <summary>Bounds so close that small inputs reach them.</summary>
    public static readonly MessageLimits Tight = new()
    {
        MaxBytes = 4_000, MaxParts = 5, MaxDepth = 3, MaxHeaders = 8, MaxBodyChars = 300, MaxLines = 9, MaxHtmlDepth = 4, MaxLinks = 3, MaxQuotes = 2, MaxAddresses = 2,
    };

    public static void Check(Message message, MessageLimits limits)
    {
        foreach (var body in message.Bodies) Check(body, limits);
        Check(message.Links, message.Bodies, limits);
        Hold(message.Others.Count <= limits.MaxAddresses * 3 + 1, "more addresses than the limit");
        Hold(message.Attachments.Count <= limits.MaxParts, "more attachments than parts");
        Hold(message.References.Count <= 100 && message.InReplyTo.Count <= 100, "more ids than the limit");
    }

    public static void Check(SplitBody body, MessageLimits limits)
    {
        var length = body.Rendered.Text.Length;
        Hold(length <= limits.MaxBodyChars + 16, "text longer than the limit");
        var at = 0;
        foreach (var segment in body.Segments)
        {
            Hold(segment.Start == at && segment.End >= segment.Start, "segments leave a gap or overlap");
            Hold(segment.Quote >= -1 && segment.Quote < body.Quotes.Count, "a segment names a quote that is not there");
            at = segment.End;
        }
        Hold(at == length, "segments do not cover the text");
        Hold(body.Quotes.Count <= limits.MaxQuotes, "more quotes than the limit");
        foreach (var mark in body.Rendered.Quotes) Within(mark.Start, mark.End, length, "a quote mark");
        foreach (var anchor in body.Rendered.Anchors) Within(anchor.Start, anchor.End, length, "an anchor");
    }

    public static void Check(IReadOnlyList<Link> links, IReadOnlyList<SplitBody> bodies, MessageLimits limits)
    {
        Hold(links.Count <= limits.MaxLinks, "more links than the limit");
        var longest = bodies.Count == 0 ? 0 : bodies.Max(b => b.Rendered.Text.Length);
        foreach (var link in links)
        {
            Within(link.Start, link.Start, longest, "a link");
            Hold(link.Host.Length > 0 && link.Written.Length <= 2_048, "a link without host or written too long");
        }
    }

    private static void Within(int start, int end, int length, string what) => Hold(start >= 0 && start <= end && end <= length, what + " lies outside of the text");

    public static void Hold(bool condition, string otherwise)
    {
        if (!condition) throw new InvariantException(otherwise);
    }
}
