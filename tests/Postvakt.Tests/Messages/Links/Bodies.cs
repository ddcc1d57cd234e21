using Postvakt.Messages;
using Postvakt.Messages.Bodies;
using Postvakt.Messages.Links;

namespace Postvakt.Tests.Messages.Links;

/// <summary>Split bodies made by hand.</summary>
internal static class Bodies
{
    public static SplitBody Plain(string text) => Of(text, false);

    public static SplitBody Html(string text, params Anchor[] anchors) => Of(text, true, anchors);

    /// <summary>A hyperlink over the first place where the text is shown.</summary>
    public static Anchor Over(string text, string shown, string target)
    {
        int start = text.IndexOf(shown, StringComparison.Ordinal);
        return new Anchor(start, start + shown.Length, target, AnchorKind.Link);
    }

    public static IReadOnlyList<Link> Links(params SplitBody[] bodies) => LinkExtractor.Extract(bodies, MessageLimits.Default);

    private static SplitBody Of(string text, bool html, params Anchor[] anchors) =>
        new(new RenderedText(text, html, [], anchors), [new Segment(SegmentKind.Authored, 0, text.Length, -1)], []);
}
