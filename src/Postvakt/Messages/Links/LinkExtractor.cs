using Postvakt.Messages.Bodies;

namespace Postvakt.Messages.Links;

/// <summary>Finds the links of a mail in markup and text and brings each to one form.</summary>
public static class LinkExtractor
{
    /// <summary>
    /// The links of all alternatives of one body, in the order of bodies and offsets. The same target at the same place
    /// (kind of text and quote) is one link with the traits of all its appearances. mailto and addresses are no links.
    /// Takes time linear in the text; stops at <see cref="MessageLimits.MaxLinks"/>.
    /// </summary>
    public static IReadOnlyList<Link> Extract(IReadOnlyList<SplitBody> bodies, MessageLimits limits) => Extract(bodies, limits, out _);

    /// <inheritdoc cref="Extract(IReadOnlyList{SplitBody}, MessageLimits)"/>
    /// <param name="isCut">There may be more.</param>
    public static IReadOnlyList<Link> Extract(IReadOnlyList<SplitBody> bodies, MessageLimits limits, out bool isCut)
    {
        ArgumentNullException.ThrowIfNull(bodies);
        ArgumentNullException.ThrowIfNull(limits);
        LinkCollection links = new(limits.MaxLinks);
        foreach (SplitBody body in bodies)
        {
            if (links.IsFull)
            {
                break;
            }

            Read(body, limits, links);
        }

        isCut = links.IsFull;
        return links.Links;
    }

    private static void Read(SplitBody body, MessageLimits limits, LinkCollection links)
    {
        RenderedText rendered = body.Rendered;
        ReadOnlySpan<char> text = rendered.Text.AsSpan(0, Math.Min(rendered.Text.Length, limits.MaxBodyChars));
        IReadOnlyList<Anchor> anchors = InOrder(rendered.Anchors);
        TextScanner scanner = new(text);
        int next = 0, covered = 0, place = 0;
        while (!links.IsFull && scanner.Next())
        {
            for (; next < anchors.Count && anchors[next].Start <= scanner.Start && !links.IsFull; next++)
            {
                if (ReadAnchor(body, anchors[next], ref place, links))
                {
                    covered = Math.Max(covered, anchors[next].End);
                }
            }

            // An anchor may begin inside what looks like one link of the text; its own target counts.
            bool begins = next < anchors.Count && anchors[next].Start < scanner.End && anchors[next].End > anchors[next].Start;
            if (scanner.Start >= covered && !begins && !links.IsFull)
            {
                ReadText(body, scanner, ref place, links);
            }
        }

        for (; next < anchors.Count && !links.IsFull; next++)
        {
            ReadAnchor(body, anchors[next], ref place, links);
        }
    }

    private static void ReadText(SplitBody body, in TextScanner found, ref int place, LinkCollection links)
    {
        if (!WebAddress.TryParse(found.Target, (found.Traits & LinkTraits.NoScheme) != 0, out WebAddress address))
        {
            return;
        }

        Segment segment = SegmentAt(body, found.Start, ref place);
        ReadOnlySpan<char> written = body.Rendered.Text.AsSpan(found.Start, Math.Min(found.End - found.Start, LinkCollection.MaxWritten));
        links.Add(written, address with { Traits = address.Traits | found.Traits | (body.Enclosed ? LinkTraits.Enclosed : 0) }, segment, found.Start, null, body.Rendered.FromHtml);
    }

    /// <summary>True when the anchor leads to a host, so that the text it covers is its label and no link of its own.</summary>
    private static bool ReadAnchor(SplitBody body, Anchor anchor, ref int place, LinkCollection links)
    {
        if (!AnchorTarget.TryRead(anchor, out WebAddress address))
        {
            return false;
        }

        string text = body.Rendered.Text;
        int start = Math.Clamp(anchor.Start, 0, text.Length);
        int end = Math.Clamp(anchor.End, start, text.Length);
        string shown = text.AsSpan(start, Math.Min(end - start, 4 * LinkCollection.MaxShown)).Trim().ToString();
        shown = shown.Length > LinkCollection.MaxShown ? shown[..LinkCollection.MaxShown] : shown;
        Segment segment = SegmentAt(body, start, ref place);
        if (start == end && segment.Kind == SegmentKind.Attribution && segment.Start == start)
        {
            // A picture above "From: …" covers no text: it stands where the attribution begins, and belongs to the sender.
            segment = segment with { Kind = SegmentKind.Authored, Quote = -1 };
        }

        LinkTraits traits = address.Traits | (body.Enclosed ? LinkTraits.Enclosed : 0) | (anchor.Hidden ? LinkTraits.Hidden : 0);
        links.Add(anchor.Target.AsSpan(0, Math.Min(anchor.Target.Length, LinkCollection.MaxWritten)), address with { Traits = traits }, segment, start, shown, body.Rendered.FromHtml);
        return true;
    }

    /// <summary>The segment at an offset; links come in order, so the search goes on where it stopped.</summary>
    private static Segment SegmentAt(SplitBody body, int offset, ref int place)
    {
        IReadOnlyList<Segment> segments = body.Segments;
        if (segments.Count == 0)
        {
            return new Segment(SegmentKind.Authored, 0, body.Rendered.Text.Length, -1);
        }

        place = place < segments.Count && segments[place].Start <= offset ? place : 0;
        while (place + 1 < segments.Count && segments[place].End <= offset)
        {
            place++;
        }

        return segments[place];
    }

    private static IReadOnlyList<Anchor> InOrder(IReadOnlyList<Anchor> anchors)
    {
        for (int i = 1; i < anchors.Count; i++)
        {
            if (anchors[i].Start < anchors[i - 1].Start)
            {
                return [.. anchors.OrderBy(anchor => anchor.Start)];
            }
        }

        return anchors;
    }
}
